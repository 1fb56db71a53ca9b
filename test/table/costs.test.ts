import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { requestAddressChange } from '../../shared/domain/address-change.ts'
import { requestFactorReset } from '../../shared/domain/factor-reset.ts'
import { id } from '../../shared/domain/ids.ts'
import { removedAt } from '../../shared/domain/organization.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { accessOf, createAccess, pageOfAccess, updateAccess, whileAccess } from '../../shared/table/access.ts'
import { lookBackForActing } from '../../shared/table/acting.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { listActivities, listActivitiesOfProfile } from '../../shared/table/activity-list.ts'
import { between } from '../../shared/table/activity-order.ts'
import { type AddressChangeRecord, confirmAddressChange, putAddressChange } from '../../shared/table/address-change.ts'
import {
  type ApiKeyRecord,
  createApiKey,
  pageOfApiKeys,
  revokeApiKey,
  rotateApiKey,
} from '../../shared/table/api-key.ts'
import {
  getItems,
  readAuthorisation,
  readDelegations,
  readKeyAuthorisation,
  readSignedIn,
} from '../../shared/table/authorisation.ts'
import { changeOrder, contactOf, contactWrites, listContacts, orderAfter } from '../../shared/table/contact.ts'
import { changeCoverageState, getCoverageState } from '../../shared/table/coverage-state.ts'
import { whileWithoutCustomers } from '../../shared/table/customers.ts'
import { changeName, freeName, takeName } from '../../shared/table/definition-name.ts'
import {
  createDocument,
  type DocumentRecord,
  getDocument,
  getNewestOfKind,
  getTexts,
  keepText,
  listDocuments,
  publishVersion,
} from '../../shared/table/document.ts'
import { forget, remind } from '../../shared/table/due.ts'
import { putFactorReset } from '../../shared/table/factor-reset.ts'
import { countGroupMembers, createGroup, type GroupRecord, pageOfGroups } from '../../shared/table/group.ts'
import { enterGroupMember, pageOfGroupMembers } from '../../shared/table/group-member.ts'
import { keepAnswer } from '../../shared/table/idempotency.ts'
import {
  changeIdentityAddress,
  createIdentity,
  endTokens,
  type IdentityRecord,
  whileIdentityHolds,
} from '../../shared/table/identity.ts'
import {
  addressHash,
  changeInvitation,
  createInvitation,
  getInvitation,
  listInvitations,
  listInvitationsOf,
} from '../../shared/table/invitation.ts'
import { countLinkMail, invite, sendAgain, withdraw } from '../../shared/table/inviting.ts'
import { countToday, keptApart } from '../../shared/table/limit.ts'
import { findLink, storeLink } from '../../shared/table/link.ts'
import { keysOf } from '../../shared/table/named-in-questions.ts'
import {
  createNotification,
  listNotifications,
  type NotificationRecord,
  waiting,
} from '../../shared/table/notification.ts'
import {
  changeOrganization,
  createOrganization,
  listCustomers,
  moveAccessVersion,
  type OrganizationRecord,
  whileOrganization,
} from '../../shared/table/organization.ts'
import { addOwner, hasActiveOwner } from '../../shared/table/owners.ts'
import { findPeople } from '../../shared/table/people.ts'
import {
  changePermissionGroup,
  countMembers,
  createPermissionGroup,
  listPermissionGroups,
  type PermissionGroupRecord,
} from '../../shared/table/permission-group.ts'
import { enterMember, pageOfMembers } from '../../shared/table/permission-group-member.ts'
import {
  changeProfile,
  createProfile,
  getProfile,
  type ProfileRecord,
  personalValues,
  profileKey,
  whileProfile,
} from '../../shared/table/profile.ts'
import { listProfiles, pageByDefaultRole } from '../../shared/table/profile-list.ts'
import {
  changeRole,
  countHolders,
  createRole,
  listRoles,
  type RoleRecord,
  replaceRole,
} from '../../shared/table/role.ts'
import { findByAddress, listEntries } from '../../shared/table/search.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { createWebhook, listWebhooks, type WebhookRecord } from '../../shared/table/webhook.ts'
import {
  createDelivery,
  type DeliveryRecord,
  deliveryIdOf,
  endDelivery,
  getDelivery,
  pageOfDeliveries,
  type ToldActivity,
  tryAgain,
} from '../../shared/table/webhook-delivery.ts'
import { readCost, writeUnits } from '../support/capacity.ts'
import {
  anIdentity,
  anInvitation,
  anOrganization,
  doer as anybody,
  aProfile,
  email,
  newestActivities,
  newId,
  now,
  refusals,
  save,
} from '../support/table-fixtures.ts'
import type { Item } from '../support/world-table.ts'

