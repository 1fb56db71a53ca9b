import { AdminDeleteUserCommand, paginateListUsers } from '@aws-sdk/client-cognito-identity-provider'
import { expect, vi } from 'vitest'
import { inviteFirstAdministrator } from '../../infra/first-administrator.ts'
import { activatePerson, type Person } from '../../infra/local/activate-person.ts'
import { signInAtHostedUi, type Tokens } from '../../infra/local/hosted-ui.ts'
import { type Mail, mailsTo, waitForMail } from '../../infra/local/mailbox.ts'
import { signInPlaceOf } from '../../infra/local/sample-data.ts'
import { clients, deployed } from './deployed.ts'
import { busEvents, forgetEvents } from './deployed-events.ts'
import { reactions, runsOf } from './deployed-functions.ts'
import { beginLogs } from './deployed-logs.ts'
import { succeed } from './deployed-requests.ts'
import { noteSecret } from './deployed-secrets.ts'
import { emptyTable, itemsOf } from './deployed-table.ts'

/** How long the cloud may take for what happens by itself: stream, bus, function, mail. */
export const patience = { timeout: 15_000, interval: 100 }

/** Leaves the deployment as nobody has used it yet: each test file begins so. */
export async function beginAfresh(): Promise<void> {
  await emptyTable()
  for (const username of await usernames()) {
    await clients.cognito.send(new AdminDeleteUserCommand({ UserPoolId: deployed.UserPoolId, Username: username }))
  }
  await fetch(`${deployed.mailboxUrl}/api/email/all`, { method: 'DELETE' })
  await forgetEvents()
  beginLogs()
}

/** Everyone whom Cognito knows. */
export async function usernames(): Promise<string[]> {
  const found: string[] = []
  for await (const { Users = [] } of paginateListUsers(
    { client: clients.cognito },
    { UserPoolId: deployed.UserPoolId },
  )) {
    found.push(...Users.map(({ Username = '' }) => Username))
  }
  return found
}

export const ada = { email: 'ada@northwind.example', firstName: 'Ada', lastName: 'Peeters' }

/** Has the deployment create its provider, or send its first owner's invitation again. */
export async function inviteFirst() {
  noteSecret('address', ada.email)
  return inviteFirstAdministrator(clients.lambda, deployed.FirstAdministratorFunctionName, {
    organizationName: 'Northwind Managed Services',
    ...ada,
  })
}

/** The mails to an address, oldest first. */
export const mails = (address: string): Promise<Mail[]> => mailsTo({ mailboxUrl: deployed.mailboxUrl, address })

/** Waits until that many mails have come to the address, and answers the newest. */
export async function newestMail(address: string, count: number): Promise<Mail> {
  await vi.waitFor(async () => expect(await mails(address)).toHaveLength(count), patience)
  return waitForMail({ mailboxUrl: deployed.mailboxUrl, address })
}

/** The person behind an address follows the link of their mail to its end. */
export async function activate(email: string): Promise<Person> {
  noteSecret('address', email)
  const person = await activatePerson({ mailboxUrl: deployed.mailboxUrl, email })
  noteSecret('TOTP key', person.totpSecret)
  return person
}

export type SignedIn = Person & Tokens

/** Signs a person in at the hosted sign-in, with PKCE. */
export async function signIn(person: Person): Promise<SignedIn> {
  const tokens = await signInAtHostedUi(signInPlaceOf(deployed), person)
  noteSecret('access token', tokens.accessToken)
  noteSecret('other token', tokens.idToken ?? '')
  noteSecret('other token', tokens.refreshToken ?? '')
  return { ...person, ...tokens }
}

/** Asks for a fresh access token with the refresh token of a sign-in, and answers the status: 400 when the session was ended. */
export async function refresh({ refreshToken = '' }: SignedIn): Promise<number> {
  const { HostedUiUrl, ClientId } = deployed
  const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: ClientId, refresh_token: refreshToken })
  const { status } = await fetch(`${HostedUiUrl}/oauth2/token`, { method: 'POST', body })
  return status
}

/** Waits for the next second: the local cloud ends sessions that began in an earlier second than the one in which it is told to. */
export async function secondOver(): Promise<void> {
  const second = () => Math.floor(Date.now() / 1000)
  const begun = second()
  await vi.waitFor(() => expect(second()).toBeGreaterThan(begun), patience)
}

/** The provider, and its first owner signed in. */
export async function aProvider(): Promise<{ organizationId: string; owner: SignedIn }> {
  const answer = await inviteFirst()
  if ('refused' in answer) throw new Error(answer.refused)
  return { organizationId: answer.organizationId, owner: await signIn(await activate(ada.email)) }
}

/** A customer that someone of its parent creates, and its first owner signed in. */
export async function aCustomer(
  by: SignedIn,
  parentId: string,
  name: string,
  email: string,
): Promise<{ organizationId: string; owner: SignedIn }> {
  const firstOwner = { email, firstName: 'Mia', lastName: 'Jansen' }
  const { organization } = await succeed('createOrganization', { by, body: { parentId, name, firstOwner } })
  return { organizationId: organization.organizationId, owner: await signIn(await activate(email)) }
}

/** Someone who is invited into the organization with those permission groups, signed in. */
export async function aUser(
  by: SignedIn,
  organizationId: string,
  email: string,
  permissionGroups: readonly string[] = [],
): Promise<SignedIn> {
  const body = { addresses: [email], permissionGroups }
  const { items } = await succeed('inviteUsers', { by, params: { organizationId }, body })
  expect(items).toMatchObject([{ outcome: 'invited' }])
  return signIn(await activate(email))
}

/** Waits until everything that had to follow from what was done has happened. */
export async function settled(): Promise<void> {
  await vi.waitFor(async () => expect(await unfinished()).toEqual([]), patience)
}

/** Activities that are not on the bus yet, and functions that have not finished acting on events. */
async function unfinished(): Promise<string[]> {
  const activities = await itemsOf('activity')
  const events = await busEvents()
  const acting = (await reactions()).map(async ({ to, run }) => {
    const due = events.filter((event) => to.includes(event['detail-type'])).length
    const runs = await runsOf(run)
    return runs < due ? [`${run.Description} has acted on ${runs} of ${due} events`] : []
  })
  return [
    ...activities
      .filter(({ activityId }) => !events.some(({ detail }) => detail.activityId === activityId))
      .map(({ activityId }) => `${activityId} is not on the bus`),
    ...(await Promise.all(acting)).flat(),
  ]
}
