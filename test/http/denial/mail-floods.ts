import type { OperationId } from '../../../shared/contract/routes.ts'
import { listContacts } from '../../../shared/table/contact.ts'
import type { Request } from '../../support/gateway-call.ts'
import { succeed } from '../../support/gateway-call.ts'
import type { Tenant, World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { freshInvitee, freshOrganization, freshPerson } from '../../support/world-fresh.ts'
import { freshEmail } from '../../support/world-people.ts'
import { newContact } from '../../support/world-questions.ts'

/** Customers that know nothing of each other, each with its owner. */
export async function freshTenants({ provider }: World, count: number): Promise<readonly Tenant[]> {
  const tenants: Tenant[] = []
  for (let made = 0; made < count; made++) {
    const { organizationId } = await freshOrganization(provider)
    const owner = await freshPerson({ organizationId }, { defaultRole: 'rol_owner' })
    tenants.push({ organizationId, name: 'Wingtip', owner })
  }
  return tenants
}

/** What an address can be to other organizations than the one that writes to it: nothing of it may show. */
export const knownAs: Readonly<Record<string, (world: World) => Promise<string>>> = {
  'nobody has': async () => freshEmail(),
  'somebody signs in with': async ({ reseller }) => (await freshPerson(reseller)).email,
  'somebody was invited to': async ({ reseller }) => (await freshInvitee(reseller)).email,
  'somebody signed in with until they were deactivated': async ({ reseller }) =>
    (await freshPerson(reseller, {}, { status: 'deactivated' })).email,
  'a contact has': async ({ reseller: { owner, organizationId } }) => {
    const who = { kind: 'person', user: false, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' }
    return (await succeed('createProfile', { by: owner, params: { organizationId }, body: who })).email
  },
}

/** How often each organization calls: the second time finds what the first has made. */
const timesEach = 2

/** All that an organization can have mailed to an address, twice: the calls, ready to be made one after the other. */
type Flood = (tenant: Tenant, address: string, world: World) => Promise<readonly Request[]>

const names = { firstName: 'Jo', lastName: 'Smets' }
const twice = <Item>(item: Item): readonly Item[] => Array.from({ length: timesEach }, () => item)

/** Nobody of whom another trial has made a contact is in the way. */
async function withoutContacts({ owner: by, organizationId }: Tenant): Promise<void> {
  for (const { profileId } of (await listContacts(organizationId)).contacts)
    await succeed('removeProfile', { by, params: { organizationId, profileId } })
}

/** By the row that is called. */
export const floods: Readonly<Partial<Record<OperationId, Flood>>> = {
  inviteUsers: async ({ owner, organizationId }, address) =>
    twice({ by: owner, params: { organizationId }, body: { addresses: [address] } }),
  applyImport: async ({ owner, organizationId }, address) =>
    twice({ by: owner, params: { organizationId }, body: { csv: `email\n${address}` } }),
  createProfile: async ({ owner, organizationId }, address) =>
    twice({
      by: owner,
      params: { organizationId },
      body: { kind: 'person', user: true, confirm: true, email: address, ...names },
    }),
  changeProfile: async (tenant, address) => {
    const invitees = [await freshInvitee(tenant), await freshInvitee(tenant)]
    return Promise.all(
      invitees.map(async (invitee) => ({
        by: tenant.owner,
        params: { organizationId: tenant.organizationId, profileId: invitee.profileId },
        headers: { 'if-match': `"${(await profileOf(invitee)).version}"` },
        body: { email: address },
      })),
    )
  },
  assignContactRole: async (tenant, address) => {
    await withoutContacts(tenant)
    const { organizationId, owner: by } = tenant
    const { profileId } = await newContact(tenant, { email: address })
    const params = { organizationId, profileId }
    return ['dpo', 'watchlist'].map((contactRole) => ({ by, params: { ...params, contactRole }, body: {} }))
  },
  createOrganization: async (_, address, { provider: { owner, organizationId } }) =>
    twice({
      by: owner,
      body: { parentId: organizationId, name: 'Proseware', firstOwner: { email: address, ...names } },
    }),
  resendInvitation: async (tenant, address) => {
    const { organizationId, invitationId } = await freshInvitee(tenant, {}, address)
    return twice({ by: tenant.owner, params: { organizationId, invitationId } })
  },
  changeMyEmail: async (tenant, address) => twice({ by: await freshPerson(tenant), body: { email: address } }),
}

/** Rows that have mails sent to nobody whom the caller can choose, or once only, and why that is so. */
export const noFloods: Readonly<Partial<Record<OperationId, string>>> = {
  resetMfa:
    'its mail goes to the person who is reset, a minute apart and five times a day, whatever organization asks for it',
  acceptInvitation: 'its mail goes to the address of the invitation, which is accepted once',
  askForInvitation: 'its mail goes to whoever invited, once an hour',
  enrolFactor: 'its mail goes to the address of the invitation, which is accepted once',
  sendNotification: 'the provider alone writes, to people whom the organization itself has named or has as users',
  setDeputy: 'its mail is that of assignContactRole, counted and sent by the same function',
  requestContract:
    'its mail goes to the Commercial Contact, and counts among the ten mails with links that an address gets in a day, as all of them do',
  remindContract: 'its mail goes to whoever was sent the contract, once a day, and counts among the same ten',
  cancelContract: 'its mails go to people of the organization and to whoever had the contract, once',
  answerContact: 'its mail goes to the administrators, once an hour',
  confirmAddressChange: 'its mail goes to the address that was given up, once',
}