const [parent, customer] = [anOrganization(), anOrganization()]
const { organizationId } = customer
const call = { principal: anybody.principal, callHash: 'a-call-with-a-key', requestHash: 'request' }
const identityId = anIdentity()
const typed = {
  email: email('jan.peeters@contoso.example'),
  salutation: 'mr',
  firstName: 'Jan',
  lastName: 'Peeters',
  jobTitle: 'IT manager',
  department: 'IT',
  phone: '+3215000000',
} as const
const person = aProfile(organizationId, {
  ...typed,
  status: 'active',
  defaultRole: { roleId: id('role', 'rol_admin') },
})
const invitation = anInvitation(person, { addressHash: addressHash(person.email) })
const identity: IdentityRecord = {
  identityId,
  email: person.email,
  state: 'accepted',
  tokensValidFrom: 0,
  createdAt: now,
  updatedAt: now,
}
/** A message of two sentences in two languages. */
const toThree = (): NotificationRecord => ({
  organizationId,
  notificationId: newId('notification'),
  category: 'incident',
  subject: { en: 'Mail is slow', nl: 'De mail is traag' },
  text: {
    en: 'Since this morning mail arrives up to an hour late. We are looking into it, and you hear from us by noon.',
    nl: 'Sinds vanochtend komt mail tot een uur te laat aan. We kijken ernaar, en u hoort van ons voor de middag.',
  },
  sentAt: now,
  recipients: waiting(
    ['jan', 'mia', 'noor'].map((name) => ({
      email: email(`${name}@contoso.example`),
      profileId: newId('profile'),
      why: { as: 'holder', contactRole: 'technical' },
    })),
  ),
})
/** A document of twenty pages in two languages. */
const agreement = (): DocumentRecord => ({
  documentId: newId('document'),
  kind: 'csp-contract',
  name: 'Microsoft Customer Agreement 2027',
  draft: { version: 1, languages: { en: written('en'), nl: written('nl') } },
  createdAt: now,
  updatedAt: now,
  version: 1,
})
const written = (language: string) => ({
  title: `Microsoft Customer Agreement (${language})`,
  summary:
    'What Microsoft asks of whoever uses its services, which you buy from us. It holds as long as you have a subscription.',
  sha256: sha256Of(pages(language)),
  bytes: pages(language).length,
})
/** As compressible as prose is: words that hardly come twice in the same order. */
const pages = (language: string): string =>
  Array.from({ length: 20_480 / 8 }, (_, at) => sha256Of(`${language} ${at}`).slice(0, at % 2 === 0 ? 3 : 11)).join(' ')
const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')
const texts = ['en', 'nl'].map((language) => keepText(sha256Of(pages(language)), pages(language)))
const oneAgreement = agreement()
const publishing = publishVersion(
  oneAgreement,
  { version: 1, languages: { en: written('en'), nl: written('nl') }, publishedAt: now },
  undefined,
)

/** A permission group with a description of the length that people write. */
const nightShift: PermissionGroupRecord = {
  organizationId,
  permissionGroupId: newId('permissionGroup'),
  name: 'Night shift',
  description:
    'Whoever answers the phone between ten in the evening and six in the morning, and the one who stands in.',
  portalRoles: ['users-and-permissions-viewer', 'activities-viewer'],
  applicationRoles: ['service-desk:ticket-handler', 'device-fleet:operator'],
  state: 'active',
  members: 0,
  createdAt: now,
  updatedAt: now,
  version: 1,
}
/** Its name, which nothing else in the organization may have. */
const named = {
  organizationId,
  kind: 'permission-group',
  definitionId: nightShift.permissionGroupId,
  name: nightShift.name,
} as const
/** A role of the organization's own, as people describe one. */
const reviewer: RoleRecord = {
  organizationId,
  roleId: newId('role'),
  name: 'Content reviewer',
  description: 'Sees the content library and how it is used, and tells the branch what there is to be renewed.',
  level: 'group',
  permissions: ['groups:read', 'content:read', 'content:manage', 'devices:read', 'analytics:read'],
  state: 'active',
  replacedBy: undefined,
  holders: 0,
  createdAt: now,
  updatedAt: now,
  version: 1,
}
const namedRole = { organizationId, kind: 'role', definitionId: reviewer.roleId, name: reviewer.name } as const
/** The key of a program that brings people from elsewhere. */
const ticketSystem: ApiKeyRecord = {
  organizationId,
  keyId: newId('key'),
  name: 'Ticket system',
  permissions: ['access:read', 'profiles:read', 'profiles:manage', 'invitations:read', 'activities:read'],
  state: 'active',
  current: { hash: createHash('sha256').update('one').digest('base64url'), since: now },
  expiresAt: now,
  maker: { identityId, organizationId, profileId: person.profileId },
  createdAt: now,
  updatedAt: now,
  version: 1,
}
const rotatedKey: ApiKeyRecord = {
  ...ticketSystem,
  current: { hash: createHash('sha256').update('other').digest('base64url'), since: now },
  previous: { ...ticketSystem.current, validUntil: now },
}
const namedKey = { organizationId, kind: 'api-key', definitionId: ticketSystem.keyId, name: ticketSystem.name } as const
const intranet: WebhookRecord = {
  organizationId,
  webhookId: newId('webhook'),
  url: 'https://hooks.contoso.example/rolecall',
  description: 'Keeps the intranet’s list of people up to date.',
  actions: ['profile.created', 'profile.changed', 'profile.removed'],
  enabled: true,
  // What KMS makes of 50 bytes.
  sealedSecret: 'x'.repeat(280),
  createdAt: now,
  updatedAt: now,
  version: 1,
}
const toldOf = (): ToldActivity => ({
  activityId: newId('activity'),
  organizationId,
  action: 'profile.changed',
  at: now,
  subject: newId('profile'),
  about: {},
  changedFields: ['phone', 'jobTitle'],
})
const toldOnce = toldOf()
const oneDelivery = {
  organizationId,
  webhookId: intranet.webhookId,
  deliveryId: deliveryIdOf(toldOnce.activityId, intranet.webhookId),
}
const attemptedDelivery: DeliveryRecord = {
  ...oneDelivery,
  told: toldOnce,
  state: 'waiting',
  since: now,
  attempts: 1,
  dueAt: now,
  claimedUntil: now,
  lastAttemptAt: now,
  createdAt: now,
  ttl: 0,
}
/** A due row that is taken, as it is with what was due. */
const takenRow = forget({ kind: 'webhook-delivery', at: now, ...oneDelivery })
const antwerp: GroupRecord = {
  organizationId,
  groupId: newId('group'),
  name: 'Antwerp',
  description: 'Everything in the Antwerp branch, the depot on the left bank included.',
  state: 'active',
  members: 0,
  createdAt: now,
  updatedAt: now,
  version: 1,
}
/** Somebody with access by hand to as many groups as anybody can have. */
const inHundred = anIdentity()
const hundredGroups = Object.fromEntries(Array.from({ length: 100 }, () => [newId('group'), { byHand: true }]))
/** Somebody in fifty organizations. */
const everywhere = anIdentity()
/** Somebody else of the organization, and a group that is there. */
const [colleague, ghent] = [anIdentity(), newId('group')]
/** Somebody with a browser, behind the gateway: what it says of itself is a good part of an activity. */
const doer = {
  ...anybody,
  profile: person,
  origin: {
    requestId: 'Jx4w5hVmIAMEVJw=',
    ipAddress: '203.0.113.7',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  },
}
const others: ProfileRecord[] = []
const newest = { organizationId, order: 'newest', between: between(undefined, undefined), after: undefined } as const

