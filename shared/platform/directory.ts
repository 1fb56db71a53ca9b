import { createHmac } from 'node:crypto'
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  EnableSoftwareTokenMFAException,
  ForbiddenException,
  InvalidParameterException,
  InvalidPasswordException,
  ListUsersCommand,
  NotAuthorizedException,
  UserNotFoundException,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { EmailAddress } from '../domain/address.ts'
import { foldAddress } from '../domain/address.ts'
import type { IdentityId } from '../domain/ids.ts'
import { env, optionalEnv } from './env.ts'
import { log } from './log.ts'

const cognito = new CognitoIdentityProviderClient({})

/** What Cognito says while a factor is being enrolled: its session (ours to keep sealed) and the key for the authenticator app. */
export type Enrolment = { readonly session: string; readonly totpKey: string }

/** Cognito takes no such password; the page says which rule it broke. */
export class PasswordRefused extends Error {
  override readonly name = 'PasswordRefused'
}

/**
 * Makes the person's Cognito user anew under the same username, with that password and nothing else: a factor cannot be taken
 * away from a Cognito user, so whoever begins again gets a new one. Throws PasswordRefused; the user is then left without a
 * password and cannot sign in.
 */
export async function makeUser(identityId: IdentityId, email: EmailAddress, password: string): Promise<void> {
  const user = { UserPoolId: env('USER_POOL_ID'), Username: identityId }
  await removeUser(identityId)
  await cognito.send(
    new AdminCreateUserCommand({
      ...user,
      MessageAction: 'SUPPRESS',
      UserAttributes: verified(email),
    }),
  )
  try {
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }))
  } catch (cause) {
    if (cause instanceof InvalidPasswordException || cause instanceof InvalidParameterException)
      throw new PasswordRefused('the password breaks a rule of the pool', { cause })
    throw cause
  }
}

/** Takes a person's Cognito user out, with password, factor and refresh tokens; harmless where there is none. */
export async function removeUser(identityId: IdentityId): Promise<void> {
  const user = { UserPoolId: env('USER_POOL_ID'), Username: identityId }
  await unlessAbsent(cognito.send(new AdminDeleteUserCommand(user)))
}

/** Lets a person's Cognito user sign in, or not; harmless where there is none. */
export async function letSignIn(identityId: IdentityId, may: boolean): Promise<void> {
  const user = { UserPoolId: env('USER_POOL_ID'), Username: identityId }
  await unlessAbsent(
    may ? cognito.send(new AdminEnableUserCommand(user)) : cognito.send(new AdminDisableUserCommand(user)),
  )
}

async function unlessAbsent(sent: Promise<unknown>): Promise<void> {
  try {
    await sent
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error
  }
}

/**
 * Signs the new user in far enough for Cognito to demand a second factor, and asks for the key of one. Where Cognito answers
 * with tokens instead of that demand, the pool lets people in without a second factor: on AWS that is a fault and nothing
 * goes on; the local cloud never demands one, and goes on with the token as session (FACTOR_SIGN_IN).
 */
export async function beginEnrolment(identityId: IdentityId, password: string): Promise<Enrolment> {
  const clientId = env('ACTIVATION_CLIENT_ID')
  const { Session, ChallengeName, AuthenticationResult } = await cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: env('USER_POOL_ID'),
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: {
        USERNAME: identityId,
        PASSWORD: password,
        SECRET_HASH: createHmac('sha256', await clientSecret(clientId))
          .update(`${identityId}${clientId}`)
          .digest('base64'),
      },
    }),
  )
  if (AuthenticationResult?.AccessToken !== undefined) {
    if (!factorIsUnenforced()) {
      log('error', 'directory.factor-not-demanded', {})
      throw new Error('the user pool demands no second factor')
    }
    const { SecretCode } = await cognito.send(
      new AssociateSoftwareTokenCommand({ AccessToken: AuthenticationResult.AccessToken }),
    )
    return enrolment(AuthenticationResult.AccessToken, SecretCode)
  }
  if (ChallengeName !== 'MFA_SETUP') throw new Error('Cognito did not ask for a second factor to be set up')
  const associated = await cognito.send(new AssociateSoftwareTokenCommand({ Session }))
  return enrolment(associated.Session, associated.SecretCode)
}

/**
 * Hands Cognito a code. `enrolled`: the factor is the person's from now on. `wrong-code`: it may be tried again. `session-over`:
 * Cognito has forgotten the session, so the password is asked for again.
 */
