import { describe, expect, test } from 'vitest'
import { requestAddressChange } from '../../shared/domain/address-change.ts'
import { requestFactorReset } from '../../shared/domain/factor-reset.ts'
import { id } from '../../shared/domain/ids.ts'
import { removedAt } from '../../shared/domain/organization.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { accessOf, createAccess, updateAccess, whileAccess } from '../../shared/table/access.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { type AddressChangeRecord, confirmAddressChange, putAddressChange } from '../../shared/table/address-change.ts'
import { createApiKey, revokeApiKey, rotateApiKey } from '../../shared/table/api-key.ts'
import { changeOrder, contactOf, contactWrites, orderAfter } from '../../shared/table/contact.ts'
import { changeCoverageState } from '../../shared/table/coverage-state.ts'
import { whileWithoutCustomers } from '../../shared/table/customers.ts'
import { changeName, freeName, takeName } from '../../shared/table/definition-name.ts'
import { createDocument } from '../../shared/table/document.ts'
import { remind } from '../../shared/table/due.ts'
import { putFactorReset } from '../../shared/table/factor-reset.ts'
import { countGroupMembers } from '../../shared/table/group.ts'
import { enterGroupMember } from '../../shared/table/group-member.ts'
import { keepAnswer } from '../../shared/table/idempotency.ts'
import { changeIdentityAddress, createIdentity, endTokens, whileIdentityHolds } from '../../shared/table/identity.ts'
import { addressHash, changeInvitation, createInvitation } from '../../shared/table/invitation.ts'
import { countLinkMail, invite, sendAgain, withdraw } from '../../shared/table/inviting.ts'
import { countToday, keptApart } from '../../shared/table/limit.ts'
import { createNotification } from '../../shared/table/notification.ts'
import {
  changeOrganization,
  createOrganization,
  moveAccessVersion,
  type OrganizationRecord,
  whileOrganization,
} from '../../shared/table/organization.ts'
import { changePermissionGroup, countMembers, createPermissionGroup } from '../../shared/table/permission-group.ts'
import { enterMember } from '../../shared/table/permission-group-member.ts'
import {
  changeProfile,
  createProfile,
  type ProfileRecord,
  personalValues,
  whileProfile,
} from '../../shared/table/profile.ts'
import { changeRole, countHolders, createRole, replaceRole } from '../../shared/table/role.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { createWebhook } from '../../shared/table/webhook.ts'
import { createDelivery, endDelivery, tryAgain } from '../../shared/table/webhook-delivery.ts'
import { writeUnits } from '../support/capacity.ts'
import { costsInReadme } from '../support/costs-in-readme.ts'
import { anInvitation, anOrganization, aProfile, email, newId, now, refusals } from '../support/table-fixtures.ts'

import {
  activityOf,
  antwerp,
  attemptedDelivery,
  call,
  customer,
  doer,
  identity,
  identityId,
  intranet,
  invitation,
  manyContacts,
  named,
  namedKey,
  namedRole,
  nightShift,
  oneAgreement,
  organizationId,
  parent,
  person,
  publishing,
  reviewer,
  rotatedKey,
  takenRow,
  texts,
  ticketSystem,
  toldOnce,
  toThree,
  typed,
  written,
} from '../support/table-samples.ts'
import type { Item } from '../support/world-table.ts'

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

describe('what the README says of changes', () => {
  const rows = costsInReadme('Changes')

  test('is said of every change that is measured here, and of no other', () => {
    expect([...rows.keys()]).toEqual(Object.keys(changes))
  })

  test.each(Object.entries(changes))('%s', (change, units) => {
    expect(rows.get(change)?.at(-1)).toBe(String(units()))
  })
})