beforeAll(async () => {
  await save([parent, customer].map(createOrganization))
  await save(
    createProfile(person, refusals),
    createInvitation(invitation),
    addOwner(organizationId, person.profileId, false),
  )
  await save(
    [parent, customer].map((place) => createAccess({ ...accessOf(person, identityId, 0), ...place, status: 'active' })),
  )
  await save(
    createIdentity(identity),
    keepAnswer(call, { status: 201, etag: '"1"', body: JSON.stringify(person) }, now),
  )
  for (let half = 0; half < 2; half++)
    await save(
      Array.from({ length: 25 }, () =>
        createAccess({ ...accessOf(person, everywhere, 0), organizationId: newId('organization') }),
      ),
    )
  await save(createAccess({ ...accessOf(person, inHundred, 0), groups: hundredGroups }))
  await save(createAccess(accessOf(person, colleague, 0)), createGroup({ ...antwerp, groupId: ghent }))
  for (let half = 0; half < 2; half++)
    await save(Array.from({ length: 50 }, () => createRole({ ...reviewer, roleId: newId('role') })))
  await save(createApiKey(ticketSystem))
  for (const count of [49, 50])
    await save(Array.from({ length: count }, () => createApiKey({ ...rotatedKey, keyId: newId('key') })))
  for (let ten = 0; ten < 10; ten++)
    await save(createWebhook(ten === 0 ? intranet : { ...intranet, webhookId: newId('webhook') }))
  await save(createDelivery(intranet.webhookId, toldOnce, now))
  for (let half = 0; half < 2; half++)
    await save(Array.from({ length: 25 }, () => createDelivery(intranet.webhookId, toldOf(), now)).flat())
  await save(createDocument(oneAgreement), texts)
  await save(publishing.writes)
  await save(fewContacts.writes)
  await save(manyContacts.writes.slice(0, 50))
  await save(manyContacts.writes.slice(50))
  const told = await getCoverageState(organizationId)
  const missing = others.map(({ profileId }) => `technical prerequisite-lost ${profileId}`)
  await save(changeCoverageState(told, { lost: missing, waiting: [], wholeIsNews: true, at: now }))
  await storeLink('hash', invitation, { email: person.email, now }, () => newId('activity'))
  await save(Array.from({ length: 50 }, () => activityOf(person)))
  for (let half = 0; half < 2; half++)
    await save(Array.from({ length: 25 }, () => createOrganization(anOrganization({ parentId: organizationId }))))
  for (let ten = 0; ten < 5; ten++) {
    const some = Array.from({ length: 10 }, (_, one) =>
      aProfile(organizationId, {
        ...typed,
        email: email(`person-${ten}-${one}@contoso.example`),
        defaultRole: { roleId: id('role', 'rol_viewer') },
      }),
    )
    for (const other of some)
      await save(
        createProfile(other, refusals),
        createInvitation(anInvitation(other, { addressHash: addressHash(person.email) })),
        activityOf(other),
        enterMember({ ...nightShift, profileId: other.profileId, validity: {} }),
        createPermissionGroup({ ...nightShift, permissionGroupId: newId('permissionGroup') }),
        createGroup({ ...antwerp, groupId: newId('group') }),
        enterGroupMember({ ...antwerp, profileId: other.profileId }),
        createNotification(toThree()),
        createDocument(agreement()),
      )
    others.push(...some)
  }
})

