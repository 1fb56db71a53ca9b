import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminDeleteUserCommand,
  type AdminDeleteUserCommandInput,
  AdminDisableUserCommand,
  type AdminDisableUserCommandInput,
  AdminEnableUserCommand,
  type AdminEnableUserCommandInput,
  AdminGetUserCommand,
  type AdminGetUserCommandInput,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandInput,
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceCommandInput,
  AdminSetUserPasswordCommand,
  type AdminSetUserPasswordCommandInput,
  AdminUpdateUserAttributesCommand,
  type AdminUpdateUserAttributesCommandInput,
  AdminUserGlobalSignOutCommand,
  type AdminUserGlobalSignOutCommandInput,
  AliasExistsException,
  AssociateSoftwareTokenCommand,
  type AssociateSoftwareTokenCommandInput,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  type DescribeUserPoolClientCommandInput,
  EnableSoftwareTokenMFAException,
  InvalidParameterException,
  InvalidPasswordException,
  ListUsersCommand,
  type ListUsersCommandInput,
  NotAuthorizedException,
  ResourceNotFoundException,
  UserNotFoundException,
  UsernameExistsException,
  VerifySoftwareTokenCommand,
  type VerifySoftwareTokenCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { Secret, TOTP } from 'otpauth'
import { noteSecret } from './cloud-services-secrets.ts'
import { settings } from './cloud-services-settings.ts'

/** A user of the pool. Made anew under the same name it is another one, and nothing of the old one counts for it. */
type User = {
  readonly username: string
  readonly sub: string
  email: string
  /** How often every session of theirs was ended. */
  signOuts?: number
  enabled: boolean
  password: string | undefined
  permanent: boolean
  factor: { readonly key: string; readonly verified: boolean } | undefined
  preferred: boolean
}

/** A session of the activation client: for one user, for one next step, for as long as the client is set to. */
type Session = {
  readonly user: User
  readonly step: 'associate' | 'verify'
  readonly endsAt: number
  readonly key?: string
}

export const keptUsers = {
  keep: () => [...users.values()],
  bringBack: (kept: readonly User[]) => {
    for (const user of kept) users.set(user.username, user)
  },
  /** The same, and nobody else is left. */
  bringBackAlone: (kept: readonly User[]) => {
    users.clear()
    for (const user of kept) users.set(user.username, { ...user })
  },
}

const cognito = mockClient(CognitoIdentityProviderClient)
const users = new Map<string, User>()
const sessions = new Map<string, Session>()
const clientSecret = noteSecret('client secret', randomBytes(32).toString('hex'))
const sessionMinutes = 15
let mfaIsRequired = true
let wrongCodeEndsSession = false
let slowness = 0
let removesNobody = false

/** The user pool as AWS answers for it: MFA required, TOTP alone, usernames that are ours, e-mail as an alias. */
export function startDirectory(): void {
  cognito.reset()
  cognito.on(AdminCreateUserCommand).callsFake(createUser)
  cognito.on(AdminDeleteUserCommand).callsFake(deleteUser)
  cognito.on(AdminDisableUserCommand).callsFake(enableUser(false))
  cognito.on(AdminEnableUserCommand).callsFake(enableUser(true))
  cognito.on(AdminSetUserPasswordCommand).callsFake(setPassword)
  cognito.on(AdminGetUserCommand).callsFake(getUser)
  cognito.on(ListUsersCommand).callsFake(listUsers)
  cognito.on(AdminUpdateUserAttributesCommand).callsFake(updateAttributes)
  cognito.on(AdminUserGlobalSignOutCommand).callsFake(signOut)
  cognito.on(AdminInitiateAuthCommand).callsFake(initiateAuth)
  cognito.on(AssociateSoftwareTokenCommand).callsFake(associateToken)
  cognito.on(VerifySoftwareTokenCommand).callsFake(verifyToken)
  cognito.on(AdminSetUserMFAPreferenceCommand).callsFake(setPreference)
  cognito
    .on(DescribeUserPoolClientCommand)
    .callsFake(async ({ UserPoolId, ClientId }: DescribeUserPoolClientCommandInput) => {
      demandPool(UserPoolId)
      if (ClientId !== settings.ACTIVATION_CLIENT_ID) throw notFound(`User pool client ${ClientId} does not exist.`)
      return { UserPoolClient: { ClientId, UserPoolId, ClientSecret: clientSecret } }
    })
}

