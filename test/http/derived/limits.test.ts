import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf } from '../../support/cloud-services-directory.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import { freshCustomer, freshPermissionGroup } from '../../support/world-fresh.ts'
import { freshKeyName } from '../../support/world-keys.ts'
import { happenedToday, whileOwnersAre } from '../../support/world-limits.ts'
import { choosePassword, freshEmail, invite, passwordForm, submit } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** A test by the folder and name of its file and by how its own name begins. */
type Proof = readonly [file: string, begins: string]
const here = 'http/derived/limits'
const fields = 'http/derived/field-limits'
const agreement = 'unit/domain/agreement-text'

/** Which tests hold which row of "Limits" in the README against the product, one less and one more included. */
const proofs: Readonly<Record<string, readonly Proof[]>> = {
  'body of a request': [
    ['http/derived/refusals', '413 body-too-large: of more than 256 KB, and takes one of exactly that'],
  ],
  'page of a list': [[fields, 'takes ${least} and ${most}, and 400 invalid']],
  'names and titles, descriptions, e-mail addresses': [
    [fields, 'takes one of ${most}, whole'],
    [fields, '400 invalid for a text of ${most + 1} characters'],
    [fields, 'every text has a limit, and the one that is described is the one that counts'],
  ],
  'an organization': [
    [
      'http/permission-groups/create-permission-group',
      '409 too-many-permission-groups-here for the 201st, and for the 200th not',
    ],
    ['http/roles/create-role', '409 too-many-roles-here for the hundred and first'],
    ['http/groups/create-group', '409 too-many-groups-here for the 1,001st, and 201 again once one is removed'],
    ['http/profiles/reactivate-profile', '409 too-many-owners when there are a hundred, and the hundredth is taken'],
    ['http/me/accept-invitation', '409 too-many-owners where there are a hundred'],
    [here, 'the hundredth owner is welcomed'],
  ],
  'a person': [
    [
      'http/permission-groups/add-permission-group-member',
      '409 too-many-permission-groups for the 21st, and for the 20th not',
    ],
    ['http/permission-groups/replace-profile-permission-groups', '409 too-many-permission-groups for 21'],
    ['http/groups/grant-group-access', '409 too-many-groups for the hundred and first by hand of one of them'],
    ['http/groups/set-group-role', '409 not-a-user for a contact; 409 too-many-groups where it gives'],
    ['http/roles/set-default-role', '409 too-many-groups for the hundred and first by hand'],
  ],
  'given in one call': [
    ['http/groups/grant-group-access', '200 for ten with a custom role in the group'],
    [
      'http/groups/grant-group-access',
      '400 names each who is not here, a role that is not here or of another level, too many',
    ],
    ['http/groups/grant-profile-groups', '200 for twenty groups at once, and 400 for twenty-one'],
  ],
  'given by an invitation, meant for a draft': [
    ['http/groups/leave-groups', 'a draft is meant for ten groups at most, and confirmed with all of them at once'],
    ['http/invitations/invite-users', '409 too-many-groups when a draft would begin with more than 10'],
  ],
  'members chosen anew in one call': [
    ['http/permission-groups/replace-permission-group-members', '400 too-many-changes for more than 1,000 differences'],
    [here, '1,000 changes are not too many, and 1,001 are'],
  ],
  'invited in one call': [
    ['http/invitations/invite-users', 'for more than a hundred, however they are given; a hundred are looked at'],
    ['http/invitations/invite-many-users', '200 for a hundred, each whole'],
    [fields, 'takes ${least} and ${most}, and 400 invalid'],
    ['http/invitations/plan-import', 'for more than 1,000 rows, and for 1,000 not'],
    ['http/invitations/plan-import', '200 invalid for more than 10 groups, and for 10 not'],
  ],
  'questions about access in one call': [
    ['http/access/evaluate-access-batch', '400 for a single question that says too little, for what cannot be read'],
    ['http/access/search-subjects', '200 a hundred on a page at most, whatever limit is asked for'],
  ],
  'a notification': [
    ['http/notifications/send-notification', '409 too-many-recipients where the watchlist comes on top'],
    ['http/notifications/send-notification', '400 invalid for text that is missing, too long'],
  ],
  'a document': [
    [fields, 'takes one of ${most}, whole'],
    ['http/contracts/create-document', '201 with four languages of almost 60,000 characters each, and 413'],
  ],
  'a text of a document': [
    [agreement, 'more than can be drawn: as many parts as that, and not one more'],
    [agreement, 'more items of lists and quotes than 4,000, before it is read'],
    [agreement, 'more lines than anybody reads'],
    [agreement, 'a table that is too wide'],
    [agreement, 'a word without end'],
    ['unit/contracts/agreement-drawing', 'is drawn in time, and small enough to be answered with'],
  ],
  'an invitation': [
    [here, 'works for as many days as the organization says, to the second'],
    [fields, 'takes ${least} and ${most}, and 400 invalid'],
    ['http/invitations/resend-invitation', 'within a minute of the last sending'],
    ['http/invitations/resend-invitation', 'for the sixth time in a day'],
  ],
  'mails with links': [
    ['http/invitations/invite-users', '429 for the 501st mail with a link'],
    ['http/invitations/resend-invitation', 'for the 501st mail with a link'],
    ['http/invitations/invite-users-beyond-the-day', 'wait until tomorrow, are counted then'],
    [here, 'the tenth mail of the day to an address goes out, and the eleventh waits'],
    ['http/invitations/send-invitation', 'waits until tomorrow, and goes out then'],
  ],
  'an activation link': [
    ['http/invitations/enrol-factor', '409 after five in an attempt'],
    ['http/invitations/enrol-factor', '410 after twenty over a link'],
  ],
  'a contact role': [['http/contact-roles/assign-contact-role', '409 too-many-holders for the eleventh']],
  'the question to a contact': [
    ['http/contact-roles/show-contact', '410 once 60 days have gone by without an answer'],
    ['http/contact-roles/ask-contacts', 'after as many days as their organization says'],
    ['http/contact-roles/ask-contacts', 'after a year, once'],
    [fields, 'takes ${least} and ${most}, and 400 invalid'],
  ],
  'another address, asked for by a contact': [['http/contact-roles/answer-contact', '429 within the hour']],
  'an API key': [
    ['http/api-keys/create-api-key', '409 too-many-api-keys-here for the hundred and first'],
    [here, 'works for a year at most, and 90 days when nothing is said, to the millisecond'],
    [
      here,
      'has its secret before beside the new one for a week at most, and a day when nothing is said, to the second',
    ],
    [fields, 'takes ${least} and ${most}, and 400 invalid'],
  ],
  'access token, sign-in': [
    ['infra/data', 'portal: tokens live for 15 minutes, refreshing for 12 hours'],
    ['http/derived/denials', 'is refused with an expired token that the gateway still remembers'],
  ],
  activities: [
    [here, 'are kept for as many days as the organization says'],
    ['table/activity', 'of a contract is kept for as long as any may be, whatever the organization says'],
    [fields, 'takes ${least} and ${most}, and 400 invalid'],
  ],
  'a removed organization': [[here, 'can be restored for 30 days, to the second']],
  webhooks: [
    ['http/webhooks/create-webhook', '409 too-many-webhooks for the eleventh, and 201 again once one is removed'],
    [fields, '400 invalid for a text of ${most + 1} characters'],
  ],
  'a delivery to a webhook': [
    ['unit/platform/webhook-receiver', 'is not waited for longer than 15 seconds'],
    ['unit/domain/webhook-delivery', 'is tried eight times over a day'],
    ['http/webhooks/deliver-webhooks', 'is tried again, later and later, eight times over a day'],
    ['http/webhooks/list-webhook-deliveries', '200 with those of one state alone; what is older than 30 days is gone'],
  ],
  'a webhook that fails': [
    ['unit/domain/webhook-delivery', 'a webhook has failed for days from the third day on'],
    ['http/webhooks/deliver-webhooks', 'is switched off once nothing has arrived for three days'],
  ],
  'the secret of a webhook': [
    ['http/webhooks/rotate-webhook-secret', '200 with another secret; both sign for 24 hours, to the second'],
  ],
}

