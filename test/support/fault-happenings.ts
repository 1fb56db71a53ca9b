import type { OperationId } from '../../shared/contract/routes.ts'
import type { AddressState } from '../../shared/domain/address-state.ts'
import type { ActivityAction } from '../../shared/domain/catalog.ts'
import { nextQuestion } from '../../shared/domain/contact-question.ts'
import { deliver, publishNew, settle } from './cloud-services-bus.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { settings } from './cloud-services-settings.ts'
import { visits } from './fault-pages.ts'
import { call, type Request, succeed } from './gateway-call.ts'
import { setServices, type World } from './world.ts'
import { changeAs, demote } from './world-changes.ts'
import { after, atTime } from './world-clock.ts'
import { change as changeContact, freshContact } from './world-contacts.ts'
import { approve, type SentContract, sentTo, signingCustomer } from './world-contracts.ts'
import { coveredCustomer, securityAdministrators } from './world-coverage.ts'
import {
  freshCustomer,
  freshDraft,
  freshInvitee,
  freshPermissionGroup,
  freshPerson,
  type MadeTenant,
} from './world-fresh.ts'
import { freshKey } from './world-keys.ts'
import { freshEmail, invite } from './world-people.ts'
import { answer, askedContact, confirmedContact, runAskContacts } from './world-questions.ts'
import { freshRole } from './world-roles.ts'
import { disabledWebhook } from './world-webhooks.ts'

type Happening = (world: World) => Promise<unknown>

/*
 * HOW AN EVENT GETS HERE
 *
 * A function that reacts to an activity is tried with one that an operation has left behind: the example of the first row that leaves
 * it. An activity that no example leaves has its line below, and so has one whose example would lead to nothing in the function: then the
 * line says how it comes to something.
 */

const byPage =
  (operationId: string): Happening =>
  async (world) => {
    const visit = await visits[operationId]?.(world)
    return visit && atTime(visit.at ?? 0, visit.send)
  }

/** The version of somebody, and the change of them. */
async function change(by: MadeTenant['owner'], params: Readonly<Record<string, string>>, body: object) {
  const { version } = await succeed('getProfile', { by, params })
  await succeed('changeProfile', { by, params, headers: { 'if-match': `"${version}"` }, body })
}

/** Two people in a customer of the provider who hold application roles by way of a group, and the group. */
async function fleet({ provider }: World) {
  const tenant = await freshCustomer(provider)
  const { organizationId, owner: by } = tenant
  await setServices(organizationId, ['device-fleet'])
  const permissionGroupId = await freshPermissionGroup(tenant)
  const params = { organizationId, permissionGroupId }
  const headers = { 'if-match': '"1"' }
  await succeed('changePermissionGroup', { by, params, headers, body: { applicationRoles: ['device-fleet:operator'] } })
  for (const permissionGroups of [[permissionGroupId], [permissionGroupId]])
    await freshPerson(tenant, { permissionGroups })
  return { tenant, organizationId, by, params, provider: provider.owner }
}

const onFleet =
  (operationId: OperationId, before: readonly OperationId[] = []): Happening =>
  async (world) => {
    const { organizationId, provider: by } = await fleet(world)
    const params = { organizationId, service: 'device-fleet' }
    for (const one of [...before, operationId]) await succeed(one, { by, params })
  }

const onDraft =
  (body: object): Happening =>
  async ({ customer: { organizationId, owner } }) => {
    const { profileId } = await freshDraft({ organizationId })
    await change(owner, { organizationId, profileId }, body)
  }

const contact: Happening = async ({ customer: { organizationId, owner: by } }) => {
  const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Jan', lastName: 'Vermeulen' }
  const { profileId } = await succeed('createProfile', { by, params: { organizationId }, body })
  await change(by, { organizationId, profileId }, { user: true, confirm: true })
}

/** Somebody who stands for everything in a customer of the provider, and what becomes of them by an act of its owner. */
const onContact =
  (
    operationId: OperationId,
    more: (of: Awaited<ReturnType<typeof coveredCustomer>>) => Promise<Request> | Request = () => ({}),
    { above = false } = {},
  ): Happening =>
  async ({ provider }) => {
    const here = await coveredCustomer(provider)
    const { organizationId, owner, technical } = here
    const { params, ...rest } = await more(here)
    const by = above ? provider.owner : owner
    await succeed(operationId, {
      by,
      params: { organizationId, profileId: technical.profileId, contactRole: 'technical', ...params },
      ...rest,
    })
  }

/** What whoever is asked does about it, or what is found out about them: as it is written, whichever page it is said on. */
const ofContact =
  (action: ActivityAction, addressState: AddressState): Happening =>
  async ({ provider }) => {
    const { dpo } = await coveredCustomer(provider)
    await changeAs(action, dpo, (before) => ({ ...before, addressState }))
  }