/** Somebody in the pool who has chosen a password and connected an authenticator app, without the way there. */
export function enterUser(username: string, email: string, password: string): { readonly totpKey: string } {
  const totpKey = noteSecret('authenticator key', new Secret({ size: 32 }).base32)
  const factor = { key: totpKey, verified: true }
  const user = { username, sub: randomUUID(), email, enabled: true, password, permanent: true, preferred: true, factor }
  users.set(username, user)
  return { totpKey }
}

/** The code that an authenticator app with this key shows, now or so many seconds from now. */
export function codeOf(totpKey: string, secondsFromNow = 0): string {
  const code = new TOTP({ secret: Secret.fromBase32(totpKey) }).generate({
    timestamp: Date.now() + secondsFromNow * 1000,
  })
  return noteSecret('code', code)
}

/** A code that this key does not give now, nor a moment ago or from now. */
export function wrongCodeOf(totpKey: string): string {
  const right = new Set([-60, -30, 0, 30, 60].map((seconds) => codeOf(totpKey, seconds)))
  for (let number = 0; ; number++) {
    const code = String(number).padStart(6, '0')
    if (!right.has(code)) return code
  }
}

/** Signs in as people do at the hosted page: address, password, code. Gives the username, or why not. */
export function signInByHand(
  email: string,
  password: string,
  code: string,
): { username: string } | { refused: string } {
  const user = [...users.values()].find((candidate) => candidate.email === email.toLowerCase())
  if (!user?.enabled || user.password !== password) return { refused: 'Incorrect username or password.' }
  if (!user.permanent) return { refused: 'A new password is asked for.' }
  if (!user.factor?.verified) return { refused: 'A second factor is asked to be set up.' }
  return isRight(user.factor.key, code) ? { username: user.username } : { refused: 'Invalid code.' }
}

/** Every user of the pool, as an administrator sees them: never a password. */
export const directoryUsers = () =>
  [...users.values()].map(({ username, email, enabled, permanent, factor, preferred, sub, signOuts = 0 }) => ({
    username,
    signOuts,
    sub,
    email,
    enabled,
    confirmed: permanent,
    hasFactor: factor?.verified === true && preferred,
  }))

/** How often the functions have asked Cognito for anything. */
export const countDirectoryCalls = (): number => cognito.calls().length

/** While it runs, Cognito answers in another way than it should: tokens in place of the second factor, no session after a wrong code, late, or not at all where somebody is removed. */
export async function whileDirectory<Result>(
  odd: 'demands-no-factor' | 'ends-session-at-wrong-code' | 'is-slow' | 'removes-nobody',
  act: () => Promise<Result>,
): Promise<Result> {
  mfaIsRequired = odd !== 'demands-no-factor'
  wrongCodeEndsSession = odd === 'ends-session-at-wrong-code'
  slowness = odd === 'is-slow' ? 300 : 0
  removesNobody = odd === 'removes-nobody'
  try {
    return await act()
  } finally {
    mfaIsRequired = true
    wrongCodeEndsSession = false
    slowness = 0
    removesNobody = false
  }
}

const failure = (message: string) => ({ $metadata: {}, message })
const notFound = (message: string) => new ResourceNotFoundException(failure(message))
const notAuthorized = (message: string) => new NotAuthorizedException(failure(message))
const invalid = (message: string) => new InvalidParameterException(failure(message))