/** What people are not told in that table, and holds all the same. */
const unsaid: readonly Proof[] = [
  ['table/idempotency', 'counts for 24 hours by the clock'],
  ['http/derived/idempotency', 'is remembered after 23 hours, and forgotten after 25'],
  ['http/invitations/enrol-factor', '15 minutes after the password, and not a moment before'],
  ['http/me/change-my-email', '429 too-many-requests for the sixth time in a day'],
  ['http/profiles/reset-mfa', '429 too-many-requests the sixth time in a day'],
  ['http/me/show-address-change', '410 once it has expired'],
]

const text = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const isThere = ([file, begins]: Proof): boolean =>
  ["'", '`'].some((quote) => text(`test/${file}.test.ts`).includes(`${quote}${begins}`))

describe('the README', () => {
  const [, section = ''] = /^### Limits$(.*?)^### /ms.exec(text('README.md')) ?? []
  const rows = [...section.matchAll(/^\| (.+?) \| .+ \|$/gm)].map(([, what = '']) => what).slice(1)

  test('names no limit that no test holds, and no test holds one that it does not name', () => {
    expect(rows).toEqual(Object.keys(proofs))
  })

  test.each([...Object.entries(proofs), ['what it does not say', unsaid] as const])(
    '%s: the tests are there',
    (_, some) => {
      expect(some.filter((proof) => !isThere(proof))).toEqual([])
    },
  )
})

