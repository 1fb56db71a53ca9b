import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

/** What came to a receiver, and which of its secrets the message is signed with, as the library of Standard Webhooks finds. */
export type Arrival = {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly signedWith: readonly string[]
}

type Answering = (response: ServerResponse, arrival: Arrival) => unknown

/** A program on this machine that is told of what happens: it answers 204, or as it is told for a while. */
export type Receiver = {
  readonly origin: string
  readonly arrivals: readonly Arrival[]
  /** Those of one path. */
  readonly at: (path: string) => readonly Arrival[]
  /** The secrets that it knows. */
  readonly secrets: Set<string>
  /** How it answers at a path from now on; without `how`, with 204 again. */
  readonly answer: (path: string, how?: Answering) => void
  readonly close: () => Promise<void>
}

/** Starts one on a free port, or on that one. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const arrivals: Arrival[] = []
  const secrets = new Set<string>()
  const answers = new Map<string, Answering>()
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const { method, url: path, headers } = request
    const signedWith = [...secrets].filter((secret) => isSignedWith(secret, body, headers))
    const arrival = { method, path, headers, body, signedWith }
    arrivals.push(arrival)
    const how = answers.get(path ?? '')
    if (how) how(response, arrival)
    else response.writeHead(204).end()
  })
  // A process that has nothing else to do need not wait for it.
  server.unref()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  // It listens on a port, and on no pipe.
  const { port: listensOn } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${listensOn}`,
    arrivals,
    at: (path) => arrivals.filter((arrival) => arrival.path === path),
    secrets,
    answer: (path, how) => {
      if (how) answers.set(path, how)
      else answers.delete(path)
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function isSignedWith(secret: string, body: string, headers: IncomingMessage['headers']): boolean {
  const given = Object.entries(headers).map(([name, value]) => [name, String(value)])
  try {
    new Webhook(secret).verify(body, Object.fromEntries(given))
    return true
  } catch {
    return false
  }
}
