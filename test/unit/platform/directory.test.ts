import { createHmac } from 'node:crypto'
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
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
  InvalidPasswordException,
  NotAuthorizedException,
  UserNotFoundException,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { parseEmailAddress } from '../../../shared/domain/address.ts'
import { id } from '../../../shared/domain/ids.ts'
import {
  beginEnrolment,
  changeSignInAddress,
  completeEnrolment,
  makeUser,
  PasswordRefused,
} from '../../../shared/platform/directory.ts'

const cognito = mockClient(CognitoIdentityProviderClient)
const identityId = id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa')
const said = { $metadata: {}, message: 'said by Cognito' }
const written: string[] = []

beforeEach(() => {
  cognito.reset()
  cognito.on(AdminDeleteUserCommand).resolves({})
  cognito.on(AdminCreateUserCommand).resolves({})
  cognito.on(AdminSetUserPasswordCommand).resolves({})
  cognito.on(DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientSecret: 'the secret' } })
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    written.push(String(line))
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  written.length = 0
})

const email = () => {
  const address = parseEmailAddress('Mia.Jansen@Contoso.example')
  if (!address) throw new Error('not an address')
  return address
}

describe('makeUser', () => {
  test('deletes, creates without a mail, and sets the password, in that order', async () => {
    await makeUser(identityId, email(), 'correct horse battery')
    expect(cognito.calls().map(({ args }) => args[0].constructor.name)).toEqual([
      'AdminDeleteUserCommand',
      'AdminCreateUserCommand',
      'AdminSetUserPasswordCommand',
    ])
    expect(cognito.commandCalls(AdminCreateUserCommand)[0]?.args[0].input).toMatchObject({
      Username: identityId,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: 'mia.jansen@contoso.example' },
        { Name: 'email_verified', Value: 'true' },
      ],
    })
    expect(cognito.commandCalls(AdminSetUserPasswordCommand)[0]?.args[0].input).toMatchObject({ Permanent: true })
  })

  test('goes on when there was no user to delete, and stops when deleting fails otherwise', async () => {
    cognito.on(AdminDeleteUserCommand).rejects(new UserNotFoundException(said))
    await expect(makeUser(identityId, email(), 'correct horse battery')).resolves.toBeUndefined()
    cognito.on(AdminDeleteUserCommand).rejects(new NotAuthorizedException(said))
    await expect(makeUser(identityId, email(), 'correct horse battery')).rejects.toBeInstanceOf(NotAuthorizedException)
    expect(cognito.commandCalls(AdminCreateUserCommand)).toHaveLength(1)
  })

  test('says when the pool refuses the password', async () => {
    cognito.on(AdminSetUserPasswordCommand).rejects(new InvalidPasswordException(said))
    await expect(makeUser(identityId, email(), 'x')).rejects.toBeInstanceOf(PasswordRefused)
  })
})

describe('beginEnrolment', () => {
  test('signs in with the secret hash of the activation client, and asks for a key by the session of MFA_SETUP', async () => {
    cognito.on(AdminInitiateAuthCommand).resolves({ ChallengeName: 'MFA_SETUP', Session: 'first' })
    cognito.on(AssociateSoftwareTokenCommand).resolves({ Session: 'second', SecretCode: 'KEY' })
    expect(await beginEnrolment(identityId, 'pass')).toEqual({ session: 'second', totpKey: 'KEY' })
    const clientId = process.env.ACTIVATION_CLIENT_ID ?? ''
    expect(cognito.commandCalls(AdminInitiateAuthCommand)[0]?.args[0].input.AuthParameters).toEqual({
      USERNAME: identityId,
      PASSWORD: 'pass',
      SECRET_HASH: createHmac('sha256', 'the secret').update(`${identityId}${clientId}`).digest('base64'),
    })
    expect(cognito.commandCalls(AssociateSoftwareTokenCommand)[0]?.args[0].input).toEqual({ Session: 'first' })
  })

  test('is a fault with its own log line when tokens come in place of MFA_SETUP, and no key is asked for', async () => {
    cognito.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: { AccessToken: 'token' } })
    await expect(beginEnrolment(identityId, 'pass')).rejects.toThrow('no second factor')
    expect(written.join('')).toContain('"event":"directory.factor-not-demanded"')
    expect(written.join('')).not.toContain('token"')
    expect(cognito.commandCalls(AssociateSoftwareTokenCommand)).toHaveLength(0)
  })

  test('goes on with the token where the stage says that the factor is not enforced, as on the local cloud', async () => {
    vi.stubEnv('FACTOR_SIGN_IN', 'unenforced')
    cognito.on(AdminInitiateAuthCommand).resolves({ AuthenticationResult: { AccessToken: 'token' } })
    cognito.on(AssociateSoftwareTokenCommand).resolves({ SecretCode: 'KEY' })
    expect(await beginEnrolment(identityId, 'pass')).toEqual({ session: 'token', totpKey: 'KEY' })
    expect(cognito.commandCalls(AssociateSoftwareTokenCommand)[0]?.args[0].input).toEqual({ AccessToken: 'token' })
  })

  test('fails when Cognito asks for anything else', async () => {
    cognito.on(AdminInitiateAuthCommand).resolves({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 'first' })
    await expect(beginEnrolment(identityId, 'pass')).rejects.toThrow('second factor')
  })
})

