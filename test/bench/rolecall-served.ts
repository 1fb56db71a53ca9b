import './environment.ts'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { handler } from '../../functions/access/decisions.ts'
import { call } from './rolecall-calls.ts'
import { authorizedBy, decisionFor } from './rolecall-decision.ts'
import { seed } from './rolecall-house.ts'
import './rolecall-table.ts'
import { serves } from './served.ts'

/**
 * The function of access decisions behind a bare node:http server, in the gateway's place: it makes the event, and takes apart the API key
 * of every request as the authorizer does, whose answer the gateway would remember for a minute.
 */
const decision = decisionFor(await seed())
const server = createServer((request, response) => {
  const key = request.headers.authorization?.slice('Bearer '.length) ?? ''
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', async () => {
    const {
      statusCode = 200,
      headers,
      body: answer = '',
    } = await call(handler, decision.routeKey, authorizedBy(key), { body })
    for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, String(value))
    response.statusCode = statusCode
    response.end(answer)
  })
}).listen(0, '127.0.0.1')
await once(server, 'listening')
await serves(process.pid, server, {
  path: decision.path,
  headers: { authorization: `Bearer ${decision.apiKey}` },
  body: decision.body,
  isAllowed: (answer) => answer.decision === true,
})
