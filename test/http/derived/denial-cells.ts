import type { OperationId } from '../../../shared/contract/routes.ts'

/** What every row that asks for a sign-in is refused with, by the name of the token or of the test that tries it. */
const ofTokens: Readonly<Record<string, string>> = {
  nothing: 'no token',
  garbage: 'garbage',
  expired: 'expired',
  'not yet valid': 'not yet valid',
  'of another issuer': 'wrong issuer',
  'of another client': 'wrong audience',
  'an id token': 'id token instead of access token',
  'alg none': 'alg none',
  'HS256 with the public key': 'HS256 with the public key',
  'of an unknown key': 'unknown key id',
  'of another pool': 'another pool',
  'of the activation client': 'token of the activation client',
  'without the scope rolecall/api': 'token without the scope rolecall/api',
  'with aws.cognito.signin.user.admin': 'token with aws.cognito.signin.user.admin',
  'of client credentials': 'client-credentials token',
  'expired in the cache': 'expired token that is still in the cache of the gateway',
  ended: 'token older than tokensValidFrom',
}

/** What every row that asks for a permission is denied to beside that, by the name of whoever calls. */
const ofPeople: Readonly<Record<string, string>> = {
  'an Admin who was deactivated': 'disabled user',
  'an Admin whose profile was removed': 'removed profile',
  'the owner of another organization of the same name': "another organization's owner",
  'somebody without any permission': 'user without the permission',
  'somebody invited to be an owner, who has not accepted': 'pending invitee',
}

const tried = new Map<OperationId, Set<string>>()

/** Notes that a row was denied to somebody, or with something, where that is a cell of the table; what is tried beyond it is not counted. */
export function denied(operationId: OperationId, ...names: readonly string[]): void {
  const cells = tried.get(operationId) ?? new Set()
  for (const name of names) {
    const cell = ofTokens[name] ?? ofPeople[name]
    if (cell !== undefined) cells.add(cell)
  }
  tried.set(operationId, cells)
}

/** The cells of a row that were not tried: 22 for those that ask for a permission, 17 for those that ask for a sign-in alone. */
export const untried = (operationId: OperationId, asksForPermission: boolean): readonly string[] =>
  [...Object.values(ofTokens), ...(asksForPermission ? Object.values(ofPeople) : [])].filter(
    (cell) => !tried.get(operationId)?.has(cell),
  )
