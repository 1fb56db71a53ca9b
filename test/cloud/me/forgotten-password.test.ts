import { ConfirmForgotPasswordCommand, ForgotPasswordCommand } from '@aws-sdk/client-cognito-identity-provider'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { beforeAll, expect, test, vi } from 'vitest'
import { clients, deployed } from '../../support/deployed.ts'
import { functionNamed } from '../../support/deployed-functions.ts'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aProvider,
  aUser,
  beginAfresh,
  newestMail,
  patience,
  refresh,
  type SignedIn,
  secondOver,
  settled,
  signIn,
} from '../../support/deployed-world.ts'

const password = 'another password, long enough'

let params: { readonly organizationId: string }
let owner: SignedIn
let person: SignedIn
beforeAll(async () => {
  await beginAfresh()
  const provider = await aProvider()
  params = { organizationId: provider.organizationId }
  owner = provider.owner
  person = await aUser(owner, provider.organizationId, 'tess@northwind.example', ['pgr_full-role'])
  noteSecret('password', password)
  await newestMail(person.email, 2)
})

/** The function that Cognito calls when the code was right, and the local cloud does not. */
async function tellOfNewPassword(userName: string): Promise<string | undefined> {
  const { FunctionName } = await functionNamed('me: end-older-sessions')
  const event = {
    version: '1',
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    region: 'us-east-1',
    userPoolId: deployed.UserPoolId,
    userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: deployed.ClientId },
    request: { userAttributes: { email: person.email } },
    response: {},
  }
  const Payload = Buffer.from(JSON.stringify(event))
  return (await clients.lambda.send(new InvokeCommand({ FunctionName, Payload }))).FunctionError
}

test('a code by mail and a new password end every older token with the next request, and nothing is refreshed', async () => {
  const { identityId } = await succeed('getMe', { by: person })
  await succeed('listProfiles', { by: person, params })
  const ofPerson = { ClientId: deployed.ClientId, Username: person.email }
  await clients.cognito.send(new ForgotPasswordCommand(ofPerson))
  const code = /code is (\d{6})/.exec((await newestMail(person.email, 3)).text)?.[1]
  await secondOver()
  await clients.cognito.send(
    new ConfirmForgotPasswordCommand({ ...ofPerson, ConfirmationCode: code, Password: password }),
  )
  expect(await tellOfNewPassword(identityId)).toBeUndefined()
  expectProblem(await call('getMe', { by: person }), 'unauthenticated')
  expectProblem(await call('listProfiles', { by: person, params }), 'unauthenticated')
  expect(await refresh(person)).toBe(400)
})

test('the address is told, and whom to tell if it was somebody else', async () => {
  await settled()
  const mail = await newestMail(person.email, 4)
  expect(mail.subject).toMatch(/^Your password for .+ was changed$/)
  expect(mail.text).toContain(owner.email)
})

test('the person signs in with the new password and the same app, and works on', async () => {
  await expect(signIn(person)).rejects.toThrow('could not sign in')
  await vi.waitFor(async () => {
    const again = await signIn({ ...person, password })
    await succeed('getMe', { by: again })
    await succeed('listProfiles', { by: again, params })
  }, patience)
})

test('their organization sees it among the activities', async () => {
  const { items } = await succeed('listActivities', { by: owner, params })
  expect(items.filter(({ action }) => action === 'password.reset')).toHaveLength(1)
})

leavesOnlyCleanTraces()
