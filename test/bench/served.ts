import type { Server } from 'node:http'
import * as z from 'zod'

/** A decision as it is asked over HTTP of a server of its own. */
export const Served = z.object({
  /** The process whose processor time it takes. */
  pid: z.int(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  /** The right answer, to the byte: it was looked at once. */
  answer: z.string(),
})
export type Served = z.output<typeof Served>

/** Tells the parent process how this server is asked for a decision, once it has answered rightly. */
export async function serves(
  pid: number,
  at: Server | number,
  asked: {
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly isAllowed: (answer: Readonly<Record<string, unknown>>) => boolean
  },
): Promise<void> {
  const address = typeof at === 'number' ? at : at.address()
  const port = typeof address === 'object' ? address?.port : address
  const url = `http://127.0.0.1:${port}${asked.path}`
  const headers = { 'content-type': 'application/json', ...asked.headers }
  const response = await fetch(url, { method: 'POST', headers, body: asked.body })
  const answer = await response.text()
  if (!response.ok || !asked.isAllowed(JSON.parse(answer))) throw new Error(`${response.status}: ${answer}`)
  process.send?.({ pid, url, headers, body: asked.body, answer } satisfies Served)
}
