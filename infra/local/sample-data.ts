import { LambdaClient } from '@aws-sdk/client-lambda'
import { inviteFirstAdministrator } from '../first-administrator.ts'
import { activatePerson, isActivationOpen, type Person } from './activate-person.ts'
import { callApi, tryApi } from './api-call.ts'
import { clientSettings, mailboxUrl } from './cloud.ts'
import type { Deployment } from './deploy.ts'
import { type SignInPlace, signInAtHostedUi } from './hosted-ui.ts'
import { LocalProblem } from './local-problem.ts'
import { mailsTo } from './mailbox.ts'
import type { LocalCloud } from './settings.ts'
import { addPerson, addProgress, readPeople, readProgress } from './start-state.ts'

/** A running deployment, as the steps that fill it see it. */
export type Place = { readonly cloud: LocalCloud; readonly deployment: Deployment }

type SamplePerson = { readonly email: string; readonly firstName: string; readonly lastName: string }

export const administrator: SamplePerson = { email: 'ada@northwind.example', firstName: 'Ada', lastName: 'Peeters' }
export const owner: SamplePerson = { email: 'mia.jansen@contoso.example', firstName: 'Mia', lastName: 'Jansen' }
export const plainUser: SamplePerson = { email: 'jan.peeters@contoso.example', firstName: 'Jan', lastName: 'Peeters' }
export const waiting = 'lotte.smets@contoso.example'

/** The provider with its first administrator, who is active afterwards. Answers the provider's id. */
export async function provideProvider(place: Place): Promise<string> {
  const { cloud, deployment } = place
  const known = readProgress(cloud).organizationId
  if (known !== undefined && (await canSignIn(place, administrator.email))) return known
  const mailsBefore = await mailsTo({ mailboxUrl: mailboxUrl(cloud), address: administrator.email })
  const answer = await inviteFirstAdministrator(
    new LambdaClient(clientSettings(cloud)),
    deployment.FirstAdministratorFunctionName,
    { organizationName: 'Northwind Managed Services', ...administrator, language: 'en' },
  )
  if ('refused' in answer)
    throw new LocalProblem(
      `The provider could not be created: ${answer.refused}. If an earlier start was broken off, begin afresh: npm run reset, then npm start`,
    )
  const { organizationId } = answer
  const sentAgain = answer.outcome === 'sent-again'
  addProgress(cloud, { organizationId })
  // Sending again ends the links of the mails before.
  await activate(place, administrator, sentAgain ? new Set(mailsBefore.map(({ id }) => id)) : new Set())
  return organizationId
}

/** A customer of the provider, with an active owner. Answers its id. */
export async function provideCustomer(place: Place, organizationId: string): Promise<string> {
  const { cloud } = place
  const known = readProgress(cloud).customerId
  if (known !== undefined && (await organizationExists(place, known))) {
    if (!(await canSignIn(place, owner.email))) await activate(place, owner)
    return known
  }
  const created = await callApi<{ readonly organization: { readonly organizationId: string } }>({
    ...(await api(place, administrator.email)),
    method: 'POST',
    path: '/v1/organizations',
    // Broken off between this call and the note of its answer, the next start gets the same answer instead of a second customer.
    idempotencyKey: `sample-customer-of-${organizationId}`,
    body: { parentId: organizationId, name: 'Contoso Bakeries', country: 'BE', language: 'en', firstOwner: owner },
  })
  const customerId = created.organization.organizationId
  addProgress(cloud, { customerId })
  await activate(place, owner)
  return customerId
}

/** A second user of the customer, active and without any permission. */
export async function providePlainUser(place: Place, customerId: string): Promise<void> {
  if (await canSignIn(place, plainUser.email)) return
  await invite(place, customerId, plainUser.email)
  await activate(place, plainUser)
}

/**
 * A third person of the customer, whose invitation stays in the mailbox to be tried by hand. Answers whether it can still be
 * tried: someone may have done so, and it expires.
 */
export async function provideWaitingInvitation(place: Place, customerId: string): Promise<boolean> {
  const { cloud } = place
  if (readProgress(cloud).waitingAddress !== waiting) {
    await invite(place, customerId, waiting)
    addProgress(cloud, { waitingAddress: waiting })
  }
  return isActivationOpen({ ...mailboxOf(cloud), address: waiting })
}

/** Where people of this deployment sign in. */
export function signInPlaceOf({ HostedUiUrl, UserPoolId, ClientId, RedirectUri }: Deployment): SignInPlace {
  return { hostedUiUrl: HostedUiUrl, userPoolId: UserPoolId, clientId: ClientId, redirectUri: RedirectUri }
}

async function invite(place: Place, customerId: string, email: string): Promise<void> {
  const { items } = await callApi<{
    readonly items: readonly { readonly outcome: string; readonly detail: string | null }[]
  }>({
    ...(await api(place, owner.email)),
    method: 'POST',
    path: `/v1/organizations/${customerId}/invitations`,
    body: { addresses: [email] },
  })
  const [item] = items
  // `already-invited`: an earlier start was broken off after this call; the mail of that time still counts.
  if (item?.outcome === 'invited' || item?.outcome === 'already-invited') return
  throw new LocalProblem(`${email} could not be invited: ${item?.detail ?? item?.outcome ?? 'no answer'}`)
}

async function activate(
  { cloud }: Place,
  person: SamplePerson,
  except: ReadonlySet<string> = new Set(),
): Promise<void> {
  addPerson(cloud, await activatePerson({ ...person, ...mailboxOf(cloud), except }))
}

/** Where mails arrive, and what to read when one does not. */
export const mailboxOf = (cloud: LocalCloud) => ({
  mailboxUrl: mailboxUrl(cloud),
  reasonsIn: `${cloud.stateDirectory}/cloud.log`,
})

function personOf(cloud: LocalCloud, email: string): Person {
  const person = readPeople(cloud)[email]
  if (person === undefined)
    throw new LocalProblem(`The sign-in of ${email} is not known. Begin afresh: npm run reset, npm start`)
  return person
}

/** How the API is called in somebody's name. */
export async function api({ cloud, deployment }: Place, email: string) {
  const { accessToken } = await signInAtHostedUi(signInPlaceOf(deployment), personOf(cloud, email))
  return { apiUrl: deployment.ApiUrl, accessToken }
}

/** True when the person is known here and the cloud lets them in: what a cloud did not save before it died is gone. */
async function canSignIn(place: Place, email: string): Promise<boolean> {
  if (readPeople(place.cloud)[email] === undefined) return false
  try {
    const { status } = await tryApi({ ...(await api(place, email)), method: 'GET', path: '/v1/me' })
    return status === 200
  } catch (error) {
    if (error instanceof LocalProblem) return false
    throw error
  }
}

async function organizationExists(place: Place, organizationId: string): Promise<boolean> {
  const path = `/v1/organizations/${organizationId}`
  return (await tryApi({ ...(await api(place, administrator.email)), method: 'GET', path })).status === 200
}
