import { DatabaseSync } from 'node:sqlite'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { organization } from 'better-auth/plugins'

/**
 * better-auth with its organization plugin, on SQLite in memory, and an organization of sixty people in it. Its limits on invitations are
 * raised, since the work is to invite; rate limits and telemetry are off.
 */
const database = new DatabaseSync(':memory:')
let calls = 0
export const auth = betterAuth({
  database: counted(database),
  baseURL: 'http://localhost:3000',
  secret: 'a secret for this measurement alone, 0123456789',
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [
    organization({
      invitationLimit: 1_000_000,
      membershipLimit: 1_000,
      organizationLimit: 1_000_000,
      sendInvitationEmail: async () => {},
    }),
  ],
})
await (await getMigrations(auth.options)).runMigrations()

const people = 60
/** Who asks: the organization's owner. */
export const cookie = await signUp('mia')
export const { id: organizationId } = await call('/organization/create', { name: 'Contoso', slug: 'contoso' })
for (let number = 1; number < people; number++) {
  const person = `user-${number}`
  const theirs = await signUp(person)
  const { id } = await call('/organization/invite-member', { email: addressOf(person), role: 'member', organizationId })
  await call('/organization/accept-invitation', { invitationId: id }, theirs)
}

/** Statements since the last time this was asked. */
export function takeCalls(): number {
  const taken = calls
  calls = 0
  return taken
}

/** Asks whether whoever asks may add members: it decides about nobody else. */
export const question = {
  path: '/organization/has-permission',
  body: { organizationId, permissions: { member: ['create'] } },
} as const

async function signUp(name: string): Promise<string> {
  const body = { name, email: addressOf(name), password: 'correct horse battery staple' }
  const answer = await send('/sign-up/email', body)
  if (!answer.ok) throw new Error(await answer.text())
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

/** Asks better-auth's own HTTP handler, with a session cookie. */
export async function call(path: string, body?: object, as = cookie): Promise<Record<string, unknown>> {
  const answer = await send(path, body, as)
  if (!answer.ok) throw new Error(await answer.text())
  return await answer.json()
}

function send(path: string, body?: object, as?: string): Promise<Response> {
  const headers = {
    origin: 'http://localhost:3000',
    ...(as !== undefined && { cookie: as }),
    ...(body && { 'content-type': 'application/json' }),
  }
  const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
  return auth.handler(new Request(`http://localhost:3000/api/auth${path}`, request))
}

/** An address of somebody of that name. */
export function addressOf(name: string): string {
  return `${name}@contoso.example`
}

/** The database, with every statement that is run counted. */
function counted(of: DatabaseSync): DatabaseSync {
  const prepare = of.prepare.bind(of)
  of.prepare = (...given) => {
    const statement = prepare(...given)
    for (const name of ['all', 'get', 'run', 'iterate'] as const) {
      const run = statement[name].bind(statement) as (...values: unknown[]) => unknown
      Object.assign(statement, {
        [name]: (...values: unknown[]) => {
          calls++
          return run(...values)
        },
      })
    }
    return statement
  }
  return of
}
