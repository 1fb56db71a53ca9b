import { once } from 'node:events'
import { createServer } from 'node:http'
import { toNodeHandler } from 'better-auth/node'
import { serves } from '../served.ts'
import { auth, cookie, question } from './better-auth-house.ts'

/** better-auth behind a bare node:http server, by its own adapter. */
const server = createServer(toNodeHandler(auth)).listen(0, '127.0.0.1')
await once(server, 'listening')
await serves(process.pid, server, {
  path: `/api/auth${question.path}`,
  headers: { cookie, origin: 'http://localhost:3000' },
  body: JSON.stringify(question.body),
  isAllowed: (answer) => answer.success === true,
})