/** As many contacts as an organization usually has, and as many as it can have; each holds two roles, and a third one for another. */
const contactsOf = (place: OrganizationRecord, count: number) => {
  const people = Array.from({ length: count }, (_, one) => ({
    ...aProfile(place.organizationId, { ...typed, email: email(`contact-${one}@contoso.example`), status: 'active' }),
    contactRoles: {
      commercial: {
        assignedAt: now,
        attestation: {
          wording: '2026-11',
          attestedAt: now,
          attestedBy: doer.principal,
          attestedByProfile: person.profileId,
        },
      },
      technical: { assignedAt: now, globalAdministrator: 'yes' as const },
    },
    deputyFor: { dpo: { [person.profileId]: { from: now, until: now } } },
    permissionGroups: Object.fromEntries(Array.from({ length: 3 }, () => [newId('permissionGroup'), {}])),
  }))
  const before = { organizationId: place.organizationId, holders: {}, version: 0 }
  const after = orderAfter(
    before,
    people.map((profile) => ({ before: undefined, after: profile })),
  )
  const writes = people.flatMap((profile) => contactWrites(undefined, contactOf(profile)))
  return { ...after, writes: [...writes, changeOrder(before, after)] }
}
const fewContacts = contactsOf(parent, 12)
const manyContacts = contactsOf(customer, 100)

const activityOf = (profile: ProfileRecord): Write =>
  recordActivity({
    activityId: newId('activity'),
    organizationId: profile.organizationId,
    action: 'profile.created',
    at: now,
    by: doer,
    subject: profile.profileId,
    values: { profile, after: personalValues(profile) },
  })

const aboutPerson = () => ({
  activityId: newId('activity'),
  organizationId,
  at: now,
  by: doer,
  subject: person.profileId,
})

const aboutGroup = () => ({
  activityId: newId('activity'),
  organizationId,
  at: now,
  by: doer,
  about: { permissionGroupId: nightShift.permissionGroupId },
})

const aboutRole = () => ({
  ...{ activityId: newId('activity'), organizationId, at: now, by: doer },
  about: { roleId: reviewer.roleId },
})

const aboutKey = () => ({
  ...{ activityId: newId('activity'), organizationId, at: now, by: doer },
  about: { keyId: ticketSystem.keyId },
})

const namedInQuestion = { identityIds: [colleague], profileIds: [], groupIds: [ghent] }

/** Every question of the README, asked. */
const questions: Readonly<Record<string, () => Promise<unknown>>> = {
  'may somebody do this in an organization?': () => readAuthorisation(identityId, organizationId, undefined, now),
  '… with an Idempotency-Key': () => readAuthorisation(identityId, organizationId, call, now),
  '… of somebody with access by hand to 100 groups': () => readAuthorisation(inHundred, organizationId, undefined, now),
  '… when acting for a customer, beside the first': () =>
    readDelegations([identityId], parent.organizationId, organizationId),
  'may an API key do this?': () => readKeyAuthorisation(ticketSystem, organizationId, undefined, now),
  'may somebody else do it in a group? asked along with who asks': () =>
    readAuthorisation(identityId, organizationId, undefined, now, keysOf(namedInQuestion, organizationId)),
  'is a signed-in person’s token still valid?': () => readSignedIn(identityId, undefined, now),
  'one profile, one invitation, one attempt, …': () => getProfile(person),
  '50 profiles by name': () => listProfiles({ organizationId, status: undefined, limit: 50, after: undefined }),
  '50 profiles of one status by name': () =>
    listProfiles({ organizationId, status: 'invited', limit: 50, after: undefined }),
  '50 profiles by a word of their name or address': async () => {
    const { items } = await listEntries(organizationId, { beginning: 'person' }, { limit: 50, after: undefined })
    return getItems(
      items.map(({ profileId }) => profileKey({ organizationId, profileId })),
      { strongly: false },
    )
  },
  '50 profiles of one department': async () => {
    const { items } = await listEntries(organizationId, { department: 'it' }, { limit: 50, after: undefined })
    return getItems(
      items.map(({ profileId }) => profileKey({ organizationId, profileId })),
      { strongly: false },
    )
  },
  '50 members of a permission group': async () => {
    const { items } = await pageOfMembers({ ...nightShift, limit: 50, after: undefined })
    return getItems(
      items.map((profileId) => profileKey({ organizationId, profileId })),
      { strongly: false },
    )
  },
  '50 permission groups, all that an organization has made': () => listPermissionGroups(organizationId),
  '100 custom roles, all that an organization can have': () => listRoles(organizationId),
  '100 API keys, all that an organization can have that work': () =>
    pageOfApiKeys(organizationId, { limit: 100, after: undefined }),
  '50 groups, in the order of making': () => pageOfGroups({ organizationId, limit: 50, after: undefined }),
  '50 people with access by hand to a group': async () => {
    const { items } = await pageOfGroupMembers({ ...antwerp, limit: 50, after: undefined })
    return getItems(
      items.map((profileId) => profileKey({ organizationId, profileId })),
      { strongly: false },
    )
  },
  '50 profiles with one default role, by name': () =>
    pageByDefaultRole({ organizationId, roleId: id('role', 'rol_viewer'), limit: 50, after: undefined }),
  'who has this address?': () => findByAddress(organizationId, person.email),
  'has the organization an owner?': () => hasActiveOwner(organizationId),
  'where does a link lead?': () => findLink('hash'),
  '50 invitations, newest first': () =>
    listInvitations({ organizationId, status: undefined, limit: 50, after: undefined, now }),
  '50 invitations of one status': () =>
    listInvitations({ organizationId, status: 'pending', limit: 50, after: undefined, now }),
  '25 invitations to an address, over all organizations': () => listInvitationsOf({ email: person.email, limit: 25 }),
  '50 of a person’s organizations': () => pageOfAccess(everywhere, { limit: 50, after: undefined }),
  '50 activities, newest first': () => newestActivities({ organizationId, limit: 50 }),
  '50 activities about one person': () =>
    listActivities({ ...newest, filter: { subject: person.profileId }, limit: 50 }),
  '50 activities by one person': () => listActivities({ ...newest, filter: { actor: person.profileId }, limit: 50 }),
  '50 activities of one action': () => listActivities({ ...newest, filter: { action: 'profile.created' }, limit: 50 }),
  'what one person did and what was done to them, 50 of it': () =>
    listActivitiesOfProfile({ ...newest, profileId: person.profileId, limit: 50 }),
  'the names of 50 people in activities': () => findPeople(others),
  '50 notifications to three contacts each, newest first': () =>
    listNotifications({ organizationId, limit: 50, after: undefined }),
  '50 documents, newest first, in two languages each': () =>
    listDocuments({ kind: undefined, publishedOnly: false, limit: 50, after: undefined }),
  'what was published last of a kind?': () => getNewestOfKind('csp-contract'),
  'a document with its texts of 20 KB in two languages': async () => {
    const { published } = (await getDocument(oneAgreement.documentId)) ?? {}
    return getTexts(Object.values(published?.languages ?? {}).flatMap((language) => language?.sha256 ?? []))
  },
  '50 customers of an organization by name': () =>
    listCustomers({ parentId: organizationId, status: undefined, limit: 50, after: undefined }),
  'which of ten webhooks are told of an activity?': () => listWebhooks(organizationId),
  'one delivery': () => getDelivery(oneDelivery),
  '50 deliveries to a webhook, newest first': () =>
    pageOfDeliveries({ organizationId, webhookId: intranet.webhookId, limit: 50, after: undefined }),
  'role coverage, with 12 contacts': () => listContacts(parent.organizationId),
  'role coverage, with 100 contacts, each with two roles, a deputy’s dates and three permission groups': () =>
    listContacts(organizationId),
  'who acted in an organization for another one, lately?': () => lookBackForActing(organizationId),
}