describe('an organization', () => {
  test('the hundredth owner is welcomed, and to the next it is said that there is no room, until there is', async () => {
    const { organizationId, owner } = world.customer
    const { link } = await invite(owner, organizationId, { defaultRole: 'rol_owner' })
    const finish = async () => {
      const { attempt, totpKey } = await choosePassword(await passwordForm(link))
      return submit(attempt, { code: codeOf(totpKey) })
    }
    const full = await whileOwnersAre(100, organizationId, finish)
    expect(full.status).toBe(409)
    expect(textOf(full.body)).toContain('as many owners as it can have')
    expect((await whileOwnersAre(99, organizationId, finish)).status).toBe(200)
    await settle()
  })

  test('can be restored for 30 days, to the second', async () => {
    const { organizationId } = await freshCustomer(world.provider)
    const about = { by: world.provider.owner, params: { organizationId } }
    const { restorableUntil, removedAt } = await succeed('removeOrganization', about)
    const end = Date.parse(restorableUntil ?? '')
    expect(end - Date.parse(removedAt ?? '')).toBe(after.days(30))
    await atTime(new Date(end).toISOString(), () => fail('restore-too-late', 'restoreOrganization', about))
    await atTime(new Date(end - 1).toISOString(), () => succeed('restoreOrganization', about))
  })
})

describe('in one call', () => {
  test('1,000 changes are not too many, and 1,001 are', async () => {
    const { organizationId, owner } = world.customer
    const permissionGroupId = await freshPermissionGroup(world.customer)
    const replacing = (count: number) => ({
      by: owner,
      params: { organizationId, permissionGroupId },
      headers: { 'if-match': '"1"' },
      body: {
        profileIds: Array.from(
          { length: count },
          (_, at) => `prf_01k2r8v6m0q3s5t7w9x1y3${String(at).padStart(4, '0')}`,
        ),
      },
    })
    expect(await faultsOf('replacePermissionGroupMembers', replacing(1001))).toEqual(['#/profileIds too-many-changes'])
    // Nobody of them is there, which is looked at once they are few enough.
    const faults = await faultsOf('replacePermissionGroupMembers', replacing(1000))
    expect(new Set(faults.map((fault) => fault.split(' ')[1]))).toEqual(new Set(['not-found']))
  })
})

/** A customer with a setting of its own. */
async function customerWith(setting: object) {
  const { organizationId, owner } = await freshCustomer(world.provider)
  await succeed('changeOrganization', {
    by: owner,
    params: { organizationId },
    headers: { 'if-match': '"1"' },
    body: setting,
  })
  return { organizationId, owner }
}

describe('an invitation', () => {
  test.each([
    [7, {}],
    [1, { invitationDays: 1 }],
    [30, { invitationDays: 30 }],
  ])('works for as many days as the organization says, to the second: %i', async (days, setting) => {
    const { organizationId, owner } = await customerWith({ name: 'Tailspin', ...setting })
    const { link, invitationId } = await invite(owner, organizationId)
    const { sentAt, expiresAt } = await succeed('getInvitation', {
      by: owner,
      params: { organizationId, invitationId },
    })
    const end = Date.parse(expiresAt)
    expect(end - Date.parse(sentAt)).toBe(after.days(days))
    const open = (moment: number) => atTime(new Date(moment).toISOString(), () => send({ method: 'GET', path: link }))
    expect((await open(end - 1)).status).toBe(200)
    expect((await open(end)).status).toBe(410)
  })
})