/** Somebody who made keys, and what becomes of them by an act of the owner. */
const onMaker =
  (operationId: OperationId, { isFollowed = false } = {}): Happening =>
  async ({ provider }) => {
    const tenant = await freshCustomer(provider)
    const { organizationId, owner: by } = tenant
    const maker = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    for (const _ of [1, 2]) await freshKey({ organizationId, owner: maker })
    await succeed(operationId, { by, params: { organizationId, profileId: maker.profileId } })
    if (isFollowed) for (const event of await publishNew()) await deliver(event)
  }

const byContact =
  (fields: Readonly<Record<string, string>>): Happening =>
  async ({ provider }) =>
    answer((await askedContact(await freshCustomer(provider))).link, fields)

/** Somebody who stands for everything, by application roles that count between these dates from now on; `passes`: one of them has come. */
const onDates =
  (dates: () => Readonly<Record<string, string>>, { passes = false } = {}): Happening =>
  async ({ provider }) => {
    const { organizationId, owner: by, technical } = await coveredCustomer(provider)
    const params = { organizationId, profileId: technical.profileId }
    const { items } = await succeed('listProfilePermissionGroups', { by, params })
    for (const { permissionGroupId } of items)
      await succeed('addPermissionGroupMember', { by, params: { ...params, permissionGroupId }, query: dates() })
    if (!passes) return
    await new Promise((resolve) => setTimeout(resolve, 2 * soonMilliseconds))
    await invoke(await loadHandler('access', 'follow-access-dates'), {})
  }
const soonMilliseconds = 200
const soon = (milliseconds = soonMilliseconds): string => new Date(Date.now() + milliseconds).toISOString()

const step = async (key: Readonly<Record<'organizationId' | 'contractId', string>>) =>
  invoke(await loadHandler('contracts', 'take-contract-step'), key)

/** A contract that was sent, what becomes of it or of its contact, and the step of the workflow that follows. */
const onContract =
  (act: (of: SentContract) => Promise<unknown>, at = 0): Happening =>
  async ({ provider, documents }) => {
    const sent = await sentTo(await signingCustomer(provider), documents.serviceAgreement)
    await act(sent)
    const { organizationId, contractId } = sent
    await atTime(at, () => step({ organizationId, contractId }))
  }

/** A contract that was just requested, and the first step of its workflow. */
const firstStep =
  (signing: (world: World) => Promise<Pick<SentContract, 'tenant'>>): Happening =>
  async (world) => {
    const { tenant } = await signing(world)
    const { organizationId, owner: by } = tenant
    const body = { documentId: world.documents.serviceAgreement }
    const { contractId } = await succeed('requestContract', { by, params: { organizationId }, body })
    await step({ organizationId, contractId })
  }