const answer = keepAnswer(call, { status: 201, etag: '"1"', body: JSON.stringify(personalValues(person)) }, now)
const inviting = (profile: ProfileRecord, created: boolean): Write[] =>
  invite({
    profile,
    created,
    invitationId: newId('invitation'),
    activityId: newId('activity'),
    invitationDays: 7,
    inviter: { principal: doer.principal, identityId, organizationId, profileId: person.profileId },
    by: doer,
    now,
  })

/** The items that writes would leave, to be written over. */
const leftBy = (writes: readonly Write[]) => {
  const items = writes.flatMap(({ item }) => item.Put?.Item ?? [])
  return (key: Item) => items.find(({ pk, sk }) => pk === key.pk && sk === key.sk)
}

const asked: AddressChangeRecord = {
  ...requestAddressChange(undefined, now),
  identityId,
  organizationId,
  profileId: person.profileId,
  email: email('jan.peeters@adatum.example'),
  nonce: 'n'.repeat(43),
}

/** Somebody of whom no more than the address is known, and whoever invited them. */
const somebodyInvited = () => {
  const invited = aProfile(organizationId, { email: typed.email, status: 'invited' })
  const offer = anInvitation(invited, { addressHash: addressHash(invited.email) })
  return { invited, offer, access: accessOf(person, identityId, 0) }
}
const decided = (profile: ProfileRecord, action: 'invitation.accepted' | 'invitation.declined'): Write =>
  recordActivity({
    activityId: newId('activity'),
    organizationId,
    action,
    at: now,
    by: doer,
    subject: profile.profileId,
    values: { profile, after: personalValues(profile) },
  })