describe('an API key', () => {
  const making = (body: object = {}) => {
    const { organizationId, owner } = world.customer
    return {
      by: owner,
      params: { organizationId },
      body: { name: freshKeyName(), permissions: ['profiles:read'], ...body },
    }
  }
  const isTaken = async (text: string, moment: number): Promise<boolean> => {
    const { organizationId } = world.customer
    const asked = { by: { text }, params: { organizationId } }
    const { status } = await atTime(new Date(moment).toISOString(), () => call('listProfiles', asked))
    return status === 200
  }

  test('works for a year at most, and 90 days when nothing is said, to the millisecond', async () => {
    const now = '2030-01-01T00:00:00.000Z'
    const inYears = (more: number) => new Date(Date.parse(now) + after.days(365) + more).toISOString()
    await atTime(now, async () => {
      expect(await faultsOf('createApiKey', making({ expiresAt: inYears(1) }))).toEqual(['#/expiresAt too-far'])
      for (const more of [0, -1])
        expect((await succeed('createApiKey', making({ expiresAt: inYears(more) }))).expiresAt).toBe(inYears(more))
      expect(await faultsOf('createApiKey', making({ expiresAt: now }))).toEqual(['#/expiresAt in-the-past'])
    })
    const { key, createdAt, expiresAt } = await succeed('createApiKey', making())
    const end = Date.parse(expiresAt)
    expect(end - Date.parse(createdAt)).toBe(after.days(90))
    expect([await isTaken(key, end - 1), await isTaken(key, end)]).toEqual([true, false])
  })

  test.each([
    [24 * 3600, {}],
    [7 * 24 * 3600, { overlapSeconds: 7 * 24 * 3600 }],
    [0, { overlapSeconds: 0 }],
    [1, { overlapSeconds: 1 }],
  ])(
    'has its secret before beside the new one for a week at most, and a day when nothing is said, to the second: %i',
    async (seconds, body) => {
      const { organizationId, owner: by } = world.customer
      const { key: first, keyId } = await succeed('createApiKey', making())
      const rotated = await succeed('rotateApiKey', { by, params: { organizationId, keyId }, body })
      const since = Date.parse(rotated.updatedAt)
      const taken = async (moment: number) => [await isTaken(first, moment), await isTaken(rotated.key, moment)]
      expect(await taken(since + seconds * 1000)).toEqual([false, true])
      if (seconds > 0) expect(await taken(since + seconds * 1000 - 1)).toEqual([true, true])
    },
  )
})

describe('mails', () => {
  test('the tenth mail of the day to an address goes out, and the eleventh waits, whoever sends it', async () => {
    const email = freshEmail()
    await happenedToday('address-link-mails', email, 1)
    for (const { owner, organizationId } of [world.customer, world.twin]) {
      const body = { addresses: [email] }
      const { items } = await succeed('inviteUsers', { by: owner, params: { organizationId }, body })
      expect(items).toMatchObject([{ outcome: 'invited' }])
      await settle()
    }
    expect(mailsTo(email)).toHaveLength(1)
    expect(linkTo(email)).toContain('/activate/')
  })
})

describe('activities', () => {
  test.each([
    [400, {}],
    [90, { activityRetentionDays: 90 }],
    [2555, { activityRetentionDays: 2555 }],
  ])('are kept for as many days as the organization says: %i', async (days, setting) => {
    const { organizationId, owner } = await customerWith({ name: 'Tailspin', ...setting })
    await invite(owner, organizationId)
    const mine = (await itemsOf('activity')).filter(
      (item) => item.organizationId === organizationId && item.action === 'invitation.created',
    )
    expect(mine).toHaveLength(1)
    for (const { ttl, summary } of mine) {
      const { at } = Object(summary)
      expect(ttl).toBe(Math.floor(Date.parse(at) / 1000) + days * 24 * 3600)
    }
  })
})