export async function completeEnrolment(
  identityId: IdentityId,
  session: string,
  code: string,
): Promise<'enrolled' | 'wrong-code' | 'session-over'> {
  try {
    const { Status } = await cognito.send(
      new VerifySoftwareTokenCommand({
        ...(factorIsUnenforced() ? { AccessToken: session } : { Session: session }),
        UserCode: code,
        FriendlyDeviceName: 'Authenticator app',
      }),
    )
    if (Status !== 'SUCCESS') return 'wrong-code'
  } catch (error) {
    if (error instanceof EnableSoftwareTokenMFAException || error instanceof CodeMismatchException) return 'wrong-code'
    if (error instanceof NotAuthorizedException || error instanceof UserNotFoundException) return 'session-over'
    if (error instanceof ForbiddenException || error instanceof InvalidParameterException) return 'session-over'
    throw error
  }
  await cognito.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: env('USER_POOL_ID'),
      Username: identityId,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  )
  return 'enrolled'
}

/**
 * Lets the person sign in with another address, and with it alone. Every session ends before, so that none that begins with the
 * new address is ended; where it is their address already, nothing happens. A person without a Cognito user gets the address
 * with the next one.
 */
export async function changeSignInAddress(identityId: IdentityId, email: EmailAddress): Promise<void> {
  const user = { UserPoolId: env('USER_POOL_ID'), Username: identityId }
  try {
    const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand(user))
    if (UserAttributes.some(({ Name, Value }) => Name === 'email' && Value === foldAddress(email))) return
    await cognito.send(new AdminUserGlobalSignOutCommand(user))
    await cognito.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes: verified(email) }))
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error
  }
}

/** Ends every session of somebody at Cognito, so that nothing is refreshed any more; access tokens that are out are for us to refuse. */
export async function endSessions(identityId: IdentityId, userPoolId: string): Promise<void> {
  await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: identityId }))
}

/**
 * Makes somebody's Cognito user what the table says after a recovery: every session ends, and their address is this one. `absent`: they
 * have none, so nobody can sign in as them until their sign-in is reset.
 */
export async function alignUser(identityId: IdentityId, email: EmailAddress): Promise<'aligned' | 'absent'> {
  const user = { UserPoolId: env('USER_POOL_ID'), Username: identityId }
  try {
    await cognito.send(new AdminUserGlobalSignOutCommand(user))
    const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand(user))
    if (!UserAttributes.some(({ Name, Value }) => Name === 'email' && Value === foldAddress(email)))
      await cognito.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes: verified(email) }))
    return 'aligned'
  } catch (error) {
    if (error instanceof UserNotFoundException) return 'absent'
    throw error
  }
}

/** Sixty users of the pool by their names, and where the next ones begin. */
export async function pageOfUsers(
  after: string | undefined,
): Promise<{ readonly usernames: readonly string[]; readonly next: string | undefined }> {
  const { Users = [], PaginationToken } = await cognito.send(
    new ListUsersCommand({
      UserPoolId: env('USER_POOL_ID'),
      AttributesToGet: [],
      Limit: 60,
      ...(after !== undefined && { PaginationToken: after }),
    }),
  )
  return { usernames: Users.flatMap(({ Username }) => Username ?? []), next: PaginationToken }
}

const verified = (email: EmailAddress) => [
  { Name: 'email', Value: foldAddress(email) },
  { Name: 'email_verified', Value: 'true' },
]

/** Only the local cloud is deployed so; synth refuses it on every other stage. */
const factorIsUnenforced = (): boolean => optionalEnv('FACTOR_SIGN_IN') === 'unenforced'

const enrolment = (session: string | undefined, totpKey: string | undefined): Enrolment => {
  if (session === undefined || totpKey === undefined) throw new Error('Cognito answered without a session or a key')
  return { session, totpKey }
}

let knownSecret: Promise<string> | undefined

/** The activation client's secret, asked for once a container: it stands neither in the environment nor in a template. */
function clientSecret(clientId: string): Promise<string> {
  knownSecret ??= cognito
    .send(new DescribeUserPoolClientCommand({ UserPoolId: env('USER_POOL_ID'), ClientId: clientId }))
    .then(({ UserPoolClient }) => {
      if (UserPoolClient?.ClientSecret === undefined) throw new Error('the activation client has no secret')
      return UserPoolClient.ClientSecret
    })
    .catch((error: unknown) => {
      knownSecret = undefined
      throw error
    })
  return knownSecret
}