/** Every change of the README, as it would be sent. */
const changes: Readonly<Record<string, () => number>> = {
  'create a profile with all its fields': () => {
    const profile = aProfile(organizationId, { ...typed, status: 'draft', invitationId: undefined })
    return writeUnits([answer, ...createProfile(profile, refusals), activityOf(profile)])
  },
  'invite a new address': () => {
    const profile = aProfile(organizationId, { email: typed.email })
    return writeUnits([answer, ...createProfile(profile, refusals), ...inviting(profile, true)])
  },
  'invite a draft': () => {
    const draft = aProfile(organizationId, { ...typed, status: 'draft', invitationId: undefined })
    const invited = { ...draft, status: 'invited', invitationId: newId('invitation') } as const
    return writeUnits(
      [answer, ...changeProfile(draft, invited, refusals), ...inviting(invited, false)],
      leftBy(createProfile(draft, refusals)),
    )
  },
  'export a part of the activities': () =>
    writeUnits([
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'activities.exported',
        at: now,
        by: doer,
        about: { format: 'jsonl', count: 500 },
      }),
    ]),
  'record a sign-in in one organization': () => {
    const origin = { requestId: '4c1d5fbe-5e3a-4c0e-9d0b-1f6b7c7a9f11', ipAddress: undefined, userAgent: undefined }
    const signedIn = recordActivity({
      activityId: newId('activity'),
      organizationId,
      action: 'session.started',
      at: now,
      by: { ...doer, origin },
      subject: person.profileId,
    })
    return writeUnits(
      [...changeProfile(person, { ...person, lastSignInAt: now }, refusals), signedIn],
      leftBy(createProfile(person, refusals)),
    )
  },
  'send an invitation again': () =>
    writeUnits(
      [
        answer,
        countToday('invitation-resends', invitation.invitationId, now, ''),
        whileProfile(person),
        ...sendAgain({
          invitation,
          profile: person,
          activityId: newId('activity'),
          invitationDays: 7,
          inviter: invitation.inviter,
          by: doer,
          now,
        }),
      ],
      leftBy([createInvitation(invitation)]),
    ),
  'accept an invitation to an address alone, signed in': () => {
    const { invited, offer, access } = somebodyInvited()
    const active = { ...invited, firstName: 'Jan', lastName: 'Peeters', status: 'active', identityId } as const
    return writeUnits(
      [
        answer,
        whileIdentityHolds(identity),
        changeInvitation(offer, { ...offer, state: 'accepted', acceptedAt: now }),
        whileAccess(access),
        whileOrganization(customer),
        ...changeProfile(invited, active, refusals),
        createAccess(accessOf(active, identityId, 0)),
        decided(active, 'invitation.accepted'),
      ],
      leftBy([createInvitation(offer), ...createProfile(invited, refusals)]),
    )
  },
  'decline one, or withdraw it': () => {
    const { invited, offer } = somebodyInvited()
    return writeUnits(
      [
        answer,
        whileIdentityHolds(identity),
        withdraw(offer, 'declined', now).write,
        ...changeProfile(invited, { ...invited, status: 'draft' }, refusals),
        decided(invited, 'invitation.declined'),
      ],
      leftBy([createInvitation(offer), ...createProfile(invited, refusals)]),
    )
  },
  'make a permission group': () =>
    writeUnits([
      answer,
      ...takeName(named),
      createPermissionGroup(nightShift),
      recordActivity({ ...aboutGroup(), action: 'permission-group.created' }),
    ]),
  'change a permission group, its name too': () =>
    writeUnits(
      [
        answer,
        ...changeName(named, 'Late shift'),
        changePermissionGroup(nightShift, nightShift),
        moveAccessVersion(customer, newId('activity')),
        recordActivity({ ...aboutGroup(), action: 'permission-group.changed' }),
      ],
      leftBy([...takeName(named), createPermissionGroup(nightShift)]),
    ),
  'add somebody to a permission group': () => {
    const after = { ...person, permissionGroups: { [nightShift.permissionGroupId]: {} } }
    return writeUnits(
      [
        answer,
        countMembers(nightShift, 1),
        enterMember({ ...nightShift, profileId: person.profileId, validity: {} }),
        ...changeProfile(person, after, refusals),
        updateAccess(after, identityId, 0),
        recordActivity({ ...aboutPerson(), action: 'permission-group.member-added', about: aboutGroup().about }),
      ],
      leftBy(createProfile(person, refusals)),
    )
  },
  'make a custom role': () =>
    writeUnits([
      answer,
      ...takeName(namedRole),
      createRole(reviewer),
      recordActivity({ ...aboutRole(), action: 'role.created' }),
    ]),
  'change a custom role, its name too': () =>
    writeUnits(
      [
        answer,
        ...changeName(namedRole, 'Reviewer of content'),
        changeRole(reviewer, reviewer),
        moveAccessVersion(customer, newId('activity')),
        recordActivity({ ...aboutRole(), action: 'role.changed' }),
      ],
      leftBy([...takeName(namedRole), createRole(reviewer)]),
    ),
  'put another role in its place': () =>
    writeUnits(
      [
        answer,
        ...freeName(namedRole),
        replaceRole(reviewer, id('role', 'rol_group-viewer'), now),
        moveAccessVersion(customer, newId('activity')),
        recordActivity({ ...aboutRole(), action: 'role.removed' }),
      ],
      leftBy([...takeName(namedRole), createRole(reviewer)]),
    ),
  'make an API key': () =>
    writeUnits([
      answer,
      ...takeName(namedKey),
      createApiKey(ticketSystem),
      recordActivity({
        ...aboutKey(),
        action: 'api-key.created',
        about: { ...aboutKey().about, permissions: ticketSystem.permissions.join(' '), expiresAt: now },
      }),
    ]),
  'rotate it': () =>
    writeUnits(
      [
        answer,
        rotateApiKey(ticketSystem, rotatedKey),
        recordActivity({
          ...aboutKey(),
          action: 'api-key.rotated',
          about: { ...aboutKey().about, previousValidUntil: now, expiresAt: now },
        }),
      ],
      leftBy([createApiKey(rotatedKey)]),
    ),
  'revoke it': () =>
    writeUnits(
      [
        answer,
        revokeApiKey(ticketSystem, now, 1),
        ...freeName(namedKey),
        recordActivity({ ...aboutKey(), action: 'api-key.revoked' }),
      ],
      leftBy([...takeName(namedKey), createApiKey(rotatedKey)]),
    ),
  'give somebody a custom role as default role': () => {
    const after = { ...person, defaultRole: { roleId: reviewer.roleId } }
    return writeUnits(
      [
        answer,
        countHolders(reviewer, 1),
        ...changeProfile(person, after, refusals),
        updateAccess(after, identityId, 0),
        recordActivity({ ...aboutPerson(), action: 'default-role.set', about: aboutRole().about }),
      ],
      leftBy(createProfile(person, refusals)),
    )
  },
  'give somebody access to a group, with a custom role in it': () => {
    const groups = { [antwerp.groupId]: { byHand: true, groupRole: { roleId: reviewer.roleId } } }
    const after = { ...person, groups }
    return writeUnits(
      [
        answer,
        countGroupMembers(antwerp, 1),
        countHolders(reviewer, 1),
        enterGroupMember({ ...antwerp, profileId: person.profileId }),
        ...changeProfile(person, after, refusals),
        updateAccess(after, identityId, 0),
        recordActivity({ ...aboutPerson(), action: 'group-access.granted', about: { groupId: antwerp.groupId } }),
      ],
      leftBy(createProfile(person, refusals)),
    )
  },
  'send a notification to three contacts': () =>
    writeUnits([
      answer,
      createNotification(toThree()),
      recordActivity({
        ...aboutGroup(),
        action: 'notification.sent',
        about: { notificationId: newId('notification') },
      }),
    ]),
  'write a document of 20 KB in two languages': () =>
    writeUnits([
      keepAnswer(call, { status: 201, etag: '"1"', body: JSON.stringify(oneAgreement) }, now),
      createDocument(oneAgreement),
      recordActivity({
        ...aboutGroup(),
        action: 'document.created',
        about: { documentId: oneAgreement.documentId, kind: 'csp-contract', version: 1 },
      }),
      ...texts,
    ]),
  'publish it': () =>
    writeUnits(
      [
        keepAnswer(call, { status: 200, etag: '"2"', body: JSON.stringify(publishing.document) }, now),
        ...publishing.writes,
        recordActivity({
          ...aboutGroup(),
          action: 'document.published',
          about: {
            documentId: oneAgreement.documentId,
            kind: 'csp-contract',
            version: 1,
            en: written('en').sha256,
            nl: written('nl').sha256,
          },
        }),
      ],
      leftBy([createDocument(oneAgreement)]),
    ),
  'ask for another sign-in address': () =>
    writeUnits([
      keepAnswer(call, { status: 202, etag: undefined, body: JSON.stringify({ email: asked.email, at: now }) }, now),
      putAddressChange(undefined, asked),
      countToday('address-changes', identityId, now, ''),
      countLinkMail(organizationId, now),
      recordActivity({ ...aboutPerson(), action: 'sign-in-address.change-requested' }),
    ]),
  'confirm it, in one organization': () => {
    const after = { ...person, email: asked.email }
    const access = createAccess(accessOf(person, identityId, 0))
    return writeUnits(
      [
        confirmAddressChange(asked),
        ...changeIdentityAddress(identity, { email: asked.email, tokensValidFrom: 1, at: now }, 'moved'),
        ...changeProfile(person, after, refusals),
        updateAccess(after, identityId, 1),
        recordActivity({
          ...aboutPerson(),
          action: 'sign-in-address.changed',
          values: { profile: person, before: personalValues(person), after: personalValues(after) },
        }),
      ],
      leftBy([
        putAddressChange(undefined, asked),
        ...createIdentity(identity),
        ...createProfile(person, refusals),
        access,
      ]),
    )
  },
  'end older sessions after a forgotten password, in one organization': () =>
    writeUnits(
      [
        endTokens(identity, 1, now),
        ...changeProfile(person, { ...person, updatedAt: '2027-01-01T00:00:00.000Z' }, refusals),
        updateAccess(person, identityId, 1),
        recordActivity({ ...aboutPerson(), action: 'password.reset' }),
      ],
      leftBy([...createIdentity(identity), ...createProfile(person, refusals)]),
    ),
  'reset a sign-in, in one organization': () =>
    writeUnits(
      [
        answer,
        keptApart('factor-resets', identityId, now),
        countToday('factor-resets', identityId, now, ''),
        countLinkMail(organizationId, now),
        putFactorReset(undefined, {
          ...requestFactorReset(undefined, now),
          ...{ identityId, organizationId, profileId: person.profileId, nonce: 'n'.repeat(43) },
        }),
        endTokens(identity, 1, now),
        ...changeProfile(person, { ...person, updatedAt: '2027-01-01T00:00:00.000Z' }, refusals),
        updateAccess(person, identityId, 1),
        recordActivity({ ...aboutPerson(), action: 'factor.reset' }),
      ],
      leftBy([...createIdentity(identity), ...createProfile(person, refusals)]),
    ),
  'name somebody contact': () => {
    const after = { ...person, contactRoles: { technical: { assignedAt: now, globalAdministrator: 'yes' as const } } }
    const before = { organizationId, holders: manyContacts.holders, version: 12 }
    const name = { before: person, after }
    return writeUnits(
      [
        answer,
        countLinkMail(organizationId, now),
        whileOrganization(customer),
        changeOrder(before, orderAfter(before, [name])),
        ...contactWrites(undefined, contactOf(after)),
        ...changeProfile(person, after, refusals),
        recordActivity({
          ...aboutPerson(),
          action: 'contact-role.assigned',
          about: { contactRole: 'technical', generation: 1 },
        }),
      ],
      leftBy([changeOrder(before, before), ...createProfile(person, refusals)]),
    )
  },
  'write down that coverage is not what was told': () => {
    const told = { organizationId, lost: ['dpo missing'], waiting: [], wholeIsNews: true, at: now, version: 1 }
    const gap = `technical prerequisite-lost ${person.profileId}`
    return writeUnits(
      [
        changeCoverageState(told, { ...told, lost: [gap, ...told.lost] }),
        recordActivity({
          activityId: newId('activity'),
          organizationId,
          action: 'coverage.changed',
          at: now,
          by: {
            principal: 'system:follow-coverage',
            origin: { ...doer.origin, ipAddress: undefined, userAgent: undefined },
          },
          about: { opened: gap, open: 2 },
        }),
      ],
      leftBy([changeCoverageState(told, told)]),
    )
  },
  'make a webhook': () =>
    writeUnits([
      answer,
      ...createWebhook(intranet),
      recordActivity({ ...aboutRole(), action: 'webhook.created', about: { webhookId: intranet.webhookId } }),
    ]),
  'make a delivery': () => writeUnits(createDelivery(intranet.webhookId, toldOnce, now)),
  'end a delivery at the first attempt, beside the claim': () =>
    writeUnits(
      [endDelivery(attemptedDelivery, 'delivered', { lastStatus: 204 }), takenRow],
      leftBy(createDelivery(intranet.webhookId, toldOnce, now)),
    ),
  'put its next attempt off, beside the claim': () =>
    writeUnits(
      [...tryAgain(attemptedDelivery, now, { lastStatus: 503, lastFailure: 'refused' })],
      leftBy(createDelivery(intranet.webhookId, toldOnce, now)),
    ),
  'change an organization’s details': () =>
    changed({ ...detailed, address: 'Veemarkt 1, 2800 Mechelen' }, 'organization.changed', { address: true }),
  'switch a service of an organization': () =>
    changed({ ...detailed, services: ['service-desk'], accessVersion: newId('activity') }, 'service.activated'),
  'remove an organization': () => {
    const to = removedAt('active', now)
    return changed({ ...detailed, ...to }, 'organization.removed', {
      beside: [
        whileWithoutCustomers(organizationId, new Problem('has-customers')),
        remind({ kind: 'organization-erasure', at: to.removal.restorableUntil, organizationId }),
      ],
    })
  },
}

