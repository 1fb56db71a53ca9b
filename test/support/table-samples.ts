import { createHash } from 'node:crypto'
import { id } from '../../shared/domain/ids.ts'
import { accessOf, createAccess } from '../../shared/table/access.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { between } from '../../shared/table/activity-order.ts'
import { type ApiKeyRecord, createApiKey } from '../../shared/table/api-key.ts'
import { changeOrder, contactOf, contactWrites, orderAfter } from '../../shared/table/contact.ts'
import { changeCoverageState, getCoverageState } from '../../shared/table/coverage-state.ts'
import { createDocument, type DocumentRecord, keepText, publishVersion } from '../../shared/table/document.ts'
import { forget } from '../../shared/table/due.ts'
import { createGroup, type GroupRecord } from '../../shared/table/group.ts'
import { enterGroupMember } from '../../shared/table/group-member.ts'
import { keepAnswer } from '../../shared/table/idempotency.ts'
import { createIdentity, type IdentityRecord } from '../../shared/table/identity.ts'
import { addressHash, createInvitation } from '../../shared/table/invitation.ts'
import { storeLink } from '../../shared/table/link.ts'
import { createNotification, type NotificationRecord, waiting } from '../../shared/table/notification.ts'
import { createOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { addOwner } from '../../shared/table/owners.ts'
import { createPermissionGroup, type PermissionGroupRecord } from '../../shared/table/permission-group.ts'
import { enterMember } from '../../shared/table/permission-group-member.ts'
import { createProfile, type ProfileRecord, personalValues } from '../../shared/table/profile.ts'
import { createRole, type RoleRecord } from '../../shared/table/role.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { createWebhook, type WebhookRecord } from '../../shared/table/webhook.ts'
import {
  createDelivery,
  type DeliveryRecord,
  deliveryIdOf,
  type ToldActivity,
} from '../../shared/table/webhook-delivery.ts'
import {
  anIdentity,
  anInvitation,
  anOrganization,
  doer as anybody,
  aProfile,
  email,
  newId,
  now,
  refusals,
  save,
} from './table-fixtures.ts'

export const [parent, customer] = [anOrganization(), anOrganization()]
export const { organizationId } = customer
export const call = { principal: anybody.principal, callHash: 'a-call-with-a-key', requestHash: 'request' }
export const identityId = anIdentity()
export const typed = {
  email: email('jan.peeters@contoso.example'),
  salutation: 'mr',
  firstName: 'Jan',
  lastName: 'Peeters',
  jobTitle: 'IT manager',
  department: 'IT',
  phone: '+3215000000',
} as const
export const person = aProfile(organizationId, {
  ...typed,
  status: 'active',
  defaultRole: { roleId: id('role', 'rol_admin') },
})
export const invitation = anInvitation(person, { addressHash: addressHash(person.email) })
export const identity: IdentityRecord = {
  identityId,
  email: person.email,
  state: 'accepted',
  tokensValidFrom: 0,
  createdAt: now,
  updatedAt: now,
}
/** A message of two sentences in two languages. */
export const toThree = (): NotificationRecord => ({
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
export const agreement = (): DocumentRecord => ({
  documentId: newId('document'),
  kind: 'csp-contract',
  name: 'Microsoft Customer Agreement 2027',
  draft: { version: 1, languages: { en: written('en'), nl: written('nl') } },
  createdAt: now,
  updatedAt: now,
  version: 1,
})
export const written = (language: string) => ({
  title: `Microsoft Customer Agreement (${language})`,
  summary:
    'What Microsoft asks of whoever uses its services, which you buy from us. It holds as long as you have a subscription.',
  sha256: sha256Of(pages(language)),
  bytes: pages(language).length,
})
/** As compressible as prose is: words that hardly come twice in the same order. */
export const pages = (language: string): string =>
  Array.from({ length: 20_480 / 8 }, (_, at) => sha256Of(`${language} ${at}`).slice(0, at % 2 === 0 ? 3 : 11)).join(' ')
export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')
export const texts = ['en', 'nl'].map((language) => keepText(sha256Of(pages(language)), pages(language)))
export const oneAgreement = agreement()
export const publishing = publishVersion(
  oneAgreement,
  { version: 1, languages: { en: written('en'), nl: written('nl') }, publishedAt: now },
  undefined,
)

/** A permission group with a description of the length that people write. */
export const nightShift: PermissionGroupRecord = {
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
export const named = {
  organizationId,
  kind: 'permission-group',
  definitionId: nightShift.permissionGroupId,
  name: nightShift.name,
} as const
/** A role of the organization's own, as people describe one. */
export const reviewer: RoleRecord = {
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
export const namedRole = { organizationId, kind: 'role', definitionId: reviewer.roleId, name: reviewer.name } as const
/** The key of a program that brings people from elsewhere. */
export const ticketSystem: ApiKeyRecord = {
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
export const rotatedKey: ApiKeyRecord = {
  ...ticketSystem,
  current: { hash: createHash('sha256').update('other').digest('base64url'), since: now },
  previous: { ...ticketSystem.current, validUntil: now },
}
export const namedKey = {
  organizationId,
  kind: 'api-key',
  definitionId: ticketSystem.keyId,
  name: ticketSystem.name,
} as const
export const intranet: WebhookRecord = {
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
export const toldOf = (): ToldActivity => ({
  activityId: newId('activity'),
  organizationId,
  action: 'profile.changed',
  at: now,
  subject: newId('profile'),
  about: {},
  changedFields: ['phone', 'jobTitle'],
})
export const toldOnce = toldOf()
export const oneDelivery = {
  organizationId,
  webhookId: intranet.webhookId,
  deliveryId: deliveryIdOf(toldOnce.activityId, intranet.webhookId),
}
export const attemptedDelivery: DeliveryRecord = {
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
export const takenRow = forget({ kind: 'webhook-delivery', at: now, ...oneDelivery })
export const antwerp: GroupRecord = {
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
export const inHundred = anIdentity()
export const hundredGroups = Object.fromEntries(Array.from({ length: 100 }, () => [newId('group'), { byHand: true }]))
/** Somebody in fifty organizations. */
export const everywhere = anIdentity()
/** Somebody else of the organization, and a group that is there. */
export const [colleague, ghent] = [anIdentity(), newId('group')]
/** Somebody with a browser, behind the gateway: what it says of itself is a good part of an activity. */
export const doer = {
  ...anybody,
  profile: person,
  origin: {
    requestId: 'Jx4w5hVmIAMEVJw=',
    ipAddress: '203.0.113.7',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  },
}
export const others: ProfileRecord[] = []
export const newest = {
  organizationId,
  order: 'newest',
  between: between(undefined, undefined),
  after: undefined,
} as const

/** As many contacts as an organization usually has, and as many as it can have; each holds two roles, and a third one for another. */
export const contactsOf = (place: OrganizationRecord, count: number) => {
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
export const fewContacts = contactsOf(parent, 12)
export const manyContacts = contactsOf(customer, 100)

export const activityOf = (profile: ProfileRecord): Write =>
  recordActivity({
    activityId: newId('activity'),
    organizationId: profile.organizationId,
    action: 'profile.created',
    at: now,
    by: doer,
    subject: profile.profileId,
    values: { profile, after: personalValues(profile) },
  })

/** Writes all of them: as much of each as a page has. */
export async function saveSamples(): Promise<void> {
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
}