function demandPool(userPoolId: string | undefined): void {
  if (userPoolId !== settings.USER_POOL_ID) throw notFound(`User pool ${userPoolId} does not exist.`)
}

function userNamed(username: string | undefined): User {
  const user = users.get(username ?? '')
  if (!user) throw new UserNotFoundException(failure('User does not exist.'))
  return user
}

async function createUser(input: AdminCreateUserCommandInput) {
  const { UserPoolId, Username = '', MessageAction, UserAttributes = [], TemporaryPassword } = input
  demandPool(UserPoolId)
  await wait(slowness)
  if (MessageAction !== 'SUPPRESS' || TemporaryPassword !== undefined)
    throw new Error('Cognito would mail a temporary password')
  if (users.has(Username)) throw new UsernameExistsException(failure('User account already exists.'))
  const attributes = new Map(UserAttributes.map(({ Name, Value }) => [Name, Value]))
  const email = attributes.get('email')
  if (email === undefined) throw invalid('Attributes did not conform to the schema: email: The attribute is required')
  if ([...users.values()].some((user) => user.email === email) && attributes.get('email_verified') === 'true')
    throw new AliasExistsException(failure('An account with the email already exists.'))
  const made: User = {
    username: Username,
    sub: randomUUID(),
    email,
    enabled: true,
    password: undefined,
    permanent: false,
    factor: undefined,
    preferred: false,
  }
  users.set(Username, made)
  return { User: { Username, Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD', Attributes: UserAttributes } }
}

async function deleteUser({ UserPoolId, Username }: AdminDeleteUserCommandInput) {
  demandPool(UserPoolId)
  if (removesNobody) throw new Error('Cognito is out of reach')
  users.delete(userNamed(Username).username)
  return {}
}

async function getUser({ UserPoolId, Username }: AdminGetUserCommandInput) {
  demandPool(UserPoolId)
  const { username, email, enabled } = userNamed(Username)
  const UserAttributes = [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ]
  return { Username: username, Enabled: enabled, UserAttributes }
}

/** Sixty at most, in whatever order, with a token for the next ones. */
async function listUsers({ UserPoolId, Limit = 60, PaginationToken = '0' }: ListUsersCommandInput) {
  demandPool(UserPoolId)
  const from = Number(PaginationToken)
  const page = [...users.values()].slice(from, from + Math.min(Limit, 60))
  return {
    Users: page.map(({ username, enabled }) => ({ Username: username, Enabled: enabled })),
    ...(from + page.length < users.size && { PaginationToken: String(from + page.length) }),
  }
}

async function updateAttributes({ UserPoolId, Username, UserAttributes = [] }: AdminUpdateUserAttributesCommandInput) {
  demandPool(UserPoolId)
  const user = userNamed(Username)
  const attributes = new Map(UserAttributes.map(({ Name, Value }) => [Name, Value]))
  const email = attributes.get('email')
  if (email === undefined || attributes.get('email_verified') !== 'true')
    throw new Error('an address that Cognito would ask its person to verify')
  if ([...users.values()].some((other) => other !== user && other.email === email))
    throw new AliasExistsException(failure('An account with the given email already exists.'))
  user.email = email
  return {}
}

async function signOut({ UserPoolId, Username }: AdminUserGlobalSignOutCommandInput) {
  demandPool(UserPoolId)
  const user = userNamed(Username)
  user.signOuts = (user.signOuts ?? 0) + 1
  return {}
}
const enableUser =
  (enabled: boolean) =>
  async ({ UserPoolId, Username }: AdminEnableUserCommandInput | AdminDisableUserCommandInput) => {
    demandPool(UserPoolId)
    userNamed(Username).enabled = enabled
    return {}
  }

async function setPassword({ UserPoolId, Username, Password = '', Permanent }: AdminSetUserPasswordCommandInput) {
  demandPool(UserPoolId)
  const user = userNamed(Username)
  noteSecret('password', Password)
  if (!/^\S(?:.*\S)?$/s.test(Password) || Password.length > 256)
    throw invalid("Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern")
  if (Password.length < 12)
    throw new InvalidPasswordException(failure('Password did not conform with policy: Password not long enough'))
  user.password = Password
  user.permanent = Permanent === true
  return {}
}

async function initiateAuth({ UserPoolId, ClientId, AuthFlow, AuthParameters = {} }: AdminInitiateAuthCommandInput) {
  demandPool(UserPoolId)
  if (ClientId !== settings.ACTIVATION_CLIENT_ID || AuthFlow !== 'ADMIN_USER_PASSWORD_AUTH')
    throw invalid('Auth flow not enabled for this client')
  const { USERNAME = '', PASSWORD, SECRET_HASH } = AuthParameters
  const expected = createHmac('sha256', clientSecret).update(`${USERNAME}${ClientId}`).digest('base64')
  if (SECRET_HASH !== expected) throw notAuthorized(`Unable to verify secret hash for client ${ClientId}`)
  const user = users.get(USERNAME)
  if (!user?.enabled || user.password !== PASSWORD) throw notAuthorized('Incorrect username or password.')
  if (!user.permanent)
    return { ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: startSession({ user, step: 'associate' }) }
  if (!mfaIsRequired)
    return { AuthenticationResult: { AccessToken: noteSecret('access token', randomBytes(48).toString('base64url')) } }
  if (user.factor?.verified)
    return { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: startSession({ user, step: 'associate' }) }
  return {
    ChallengeName: 'MFA_SETUP',
    ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: user.username },
    Session: startSession({ user, step: 'associate' }),
  }
}

async function associateToken({ Session: token }: AssociateSoftwareTokenCommandInput) {
  const { user } = useSession(token, 'associate')
  const key = noteSecret('authenticator key', new Secret({ size: 32 }).base32)
  return { SecretCode: key, Session: startSession({ user, step: 'verify', key }) }
}

async function verifyToken({ Session: token = '', UserCode = '' }: VerifySoftwareTokenCommandInput) {
  const known = sessions.get(token)
  const { user, key = '' } = useSession(token, 'verify')
  noteSecret('code', UserCode)
  if (!/^\d{6}$/.test(UserCode)) throw invalid("Value at 'userCode' failed to satisfy constraint")
  if (!isRight(key, UserCode)) {
    if (known && !wrongCodeEndsSession) sessions.set(token, known)
    throw new EnableSoftwareTokenMFAException(failure('Code mismatch'))
  }
  user.factor = { key, verified: true }
  return { Status: 'SUCCESS', Session: startSession({ user, step: 'associate' }) }
}

async function setPreference({
  UserPoolId,
  Username,
  SoftwareTokenMfaSettings,
}: AdminSetUserMFAPreferenceCommandInput) {
  demandPool(UserPoolId)
  const user = userNamed(Username)
  if (!user.factor?.verified) throw invalid('User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA')
  user.preferred = SoftwareTokenMfaSettings?.Enabled === true && SoftwareTokenMfaSettings.PreferredMfa === true
  return {}
}

/** Begins a session; its text is as long as Cognito's. */
function startSession(session: Omit<Session, 'endsAt'>): string {
  const token = noteSecret('Cognito session', `AYABe${randomBytes(700).toString('base64url')}`)
  sessions.set(token, { ...session, endsAt: Date.now() + sessionMinutes * 60_000 })
  return token
}

/** A session is good for one step, for its own user as they are, and until it ends. */
function useSession(token: string | undefined, step: Session['step']): Session {
  const session = sessions.get(token ?? '')
  if (session?.step !== step || session.endsAt <= Date.now() || users.get(session.user.username) !== session.user)
    throw notAuthorized('Invalid session for the user.')
  sessions.delete(token ?? '')
  return session
}

const isRight = (key: string, code: string): boolean =>
  new TOTP({ secret: Secret.fromBase32(key) }).validate({ token: code, timestamp: Date.now(), window: 1 }) !== null