/** An organization of which everything is said. */
const detailed = anOrganization({
  parentId: parent.organizationId,
  legalName: 'Contoso Bakeries NV',
  companyNumber: 'BE0123456789',
  country: 'BE',
  address: 'Grote Markt 1, 2800 Mechelen',
  externalId: 'crm-1234',
})

function changed(
  after: OrganizationRecord,
  action: 'organization.changed' | 'organization.removed' | 'service.activated',
  { address = false, beside = [] }: { readonly address?: boolean; readonly beside?: readonly Write[] } = {},
): number {
  const { address: from } = detailed
  return writeUnits(
    [
      keepAnswer(call, { status: 200, etag: '"2"', body: JSON.stringify(after) }, now),
      ...beside,
      changeOrganization(detailed, after),
      recordActivity({
        activityId: newId('activity'),
        organizationId: detailed.organizationId,
        action,
        at: now,
        by: doer,
        ...(address && { values: { profile: detailed, before: { from }, after: { from: after.address } } }),
      }),
    ],
    leftBy([createOrganization(detailed)]),
  )
}

describe('what the README says of costs', () => {
  const readme = readFileSync(new URL('../../shared/table/README.md', import.meta.url), 'utf8')
  const rows = (heading: string): Map<string, readonly string[]> =>
    new Map(
      (readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
        .split('\n')
        .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
        .slice(1)
        .map((line) =>
          line
            .slice(1, -1)
            .split('|')
            .map((cell) => cell.trim()),
        )
        .map(([first = '', ...others]) => [first, others]),
    )

  test('covers every question and every change that is measured here, and no other', () => {
    expect([...rows('Questions').keys()]).toEqual(Object.keys(questions))
    expect([...rows('Changes').keys()]).toEqual(Object.keys(changes))
  })

  test.each(Object.entries(questions))('%s', async (question, ask) => {
    const { calls, units } = await readCost(ask)
    expect(rows('Questions').get(question)?.slice(-2)).toEqual([String(calls), String(units)])
  })

  test.each(Object.entries(changes))('%s', (change, units) => {
    expect(rows('Changes').get(change)?.at(-1)).toBe(String(units()))
  })

  test('says nothing of one invitation that a profile would not cost as well', async () => {
    expect(await readCost(() => getInvitation(invitation))).toEqual(await readCost(() => getProfile(person)))
  })
})
