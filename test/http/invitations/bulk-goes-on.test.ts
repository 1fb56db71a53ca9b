import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, type Request, succeed } from '../../support/gateway-call.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { changeGrants } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshDraft, freshInvitee, freshPermissionGroup } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { freshEmail } from '../../support/world-people.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const here = () => freshCustomer(world.provider)
const asked = ({ organizationId, owner: by }: Tenant, body: object, key?: string): Request => ({
  by,
  params: { organizationId },
  body,
  ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
})
const outcomes = (items: readonly { outcome: string }[]) => items.map(({ outcome }) => outcome)
const addresses = (count: number): readonly string[] => Array.from({ length: count }, () => freshEmail())
/** Ends a call at its so-manieth transaction. */
const brokenOffAt = (transaction: number, act: () => Promise<unknown>) => {
  let transactions = 0
  return whileMeddling(async ({ command, goOn }) => {
    if (command === 'TransactWriteItemsCommand' && ++transactions === transaction) throw new Error('it was ended')
    return goOn()
  }, act)
}

describe('a key of a call for many', () => {
  test('stands for another call after its day: what stands there then is told, and sent again', async () => {
    const tenant = await here()
    const [one, other] = [await freshInvitee(tenant), await freshInvitee(tenant)]
    const body = { addresses: [one.email, other.email], resendPending: true }
    const again = () => succeed('inviteUsers', asked(tenant, body, 'every-monday'))
    const mailsNow = () => mailsTo(one.email).length
    await atTime(after.minutes(5), async () => {
      expect(outcomes((await again()).items)).toEqual(['resent', 'resent'])
      await settle()
    })
    const sent = mailsNow()
    await atTime(after.days(2), async () => {
      expect(outcomes((await again()).items)).toEqual(['resent', 'resent'])
      await settle()
    })
    expect(mailsNow()).toBe(sent + 1)
  })

  test('goes on with a reason for owners whom its first part has invited', async () => {
    const tenant = await here()
    const { email } = await freshDraft(tenant, { defaultRole: 'rol_owner' })
    const body = { addresses: [email, ...addresses(30)], reason: 'Nobody else is there in August.' }
    const request = asked(tenant, body, 'with-a-reason')
    await brokenOffAt(2, () => call('inviteUsers', request))
    const { items } = await succeed('inviteUsers', request)
    expect(new Set(outcomes(items))).toEqual(new Set(['invited']))
  })

  test('is kept for its body by whoever breaks off after a part was done before', async () => {
    const tenant = await here()
    const body = { addresses: addresses(40) }
    await brokenOffAt(2, () => call('inviteUsers', asked(tenant, body, 'of-one-body')))
    await brokenOffAt(1, () => call('inviteUsers', asked(tenant, body, 'of-one-body')))
    await fail('key-reused', 'inviteUsers', asked(tenant, { addresses: addresses(2) }, 'of-one-body'))
    expect(new Set(outcomes((await succeed('inviteUsers', asked(tenant, body, 'of-one-body'))).items))).toEqual(
      new Set(['invited']),
    )
  })
})

test('what a draft was meant for keeps its dates and its role in a group, beside what the call gives', async () => {
  const tenant = await here()
  const [group, other] = [await freshGroup(tenant.organizationId), await freshGroup(tenant.organizationId)]
  const permissionGroup = await freshPermissionGroup(tenant)
  const draft = await freshDraft(tenant)
  const validUntil = '2099-01-01T00:00:00.000Z'
  const groupRole = { roleId: id('role', 'rol_group-viewer') }
  await changeGrants(draft, (profile) => ({
    ...profile,
    permissionGroups: { [permissionGroup]: { validUntil } },
    groups: { [group]: { byHand: true, groupRole, validUntil } },
  }))
  const grants = { groups: [group, other], permissionGroups: [permissionGroup], defaultRole: 'rol_group-admin' }
  const body = { profileIds: [draft.profileId], addresses: [freshEmail()], ...grants }
  expect(outcomes((await succeed('inviteUsers', asked(tenant, body))).items)).toEqual(['invited', 'invited'])
  const there = { by: tenant.owner, params: { organizationId: tenant.organizationId, profileId: draft.profileId } }
  const { items } = await succeed('listProfileGroups', there)
  expect(items.map((one) => [one.groupId, one.groupRole, one.validUntil]).sort()).toEqual(
    [
      [group, 'rol_group-viewer', validUntil],
      [other, null, null],
    ].sort(),
  )
  const joined = await succeed('listProfilePermissionGroups', there)
  expect(joined.items).toMatchObject([{ permissionGroupId: permissionGroup, validUntil }])
})

test('an invitation is not sent again where its mail could not go today: the link that is out goes on working', async () => {
  const tenant = await here()
  const { email, invitationId } = await freshInvitee(tenant)
  await atTime(after.minutes(2), async () => {
    await succeed('resendInvitation', {
      by: tenant.owner,
      params: { organizationId: tenant.organizationId, invitationId },
    })
    await settle()
  })
  const link = linkTo(email)
  await atTime(after.minutes(5), async () => {
    await happenedToday('organization-link-mails', tenant.organizationId)
    const body = { addresses: [email, freshEmail()], resendPending: true }
    const { items } = await succeed('inviteUsers', asked(tenant, body))
    expect(items).toMatchObject([
      { outcome: 'already-invited', detail: expect.stringContaining('500 mails') },
      { outcome: 'invited', detail: expect.stringContaining('tomorrow') },
    ])
    expect((await send({ method: 'GET', path: link })).status).toBe(200)
  })
})

describe('an import', () => {
  test('says what of a row was left out, for whoever is known', async () => {
    const tenant = await here()
    const draft = await freshDraft(tenant)
    const csv = `email,job title,contact roles\n${draft.email},Boss,dpo\n${freshEmail()},Boss,dpo`
    const left = 'Whoever is known here keeps what is said of them. Left out: jobTitle, contactRoles.'
    const rows = [
      { outcome: 'invited', detail: left },
      { outcome: 'invited', detail: null },
    ]
    expect((await succeed('planImport', asked(tenant, { csv }))).rows).toMatchObject(rows)
    expect((await succeed('applyImport', asked(tenant, { csv }))).rows).toMatchObject(rows)
  })

  test('tells in the activities what somebody is to stand for', async () => {
    const tenant = await here()
    const csv = `email,contact roles\n${freshEmail()},dpo|watchlist`
    const { rows } = await succeed('applyImport', asked(tenant, { csv }))
    const { items } = await succeed('listProfileActivities', {
      by: tenant.owner,
      params: { organizationId: tenant.organizationId, profileId: rows[0]?.profileId ?? '' },
    })
    expect(items.find(({ action }) => action === 'contact.asked')?.about).toMatchObject({
      contactRoles: 'dpo watchlist',
    })
  })
})
