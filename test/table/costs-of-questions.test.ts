import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../shared/domain/ids.ts'
import { pageOfAccess } from '../../shared/table/access.ts'
import { lookBackForActing } from '../../shared/table/acting.ts'
import { listActivities, listActivitiesOfProfile } from '../../shared/table/activity-list.ts'
import { pageOfApiKeys } from '../../shared/table/api-key.ts'
import {
  getItems,
  readAuthorisation,
  readDelegations,
  readKeyAuthorisation,
  readSignedIn,
} from '../../shared/table/authorisation.ts'
import { listContacts } from '../../shared/table/contact.ts'
import { getDocument, getNewestOfKind, getTexts, listDocuments } from '../../shared/table/document.ts'
import { pageOfGroups } from '../../shared/table/group.ts'
import { pageOfGroupMembers } from '../../shared/table/group-member.ts'
import { getInvitation, listInvitations, listInvitationsOf } from '../../shared/table/invitation.ts'
import { findLink } from '../../shared/table/link.ts'
import { keysOf } from '../../shared/table/named-in-questions.ts'
import { listNotifications } from '../../shared/table/notification.ts'
import { listCustomers } from '../../shared/table/organization.ts'
import { hasActiveOwner } from '../../shared/table/owners.ts'
import { findPeople } from '../../shared/table/people.ts'
import { listPermissionGroups } from '../../shared/table/permission-group.ts'
import { pageOfMembers } from '../../shared/table/permission-group-member.ts'
import { getProfile, profileKey } from '../../shared/table/profile.ts'
import { listProfiles, pageByDefaultRole } from '../../shared/table/profile-list.ts'
import { listRoles } from '../../shared/table/role.ts'
import { findByAddress, listEntries } from '../../shared/table/search.ts'
import { listWebhooks } from '../../shared/table/webhook.ts'
import { getDelivery, pageOfDeliveries } from '../../shared/table/webhook-delivery.ts'
import { readCost } from '../support/capacity.ts'
import { costsInReadme } from '../support/costs-in-readme.ts'
import { newestActivities, now } from '../support/table-fixtures.ts'

import {
  antwerp,
  call,
  colleague,
  everywhere,
  ghent,
  identityId,
  inHundred,
  intranet,
  invitation,
  newest,
  nightShift,
  oneAgreement,
  oneDelivery,
  organizationId,
  others,
  parent,
  person,
  saveSamples,
  ticketSystem,
} from '../support/table-samples.ts'

beforeAll(saveSamples)

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

describe('what the README says of questions', () => {
  const rows = costsInReadme('Questions')

  test('is said of every question that is measured here, and of no other', () => {
    expect([...rows.keys()]).toEqual(Object.keys(questions))
  })

  test.each(Object.entries(questions))('%s', async (question, ask) => {
    const { calls, units } = await readCost(ask)
    expect(rows.get(question)?.slice(-2)).toEqual([String(calls), String(units)])
  })

  test('counts one invitation as a profile', async () => {
    expect(await readCost(() => getInvitation(invitation))).toEqual(await readCost(() => getProfile(person)))
  })
})
