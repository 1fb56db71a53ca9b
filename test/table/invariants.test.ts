import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { nextQuestion } from '../../shared/domain/contact-question.ts'
import { id, type OrganizationId } from '../../shared/domain/ids.ts'
import { removedAt } from '../../shared/domain/organization.ts'
import { questionDue } from '../../shared/frame/contact-question.ts'
import { accessOf, createAccess } from '../../shared/table/access.ts'
import { type ApiKeyRecord, createApiKey } from '../../shared/table/api-key.ts'
import { changeOrder, contactOf, contactWrites, orderAfter } from '../../shared/table/contact.ts'
import { changeCoverageState } from '../../shared/table/coverage-state.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createDocument, type DocumentRecord, keepText, publishVersion } from '../../shared/table/document.ts'
import { remind } from '../../shared/table/due.ts'
import { removeProfile } from '../../shared/table/former-profile.ts'
import { keepAnswer } from '../../shared/table/idempotency.ts'
import { createIdentity } from '../../shared/table/identity.ts'
import { createInvitation } from '../../shared/table/invitation.ts'
import { invite } from '../../shared/table/inviting.ts'
import { createJob } from '../../shared/table/job.ts'
import { createOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { createPermissionGroup, type PermissionGroupRecord } from '../../shared/table/permission-group.ts'
import { enterMember } from '../../shared/table/permission-group-member.ts'
import { createProfile } from '../../shared/table/profile.ts'
import { createProvider } from '../../shared/table/provider.ts'
import { violations } from '../support/invariants.ts'
import {
  anIdentity,
  anInvitation,
  anOrganization,
  aProfile,
  doer,
  email,
  later,
  newId,
  now,
  refusals,
} from '../support/table-fixtures.ts'
import type { Item } from '../support/world-table.ts'

/** What ended, and what is counted: a group of its own, somebody who was removed, and customers of every standing. */
function ended(provider: OrganizationRecord) {
  const { organizationId } = provider
  const permissionGroupId = newId('permissionGroup')
  const group: PermissionGroupRecord = {
    organizationId,
    permissionGroupId,
    name: 'Night shift',
    portalRoles: [],
    applicationRoles: [],
    state: 'active',
    members: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const named = { organizationId, kind: 'permission-group', definitionId: permissionGroupId, name: group.name } as const
  const reseller = anOrganization({ parentId: organizationId, name: 'Fabrikam' })
  const customer = (name: string) => anOrganization({ parentId: reseller.organizationId, name })
  const [closed, going] = [customer('Closed'), customer('Going')]
  const removed = removedAt('active', now)
  const begun = { ...removed, removal: { ...removed.removal, erasureBegunAt: now } }
  const job = { organizationId: going.organizationId, jobId: newId('job'), kind: 'organization-erasure' } as const
  const writes = [
    createPermissionGroup(group),
    ...takeName(named).slice(0, 1),
    ...removeProfile(aProfile(organizationId, { lastName: 'Former' }), now).slice(-1),
    createOrganization(reseller),
    createOrganization(customer('Shop')),
    createOrganization({ ...closed, ...removed }),
    remind({
      kind: 'organization-erasure',
      at: removed.removal.restorableUntil,
      organizationId: closed.organizationId,
    }),
    createOrganization({ ...going, ...begun }),
    createJob({ ...job, leaseUntil: now, createdAt: now }),
    createOrganization({ ...customer('Gone'), ...begun, erasedAt: now }),
  ]
  const counts = [
    { pk: `${organizationId}#names`, sk: 'count#permission-group', organizationId, count: 1, __edb_e__: 'name-count' },
    {
      pk: reseller.organizationId,
      sk: 'customers',
      organizationId: reseller.organizationId,
      count: 1,
      __edb_e__: 'customers',
    },
  ]
  return [...writes.flatMap(({ item }) => item.Put?.Item ?? []), ...counts]
}

/** A document with a version that was published, and another one that is a draft. */
function written() {
  const languages = {
    en: { title: 'Agreement', summary: 'All of it.', sha256: sha256Of(source), bytes: source.length },
  }
  const one = (documentId = newId('document')): DocumentRecord => ({
    documentId,
    kind: 'csp-contract',
    name: 'Customer agreement',
    draft: { version: 1, languages },
    createdAt: now,
    updatedAt: now,
    version: 1,
  })
  const draft = one()
  const { writes } = publishVersion(one(), { version: 1, languages, publishedAt: now }, undefined)
  return [createDocument(draft), ...writes, keepText(sha256Of(source), source)].flatMap(
    ({ item }) => item.Put?.Item ?? [],
  )
}

/** A key that was rotated, and one that was revoked. */
function ofPrograms(organizationId: OrganizationId) {
  const key = (name: string, fields: Partial<ApiKeyRecord> = {}): ApiKeyRecord => ({
    organizationId,
    keyId: newId('key'),
    name,
    permissions: ['access:read', 'services:manage'],
    state: 'active',
    current: { hash: `${name}${'-'.repeat(43 - name.length)}`, since: now },
    expiresAt: later(90 * 24 * 3600),
    maker: { identityId: anIdentity(), organizationId, profileId: newId('profile') },
    createdAt: now,
    updatedAt: now,
    version: 1,
    ...fields,
  })
  const since = later(3600)
  const rotated = key('Rotated', {
    current: { hash: 'n'.repeat(43), since },
    previous: { hash: 'p'.repeat(43), since: now, validUntil: later(7200) },
  })
  const revoked = key('Revoked', { state: 'revoked', revokedAt: later(60) })
  const guard = takeName({ ...rotated, kind: 'api-key', definitionId: rotated.keyId }).slice(0, 1)
  const ended = createApiKey(revoked).item.Put?.Item
  return [
    ...[createApiKey(rotated), ...guard].flatMap(({ item }) => item.Put?.Item ?? []),
    { ...ended, ttl: 2_000_000_000 },
    { pk: `${organizationId}#names`, sk: 'count#api-key', organizationId, count: 1, __edb_e__: 'name-count' },
  ]
}

const source = 'It begins with your approval.'
const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A provider with its owner, who has accepted, and somebody who is invited, and what ended: as they would stand in the table. */
function agreeing() {
  const organization = anOrganization({ kind: 'provider', name: 'Northwind' })
  const { organizationId } = organization
  const identityId = anIdentity()
  const permissionGroupId = id('permissionGroup', 'pgr_full-role')
  const owner = {
    ...aProfile(organizationId, {
      status: 'active',
      email: email('ada.owner@northwind.example'),
      lastName: 'Peeters-Owner',
      department: 'IT',
      externalId: 'HR-12345',
      defaultRole: { roleId: id('role', 'rol_owner') },
      permissionGroups: { [permissionGroupId]: {} },
    }),
    identityId,
  }
  const { profileId } = owner
  const accepted = anInvitation(owner, { state: 'accepted', acceptedAt: now })
  const invited = aProfile(organizationId, { lastName: 'Invited' })
  const contact = {
    ...aProfile(organizationId, { lastName: 'Contact', user: false, status: 'active', invitationId: undefined }),
    contactRoles: { technical: { assignedAt: now } },
    question: nextQuestion(undefined, { because: 'named', nonce: 'a nonce', askedAt: now }),
  }
  const asked = questionDue(contact)
  const none = { organizationId, holders: {}, version: 0 }
  const writes = [
    createOrganization(organization),
    createProvider({ organizationId, firstInvitationId: accepted.invitationId, createdAt: now }),
    ...createProfile(owner, refusals),
    createInvitation(accepted),
    ...createIdentity({
      identityId,
      email: owner.email,
      state: 'accepted',
      tokensValidFrom: 0,
      createdAt: now,
      updatedAt: now,
    }),
    createAccess(accessOf(owner, identityId, 5)),
    enterMember({ organizationId, permissionGroupId, profileId, validity: {} }),
    ...createProfile(invited, refusals),
    ...createProfile(contact, refusals),
    ...contactWrites(undefined, contactOf(contact)),
    ...(asked ? [remind(asked)] : []),
    changeOrder(none, orderAfter(none, [{ before: undefined, after: contact }])),
    changeCoverageState(
      { organizationId, lost: [], waiting: [], wholeIsNews: false, at: now, version: 0 },
      { lost: ['dpo missing'], waiting: [`technical unverified ${contact.profileId}`], wholeIsNews: true, at: now },
    ),
    ...invite({
      profile: invited,
      created: true,
      invitationId: invited.invitationId ?? newId('invitation'),
      activityId: newId('activity'),
      invitationDays: 7,
      inviter: { principal: 'deployer' },
      by: doer,
      now,
    }),
    keepAnswer(
      { principal: 'deployer', callHash: 'call', requestHash: 'request' },
      { status: 200, etag: undefined, body: '{}' },
      now,
    ),
  ]
  const owners = {
    pk: organizationId,
    sk: 'owners',
    organizationId,
    profileIds: new Set([profileId]),
    __edb_e__: 'owners',
  }
  return [
    ...writes.flatMap(({ item }) => item.Put?.Item ?? []),
    owners,
    ...ended(organization),
    ...written(),
    ...ofPrograms(organizationId),
  ]
}

const of = (entity: string) => (item: Item) => item.__edb_e__ === entity
const called = (name: string) => (item: Item) => item.__edb_e__ === 'organization' && item.name === name
const isKey = (name: string) => (item: Item) => item.__edb_e__ === 'api-key' && item.name === name
const isOwner = (item: Item) => item.lastName === 'Peeters-Owner'
const isInvited = (item: Item) => item.lastName === 'Invited'
const whose =
  (entity: string, state: string) =>
  ({ __edb_e__, state: found }: Item) =>
    __edb_e__ === entity && found === state
const without = (which: (item: Item) => boolean) => (items: Item[]) => items.filter((item) => !which(item))
const having = (which: (item: Item) => boolean, change: Item) => (items: Item[]) =>
  items.map((item) => (which(item) ? { ...item, ...change } : item))
const also = (item: Item) => (items: Item[]) => [...items, item]

test('a table that agrees with itself shows no violation', () => {
  expect(violations(agreeing())).toEqual([])
  expect(violations([])).toEqual([])
})

describe('a table shows it when', () => {
  test.each<[what: string, spoil: (items: Item[]) => Item[], found: RegExp]>([
    [
      'an item belongs to nobody and never ends',
      also({ pk: 'a', sk: 'b', __edb_e__: 'x' }),
      /no organization, no identity and no expiry/,
    ],
    ['a sort name is not that of the name', having(isOwner, { gsi1sk: 'other' }), /profile .* is not what follows/],
    ['a status index was left behind', having(isInvited, { gsi2pk: 'draft' }), /profile .* is not what follows/],
    ['a list would show another name', having(isInvited, { summary: {} }), /profile .* is not what follows/],
    [
      'an index entry of an organization is old',
      having(of('organization'), { gsi1sk: 'old' }),
      /organization .* is not what follows/,
    ],
    [
      'an invitation is listed under another state',
      having(whose('invitation', 'pending'), { gsi1pk: 'x' }),
      /invitation .* is not what follows/,
    ],
    [
      'a search entry is missing',
      without((item) => item.position === 'word#northwind.example' || String(item.position).startsWith('word#owner')),
      /search .* is missing/,
    ],
    [
      'the guard of an address is missing',
      without((item) => item.position === 'word#ada.owner@northwind.example'),
      /search .* is missing/,
    ],
    [
      'a search entry is left over',
      also({ pk: 'org_1#search', sk: 'word#x', organizationId: 'org_1', __edb_e__: 'search' }),
      /search .* follows from nothing/,
    ],
    [
      'an entry shares another number of letters',
      having(of('search'), { shared: 77 }),
      /search .* is not what follows/,
    ],
    ['a member is missing', without(of('permission-group-member')), /permission-group-member .* is missing/],
    [
      'a membership is left over',
      having(isOwner, { permissionGroups: {} }),
      /permission-group-member .* follows from nothing/,
    ],
    [
      'a membership has other dates',
      having(of('permission-group-member'), { validity: { validUntil: later(1) } }),
      /permission-group-member .* is not what/,
    ],
    [
      'an access record gives more than the profile',
      having(of('access'), { groups: { grp_1: { byHand: true } } }),
      /is not what its profile gives/,
    ],
    [
      'an access record outlives a deactivation',
      having(isOwner, { status: 'deactivated' }),
      /is not what its profile gives/,
    ],
    ['an access record is of no profile', having(of('access'), { profileId: newId('profile') }), /which is not there/],
    [
      'an access record is of another identity',
      having(isOwner, { identityId: anIdentity() }),
      /somebody else's profile/,
    ],
    ['whoever accepted has no access record', without(of('access')), /has no access record/],
    [
      'somebody is active without a sign-in',
      having(isInvited, { status: 'active' }),
      /active user without an identity/,
    ],
    ['an owner is not in the set', without(of('owners')), /not its active owners/],
    ['the set holds somebody else', having(of('owners'), { profileIds: new Set(['prf_1']) }), /not its active owners/],
    [
      'an owner was demoted and is still in the set',
      having(isOwner, { defaultRole: undefined }),
      /not its active owners/,
    ],
    ['an invitation is of nobody', without(isInvited), /is of a profile that is not there/],
    [
      'an accepted invitation has no acceptance',
      having(whose('invitation', 'accepted'), { acceptedAt: undefined }),
      /is accepted, and nobody knows when/,
    ],
    [
      'a pending invitation is of a draft',
      having(isInvited, { status: 'draft' }),
      /is pending, and its profile is draft/,
    ],
    [
      'an invitation was revoked for nothing',
      having(whose('invitation', 'pending'), { state: 'revoked' }),
      /revoked for nothing/,
    ],
    ['somebody invited has no invitation', without(whose('invitation', 'pending')), /with 0 pending invitations/],
    ['a sign-in has lost its address', without(of('sign-in-address')), /does not have its address/],
    ['an address is of nobody', having(of('sign-in-address'), { identityId: anIdentity() }), /which is not there/],
    [
      'access is of somebody who has not accepted',
      having(whose('identity', 'accepted'), { state: 'new' }),
      /has not accepted/,
    ],
    [
      'an attempt outlives its acceptance',
      (items) => [
        ...items,
        ...items
          .filter(of('access'))
          .map(({ pk }) => ({ pk, sk: 'attempt', identityId: pk, codes: 0, ttl: 1, __edb_e__: 'attempt' })),
      ],
      /has an attempt, and is not new/,
    ],
    [
      'a profile is of no organization',
      without(of('organization')),
      /profile .* is of an organization that is not there/,
    ],
    [
      'a customer has lost its parent',
      having(of('organization'), { parentId: newId('organization') }),
      /has a parent that is not there/,
    ],
    [
      'there are two providers',
      (items) => [...items, ...(anotherProvider.item.Put?.Item ? [anotherProvider.item.Put.Item] : [])],
      /not the one provider/,
    ],
    ['the provider is none', without(of('provider')), /not the one provider/],
    [
      'an activity is listed under another actor',
      having(of('activity'), { gsi2pk: 'x' }),
      /has another gsi2pk than its summary/,
    ],
    [
      'an activity holds a name in clear',
      telling({ about: { name: 'Peeters-Owner' } }),
      /holds a person's lastName in clear/,
    ],
    [
      'an activity holds an address in clear, in other letters',
      telling({ about: { to: 'ADA.OWNER@northwind.example' } }),
      /holds a person's email in clear/,
    ],
    [
      'more was counted than is allowed',
      also({ pk: 'a', sk: 'b', ttl: 1, what: 'activation-codes', count: 21, __edb_e__: 'limit' }),
      /more was counted of activation-codes/,
    ],
    [
      'something was counted that has no limit',
      also({ pk: 'a', sk: 'b', ttl: 1, what: 'x', count: 1, __edb_e__: 'limit' }),
      /more was counted of x/,
    ],
    [
      'an attempt had six codes',
      also({ pk: 'a', sk: 'attempt', ttl: 1, codes: 6, __edb_e__: 'attempt' }),
      /more codes than an attempt may try/,
    ],
    ['an answer ends early', having(of('idempotency'), { ttl: 1 }), /ends at another moment/],
    [
      'a link leads nowhere',
      also({ pk: 'link#x', sk: 'link', ttl: 1, generation: 1, __edb_e__: 'link' }),
      /leads to nothing/,
    ],
    [
      'a link was sent more often than its invitation',
      (items) => [
        ...items,
        ...items.filter(of('invitation')).map(({ organizationId, invitationId }) => ({
          pk: 'link#x',
          sk: 'link',
          purpose: 'activation',
          organizationId,
          invitationId,
          generation: 2,
          __edb_e__: 'link',
        })),
      ],
      /ever sent so often/,
    ],
    [
      'a change of address belongs to nobody',
      also({ pk: 'idn', sk: 'address-change', identityId: 'idn', generation: 1, __edb_e__: 'address-change' }),
      /is of identity idn, which is not there/,
    ],
    [
      'a mail was sent without a message',
      also({ pk: 'act', sk: 'mail#x', ttl: 1, state: 'sent', __edb_e__: 'mail-claim' }),
      /sent without a message/,
    ],
    [
      'more is kept of somebody who was removed',
      having(of('former-profile'), { email: 'x@northwind.example' }),
      /was removed, and its email is kept/,
    ],
    ['a name is not guarded', without(of('name-guard')), /name-guard .* is missing/],
    [
      'a name is guarded for another group',
      having(of('name-guard'), { definitionId: 'pgr_1' }),
      /name-guard .* is not what follows/,
    ],
    [
      'a name is guarded that is free',
      having(of('permission-group'), { state: 'removed' }),
      /name-guard .* follows from nothing/,
    ],
    [
      'a contact is another than the profile',
      having(of('contact'), { language: 'de' }),
      /contact .* is not what follows/,
    ],
    ['a contact is missing', without(of('contact')), /contact .* is missing/],
    [
      'a contact is left over',
      having((item) => item.lastName === 'Contact' && item.__edb_e__ === 'profile', { contactRoles: undefined }),
      /contact .* follows from nothing/,
    ],
    [
      'an order names somebody else',
      having(of('contact-order'), { holders: {} }),
      /order of technical in .* does not name/,
    ],
    ['an order is missing', without(of('contact-order')), /order of technical in .* does not name/],
    [
      'a contact will never be asked again',
      without((item) => item.kind === 'contact-question'),
      /prf_.* will never be asked again/,
    ],
    ['a gap is told twice', having(of('coverage-state'), { waiting: ['dpo missing'] }), /told tells a gap twice/],
    ['names are counted wrongly', having(of('name-count'), { count: 2 }), /counts 2 names, and there are others/],
    ['a name was not counted', without(of('name-count')), /the name of pgr_.* was not counted/],
    ['a group counts members that it has not', having(of('permission-group'), { members: 1 }), /1 members and has 0/],
    ['a key is listed by another maker', having(isKey('Rotated'), { gsi1pk: 'x' }), /api-key .* is not what follows/],
    ['a revoked key has a name', having(isKey('Rotated'), { state: 'revoked' }), /name-guard .* follows from nothing/],
    [
      'a revoked key never ends',
      having(isKey('Revoked'), { ttl: undefined }),
      /is revoked, and its end says otherwise/,
    ],
    ['a key ends that works', having(isKey('Rotated'), { ttl: 1 }), /is active, and its end says otherwise/],
    [
      'a key was revoked at no time',
      having(isKey('Revoked'), { revokedAt: undefined }),
      /is revoked, and its revocation says otherwise/,
    ],
    [
      'a key works for more than a year',
      having(isKey('Rotated'), { expiresAt: later(366 * 24 * 3600) }),
      /works for more than a year/,
    ],
    [
      'the secret before works for more than a week',
      having(isKey('Rotated'), { previous: { hash: 'p'.repeat(43), since: now, validUntil: later(8 * 24 * 3600) } }),
      /works for more than a week/,
    ],
    [
      'a key was rotated to what it was',
      having(isKey('Rotated'), { previous: { hash: 'n'.repeat(43), since: now, validUntil: now } }),
      /was rotated to the secret that it had/,
    ],
    [
      'a key’s secret is stored',
      having(isKey('Rotated'), { current: { hash: 'rk_shown', since: later(3600) } }),
      /has a secret that is no hash/,
    ],
    [
      'a key’s secret is younger than what came after it',
      having(isKey('Rotated'), { previous: { hash: 'p'.repeat(43), since: later(7200), validUntil: later(7200) } }),
      /has a secret before that is younger/,
    ],
    ['a key is older than itself', having(isKey('Revoked'), { createdAt: later(1) }), /from before it was made/],
    [
      'two keys share a secret',
      having(isKey('Revoked'), { current: { hash: 'n'.repeat(43), since: now } }),
      /are the same/,
    ],
    ['a key was used at a moment', having(isKey('Rotated'), { lastUsedAt: later(1) }), /at a moment, not in an hour/],
    ['a key holds nothing', having(isKey('Rotated'), { permissions: [] }), /holds nothing/],
    [
      'a key holds something twice',
      having(isKey('Rotated'), { permissions: ['access:read', 'access:read'] }),
      /holds something twice/,
    ],
    [
      'a key holds what only people may',
      having(isKey('Rotated'), { permissions: ['api-keys:manage'] }),
      /holds api-keys:manage, which no key may/,
    ],
    [
      'a key was made from nowhere',
      having(isKey('Rotated'), {
        maker: { identityId: anIdentity(), organizationId: newId('organization'), profileId: newId('profile') },
      }),
      /was made from an organization that is not there/,
    ],
    ['a key is of no organization', without(of('organization')), /key_.* is of an organization that is not there/],
    ['a version is missing', without(of('document-version')), /has lost a version/],
    [
      'a document shows what was never published',
      having((item) => item.published !== undefined, { published: { version: 1, publishedAt: now, languages: {} } }),
      /shows another version than was published/,
    ],
    [
      'a document has nothing',
      having((item) => item.draft !== undefined, { draft: undefined }),
      /has no version at all/,
    ],
    [
      'a draft is of a version that was published',
      having((item) => item.published !== undefined, { draft: { version: 1, languages: {} } }),
      /draft of a version that was published/,
    ],
    ['a version is of no document', without(of('document')), /is of no document that has come so far/],
    ['nothing is newest', without(of('newest-document')), /the newest csp-contract is not what was published last/],
    [
      'something else is newest',
      having(of('newest-document'), { documentId: newId('document') }),
      /the newest csp-contract is not what was published last/,
    ],
    ['a text is another', having(of('document-text'), { sha256: 'x' }), /is another text/],
    ['a text is not kept', without(of('document-text')), /is not kept as it was given/],
    ['customers are counted wrongly', having(of('customers'), { count: 2 }), /counts 2 customers and has 1/],
    ['customers are not counted', without(of('customers')), /counts 0 customers and has 1/],
    [
      'an organization was removed without a day',
      having(called('Closed'), { removal: undefined }),
      /is removed, and its removal says otherwise/,
    ],
    ['one that was restored was removed', having(called('Closed'), { status: 'active' }), /is active, and its removal/],
    ['a removed organization is erased never', without(of('due')), /due .* is missing/],
    [
      'one that was restored is to be erased',
      having(called('Closed'), { status: 'active', removal: undefined }),
      /due .* follows from nothing/,
    ],
    ['nobody goes on with erasing', without(of('job')), /is erased by 0 jobs/],
    ['a job erases what was erased', having(called('Going'), { erasedAt: now }), /is erased by 1 jobs/],
    [
      'something is left of what was erased',
      having(called('Going'), { erasedAt: now }),
      /job.* is of an organization that was erased/,
    ],
    ['a field would hold a secret', having(isOwner, { password: 'x' }), /holds "password":/],
    [
      'a token of Cognito is stored',
      having(of('activity'), { note: 'eyJraWQiOiJ4In0.eyJzdWIiOiJ4In0.x' }),
      /holds eyJ/,
    ],
    [
      'a link that works is stored',
      having(isOwner, { note: `https://x.example/activate/${'a'.repeat(43)}` }),
      /holds \/activate\//,
    ],
    [
      'an answer that is kept holds a secret',
      having(of('idempotency'), { reply: deflateRawSync('{"secretCode":"x"}') }),
      /holds "secretCode":/,
    ],
  ])('%s', (_, spoil, found) => {
    expect(violations(spoil(agreeing())).join('\n')).toMatch(found)
  })
})

const anotherProvider = createOrganization(anOrganization({ kind: 'provider' }))

function telling(more: Item) {
  return (items: Item[]) =>
    items.map((item) => (of('activity')(item) ? { ...item, summary: { ...Object(item.summary), ...more } } : item))
}