/** By action, or by the function that reacts and the action. */
export const happenings: Readonly<Record<string, Happening>> = {
  'webhook.disabled': async ({ provider }) => disabledWebhook((await freshCustomer(provider)).organizationId),
  'contract.sent': firstStep(({ provider }) => signingCustomer(provider)),
  'contract.waits-for-contact': firstStep(async ({ provider }) => ({ tenant: await freshCustomer(provider) })),
  'contract.moved': onContract(async ({ tenant, contact }) => {
    await freshContact(tenant, ['commercial'])
    await changeContact(contact, { contactRoles: {} })
  }),
  'contract.held': onContract(({ contact }) => changeContact(contact, { addressState: 'undeliverable' })),
  'contract.expired': onContract(async () => undefined, after.days(15)),
  'contract.reminded': async ({ provider, documents }) => {
    const sent = await sentTo(await signingCustomer(provider), documents.serviceAgreement)
    const { organizationId, contractId, tenant } = sent
    await succeed('remindContract', { by: tenant.owner, params: { organizationId, contractId } })
  },
  'contract.cancelled': async ({ provider, documents }) => {
    const sent = await sentTo(await signingCustomer(provider), documents.serviceAgreement)
    const { organizationId, contractId, tenant } = sent
    const body = { reason: 'Ordered by mistake.' }
    await succeed('cancelContract', { by: tenant.owner, params: { organizationId, contractId }, body })
  },
  'contract.question-asked': byPage('askQuestion'),
  'contract.handed-over': byPage('handOverApproval'),
  'contract.approved': byPage('decideApproval'),
  'contract.declined': byPage('decideApproval to decline'),
  'contract.attestation-outdated': async ({ provider, documents }) => {
    const sent = await sentTo(await signingCustomer(provider), documents.serviceAgreement)
    await approve(sent)
    const { organizationId, contact, tenant } = sent
    await change(tenant.owner, { organizationId, profileId: contact.profileId }, { phone: '+3215000001' })
    for (const event of await publishNew()) await deliver(event)
  },
  'invitation.asked-for': byPage('askForInvitation'),
  'sign-in-address.changed': byPage('confirmAddressChange'),
  'profile.confirmed': onDraft({ confirm: true }),
  'profile.became-user': contact,
  'profile.ceased-to-be-user': async ({ customer: { organizationId, owner } }) => {
    const { profileId } = await freshPerson({ organizationId })
    await change(owner, { organizationId, profileId }, { user: false })
  },
  'profile.address-replaced': async ({ customer: { organizationId, owner } }) => {
    const { profileId } = await freshPerson({ organizationId })
    await change(owner, { organizationId, profileId }, { email: freshEmail() })
  },
  'profile.erased': async (world) => {
    const { at } = await removedOrganization(world)
    await atTime(at, async () => invoke(await loadHandler('organizations', 'erase-organizations'), {}))
  },
  'password.reset': async ({ customer }) => {
    const { identityId } = await freshPerson(customer)
    await invoke(await loadHandler('me', 'end-older-sessions'), newPasswordOf(identityId))
  },

  'address.undeliverable': ofContact('address.undeliverable', 'undeliverable'),
  'address.deliverable': ofContact('address.deliverable', 'verified'),
  'factor.enrolled': ofContact('factor.enrolled', 'verified'),
  'contact.asked': async ({ provider }) => {
    const customer = await freshCustomer(provider)
    const contact = await askedContact(customer)
    const { organizationId, owner } = customer
    await change(owner, { organizationId, profileId: contact.profileId }, { email: freshEmail() })
  },
  'contact.reminded': async ({ provider }) => {
    const { at } = await questionInTime(provider, 60)
    await atTime(at, runAskContacts)
    await atTime(at + after.days(10) + after.minutes(1), runAskContacts)
  },
  'contact.confirmed': byContact({ answer: 'confirm' }),
  'contact.corrected': byContact({ answer: 'correct', firstName: 'Anna' }),
  'contact.disowned': byContact({ answer: 'not-me' }),
  'contact.address-suggested': byPage('answerContact'),
  'contact-role.changed': onContact('assignContactRole', () => ({ body: { globalAdministrator: 'no' } })),
  'coverage.changed': async (world) => {
    await onContact('withdrawContactRole')(world)
    for (const event of await publishNew()) await deliver(event)
  },
  'api-key.orphaned': onMaker('deactivateProfile', { isFollowed: true }),
  'follow-makers profile.deactivated': onMaker('deactivateProfile'),
  'follow-makers profile.removed': onMaker('removeProfile'),
  'follow-makers default-role.cleared': onMaker('clearDefaultRole'),
  'access.began': onDates(() => ({ validFrom: soon() }), { passes: true }),
  'access.ended': onDates(() => ({ validUntil: soon() }), { passes: true }),
  'permission-group.membership-changed': onDates(() => ({ validFrom: soon(after.days(1)) })),
  'follow-coverage service.deactivated': onContact(
    'deactivateService',
    () => ({ params: { service: 'service-desk' } }),
    {
      above: true,
    },
  ),
  'follow-coverage profile.deactivated': onContact('deactivateProfile'),
  'follow-coverage profile.removed': onContact('removeProfile'),
  'follow-coverage permission-group.member-removed': onContact('removePermissionGroupMember', () => ({
    params: { permissionGroupId: securityAdministrators },
  })),
  'follow-coverage contact-role.withdrawn': onContact('withdrawContactRole'),
  'follow-coverage contact-role.deputy-set': onContact('setDeputy', async (here) => ({
    body: {
      deputy: (await freshPerson(here, { permissionGroups: [securityAdministrators] })).profileId,
      from: new Date().toISOString(),
      until: new Date(Date.now() + after.days(14)).toISOString(),
    },
  })),

  // Owners are told of another one for a reason.
  'tell-administrators invitation.created': async ({ provider, customer: { organizationId } }) => {
    const body = { addresses: [freshEmail()], defaultRole: 'rol_owner', reason: 'Nobody else is there in August.' }
    await succeed('inviteUsers', { by: provider.owner, params: { organizationId }, body })
  },
  // It is withdrawn when somebody would accept what the inviter could not offer any more.
  'tell-administrators invitation.revoked': async ({ customer, reseller }) => {
    const { organizationId } = customer
    const [inviter, by] = [await freshPerson(customer, { defaultRole: 'rol_admin' }), await freshPerson(reseller)]
    const { invitationId } = await invite(inviter, organizationId, { defaultRole: 'rol_viewer' }, by.email)
    await demote(inviter)
    await call('acceptInvitation', { by, params: { invitationId }, body: { firstName: 'Robin', lastName: 'Claes' } })
  },

  'permission-group.changed': async (world) => {
    const { by, params } = await fleet(world)
    const headers = { 'if-match': '"2"' }
    await succeed('changePermissionGroup', { by, params, headers, body: { applicationRoles: ['device-fleet:viewer'] } })
  },
  'permission-group.removed': async (world) => {
    const { tenant, by, params } = await fleet(world)
    const query = { replaceWith: await freshPermissionGroup(tenant) }
    await succeed('removePermissionGroup', { by, params, query })
  },
  'role.removed': async ({ provider }) => {
    const tenant = await freshCustomer(provider)
    const { organizationId, owner: by } = tenant
    const [roleId, replaceWith] = [await freshRole(tenant), await freshRole(tenant)]
    for (const defaultRole of [roleId, roleId]) await freshPerson(tenant, { defaultRole })
    await succeed('removeRole', { by, params: { organizationId, roleId }, query: { replaceWith } })
  },
  'service.deactivated': onFleet('deactivateService'),
  'service.activated': onFleet('activateService', ['deactivateService']),
  'organization.suspended': onFleet('suspendOrganization'),
  'organization.resumed': onFleet('resumeOrganization', ['suspendOrganization']),
  'organization.removed': onFleet('removeOrganization'),
  'organization.restored': onFleet('restoreOrganization', ['removeOrganization']),
}

