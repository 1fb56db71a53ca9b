import { inflateRawSync } from 'node:zlib'
import { dynamo } from '../../../shared/table/client.ts'
import { busEvents, parkedMessages } from '../../support/cloud-services-bus.ts'
import { linesOfRuntime } from '../../support/cloud-services-lambda.ts'
import { logLines } from '../../support/cloud-services-log.ts'
import { allMails } from '../../support/cloud-services-mail.ts'
import { everyAnswer } from '../../support/gateway-contract.ts'

const printed: string[] = []
const written: string[] = []

/** From now on, everything is kept that anything prints, and everything that goes to the table. */
export function startWatch(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream)
    const kept: typeof stream.write = (...what: [text: string | Uint8Array, ...more: never[]]) => {
      printed.push(String(what[0]))
      return write(...what)
    }
    stream.write = kept
  }
  for (const how of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    const print = console[how].bind(console)
    console[how] = (...what: unknown[]) => {
      printed.push(what.map((one) => (one instanceof Error ? one.stack : JSON.stringify(one))).join(' '))
      print(...what)
    }
  }
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      if (/^(?:Put|Update|Delete|BatchWrite|TransactWrite)/.test(context.commandName ?? ''))
        written.push(readable(args.input))
      return next(args)
    },
    { step: 'build', priority: 'low', name: 'rolecall-canaries' },
  )
}

/** As text, with what was packed beside it. */
const readable = (input: unknown): string =>
  JSON.stringify(input, (_, value: unknown) => (value instanceof Uint8Array ? unpacked(value) : value))

function unpacked(bytes: Uint8Array): unknown {
  const plain = Buffer.from(bytes)
  try {
    return { bytes: plain.toString('base64'), text: plain.toString(), inflated: inflateRawSync(plain).toString() }
  } catch {
    return { bytes: plain.toString('base64'), text: plain.toString() }
  }
}

/** Where values may end up that were meant for nobody there, by name: all that there is of it so far. */
export const places = (own: ReadonlySet<string>, typist: string): Readonly<Record<string, readonly string[]>> => ({
  'the log': logLines(),
  'what else is printed': printed,
  'what Lambda writes of an error': linesOfRuntime(),
  'events of the bus': busEvents().map(({ detail }) => detail),
  'parked records': parkedMessages(),
  'problem documents': everyAnswer().flatMap(({ headers, body }) =>
    headers['content-type'] === 'application/problem+json' ? [body] : [],
  ),
  'headers of answers': everyAnswer().map(({ headers }) => JSON.stringify(headers)),
  'mails to others': allMails().flatMap((mail) =>
    own.has(mail.to) || mail.to === typist ? [] : [JSON.stringify(mail)],
  ),
  [mailsToTypist]: allMails().flatMap((mail) => (mail.to === typist ? [JSON.stringify(mail)] : [])),
  [table]: written,
})

/** Whoever invited somebody is told of whom it is that asks for a new link (I12): the address that they typed themselves. */
export const mailsToTypist = 'mails to whoever typed the address'
/** Items as they are written, their images in the stream, and kept answers: addresses and numbers stand in them. */
export const table = 'the table and its stream'