describe('completeEnrolment', () => {
  test('enrolled: the factor becomes the one that is asked for', async () => {
    cognito.on(VerifySoftwareTokenCommand).resolves({ Status: 'SUCCESS' })
    expect(await completeEnrolment(identityId, 'session', '123456')).toBe('enrolled')
    expect(cognito.commandCalls(VerifySoftwareTokenCommand)[0]?.args[0].input).toMatchObject({
      Session: 'session',
      UserCode: '123456',
    })
    expect(cognito.commandCalls(AdminSetUserMFAPreferenceCommand)[0]?.args[0].input).toMatchObject({
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    })
  })

  test.each([
    ['wrong-code', new EnableSoftwareTokenMFAException(said)],
    ['wrong-code', new CodeMismatchException(said)],
    ['session-over', new NotAuthorizedException(said)],
    ['session-over', new UserNotFoundException(said)],
  ])('%s when Cognito throws %s, and nothing is enrolled', async (answer, error) => {
    cognito.on(VerifySoftwareTokenCommand).rejects(error)
    expect(await completeEnrolment(identityId, 'session', '123456')).toBe(answer)
    expect(cognito.commandCalls(AdminSetUserMFAPreferenceCommand)).toHaveLength(0)
  })

  test('wrong-code when Cognito answers with an error status', async () => {
    cognito.on(VerifySoftwareTokenCommand).resolves({ Status: 'ERROR' })
    expect(await completeEnrolment(identityId, 'session', '123456')).toBe('wrong-code')
  })

  test('throws what nobody foresaw', async () => {
    cognito.on(VerifySoftwareTokenCommand).rejects(new Error('offline'))
    await expect(completeEnrolment(identityId, 'session', '123456')).rejects.toThrow('offline')
  })
})

describe('changeSignInAddress', () => {
  const userWith = (address: string) =>
    cognito
      .on(AdminGetUserCommand)
      .resolves({ Username: identityId, UserAttributes: [{ Name: 'email', Value: address }] })

  test('ends every session before the new address begins to sign in', async () => {
    userWith('old@contoso.example')
    cognito.on(AdminUserGlobalSignOutCommand).resolves({})
    cognito.on(AdminUpdateUserAttributesCommand).resolves({})
    await changeSignInAddress(identityId, email())
    expect(cognito.calls().map(({ args }) => args[0].constructor.name)).toEqual([
      'AdminGetUserCommand',
      'AdminUserGlobalSignOutCommand',
      'AdminUpdateUserAttributesCommand',
    ])
    expect(cognito.commandCalls(AdminUpdateUserAttributesCommand)[0]?.args[0].input).toMatchObject({
      Username: identityId,
      UserAttributes: [
        { Name: 'email', Value: 'mia.jansen@contoso.example' },
        { Name: 'email_verified', Value: 'true' },
      ],
    })
  })

  test('does nothing where it is their address already: whoever signed in meanwhile stays signed in', async () => {
    userWith('mia.jansen@contoso.example')
    await changeSignInAddress(identityId, email())
    expect(cognito.calls()).toHaveLength(1)
  })

  test('does nothing for somebody without a user, and passes other errors on', async () => {
    cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException(said))
    await changeSignInAddress(identityId, email())
    cognito.on(AdminGetUserCommand).rejects(new Error('out of reach'))
    await expect(changeSignInAddress(identityId, email())).rejects.toThrow('out of reach')
  })
})