/** A covered customer with a deputy, and when that one's time is over, in milliseconds from now: what they lack shows from then on. */
export async function deputyInTime(provider: World['provider']) {
  const here = await coveredCustomer(provider)
  const { organizationId, owner: by, dpo } = here
  const { profileId: deputy } = await freshPerson(here)
  const begins = firstRemoval + after.hours(1 + ++removals) - Date.now()
  const [from, until] = [begins, begins + after.days(14)].map((later) => new Date(Date.now() + later).toISOString())
  const params = { organizationId, profileId: dpo.profileId, contactRole: 'dpo' }
  await succeed('setDeputy', { by, params, body: { deputy, from, until } })
  await succeed('deactivateProfile', { by, params: { organizationId, profileId: deputy } })
  await settle()
  return { organizationId, at: begins + after.seconds(10) }
}

/** A contact who has confirmed, and when they are asked again, in milliseconds from now. */
export async function questionInTime(provider: World['provider'], days = 365) {
  const tenant = await freshCustomer(provider)
  const { organizationId } = tenant
  await succeed('changeOrganization', {
    by: provider.owner,
    params: { organizationId },
    headers: { 'if-match': '"1"' },
    body: { contactQuestionDays: days },
  })
  const named = firstRemoval + after.hours(1 + ++removals) - Date.now()
  await atTime(named, () => confirmedContact(tenant))
  return { organizationId, at: named + after.days(days) + after.minutes(1) }
}

/** A contact who is reminded of a yearly question in so many milliseconds from now. */
export async function remindedInTime(provider: World['provider'], at: number): Promise<void> {
  const askedAt = new Date(Date.now() + at - after.days(10) - after.seconds(30)).toISOString()
  const question = nextQuestion(undefined, { because: 'yearly', nonce: 'of-nobody', askedAt })
  await freshContact(await freshCustomer(provider), ['dpo'], { question })
}

/**
 * What is due is looked for by the hour, from the hour that was looked at last: each removal is in the middle of the next one, so that all
 * are found alike.
 */
let removals = 0
const firstRemoval = Math.ceil(Date.now() / after.hours(1)) * after.hours(1) + after.minutes(30)

/**
 * A removed organization with something of everything, and when its 30 days are over, in milliseconds from now. What falls due is looked
 * for from where it was looked for last, so each is removed a little later than the one before.
 */
export async function removedOrganization({ provider }: World) {
  const tenant = await freshCustomer(provider)
  const { organizationId, owner: by } = tenant
  await freshPerson(tenant, { permissionGroups: [await freshPermissionGroup(tenant)] })
  await freshInvitee(tenant)
  const { profileId } = await freshPerson(tenant)
  await succeed('removeProfile', { by, params: { organizationId, profileId } })
  const later = firstRemoval + after.hours(++removals) - Date.now()
  await atTime(later, () => succeed('removeOrganization', { by: provider.owner, params: { organizationId } }))
  return { at: later + after.days(30) + after.seconds(10) }
}

/** What Cognito sends once somebody has chosen a new password with a code by mail. */
export const newPasswordOf = (userName: string) => ({
  version: '1',
  triggerSource: 'PostConfirmation_ConfirmForgotPassword',
  region: 'eu-west-1',
  userPoolId: settings.USER_POOL_ID,
  userName,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'portal' },
  request: { userAttributes: { sub: 'x', email: 'who@contoso.example' } },
  response: {},
})
