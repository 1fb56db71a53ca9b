import { beforeAll, describe, expect, test } from 'vitest'
import { mostHolders } from '../../../shared/domain/contact-roles.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem, fail, succeed } from '../../support/gateway-call.ts'
import { tableViolations } from '../../support/invariants.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, setServices, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import {
  freshCustomer,
  freshDraft,
  freshInvitee,
  freshPermissionGroup,
  freshPerson,
} from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { addresses, asked, inviteAll, outcomes, profileOf } from '../../support/world-inviting.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { freshEmail, join } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const here = () => freshCustomer(world.provider)

describe('inviteUsers of several', () => {
  test('200 with an outcome for each in the order given, from a text as mail programs paste it, with names', async () => {
    const tenant = await here()
    const [jan, noor, lea, tom, ann] = addresses(5)
    const text = `"Peeters, Jan" <${jan}>; Maes, Noor <${noor}>, Léa de Vries <${lea}>
      ${tom}, 'Info <b>' <${ann}>\r\nno address`
    const items = await inviteAll(tenant, { addresses: text, permissionGroups: ['pgr_full-role'] })
    expect(items.map(({ address, outcome }) => [address, outcome])).toEqual([
      ...[jan, noor, lea, tom].map((address) => [address, 'invited']),
      [`'Info <b>' <${ann}>`, 'invalid'],
      ['no address', 'invalid'],
    ])
    const names = []
    for (const { profileId } of items.slice(0, 4)) {
      const { firstName, lastName, permissionGroups } = await profileOf(tenant, profileId)
      names.push([firstName, lastName])
      expect(permissionGroups).toEqual(['pgr_full-role'])
    }
    expect(names).toEqual([
      ['Jan', 'Peeters'],
      ['Noor', 'Maes'],
      ['Léa', 'de Vries'],
      [null, null],
    ])
    await settle()
    for (const email of [jan, noor, lea, tom]) expect(mailsTo(email ?? '')).toHaveLength(1)
    expect(mailsTo(ann ?? '')).toEqual([])
    expect(await tableViolations()).toEqual([])
  })

  test('200 and a name that cannot be one is left out', async () => {
    const tenant = await here()
    const shown = ['www.evil.example <a>', 'Jan', 'a\u202eb c', `${'x'.repeat(101)} y`, 'Peeters, Jan, dr.', '"a@b c"']
    for (const name of shown) {
      const email = freshEmail()
      const [item] = await inviteAll(tenant, { addresses: [`${name.replace(' <a>', ' x')} <${email}>`] })
      expect(item, name).toMatchObject({ address: email, outcome: 'invited' })
      expect(await profileOf(tenant, item?.profileId), name).toMatchObject({ firstName: null, lastName: null })
    }
  })

  test('200 and nobody who was typed or pasted is without an outcome', async () => {
    const tenant = await here()
    const [jan, piet, els, ann, tom, noor] = addresses(6)
    const text = `Jan <${jan}> ${piet} ${els}, ${ann}\n5" tv, ${tom}\nNoor <${noor}`
    expect((await inviteAll(tenant, { addresses: text })).map(({ address, outcome }) => [address, outcome])).toEqual([
      [`Jan <${jan}> ${piet} ${els}`, 'invalid'],
      [ann, 'invited'],
      ['5" tv', 'invalid'],
      [tom, 'invited'],
      [`Noor <${noor}`, 'invalid'],
    ])
    const list = await inviteAll(tenant, { addresses: ['', jan, ' ', `<${piet}>${els}`, noor] })
    expect(list.map(({ address, outcome }) => [address, outcome])).toEqual([
      ['', 'invalid'],
      [jan, 'invited'],
      ['', 'invalid'],
      [`<${piet}>${els}`, 'invalid'],
      [noor, 'invited'],
    ])
    expect(list[0]?.detail).toBe('The address is empty.')
    expect(outcomes(await inviteAll(tenant, { addresses: [''] }))).toEqual(['invalid'])
  })

  test('200 with whatever can come of somebody, and one spoils none of the rest', async () => {
    const tenant = await here()
    const { organizationId } = tenant
    const fresh = freshEmail()
    const active = await freshPerson(tenant)
    const invited = await freshInvitee(tenant)
    const [draft, other] = [await freshDraft(tenant), await freshDraft(tenant)]
    const deactivated = await freshPerson(tenant, {}, { status: 'deactivated' })
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' }
    const contact = await succeed('createProfile', { by: tenant.owner, params: { organizationId }, body })
    const absent = 'prf_01k2r8v6m0q3s5t7w9x1y3z5a7'
    const items = await inviteAll(tenant, {
      addresses: [fresh, active.email, invited.email, contact.email, 'no address', fresh.toUpperCase(), draft.email],
      profileIds: [draft.profileId, other.profileId, absent, absent, world.twin.owner.profileId, deactivated.profileId],
      defaultRole: 'rol_viewer',
    })
    expect(outcomes(items)).toEqual([
      ...['invited', 'already-a-user', 'already-invited', 'became-user', 'invalid', 'duplicate', 'invited'],
      ...['duplicate', 'invited', 'not-found', 'duplicate', 'not-found', 'deactivated'],
    ])
    expect(items.map(({ address }) => address).slice(6)).toEqual([draft.email, null, null, null, null, null, null])
    expect(await profileOf(tenant, contact.profileId)).toMatchObject({ status: 'invited', defaultRole: 'rol_viewer' })
    expect(await profileOf(tenant, active.profileId)).toMatchObject({ defaultRole: null, version: 1 })
    expect(await profileOf(tenant, invited.profileId)).toMatchObject({ defaultRole: null, version: 1 })
    for (const { outcome, detail } of items)
      expect(detail === null, outcome).toBe(['invited', 'became-user'].includes(outcome))
  })

  test('200 for a hundred, each whole, with what all of them get', async () => {
    const tenant = await here()
    const { organizationId, owner: by } = tenant
    const groups = await Promise.all(Array.from({ length: 3 }, () => freshGroup(organizationId)))
    const permissionGroups = [await freshPermissionGroup(tenant), 'pgr_full-role']
    const defaultRole = await freshRole(tenant)
    const body = { addresses: addresses(100).join('\n'), groups, permissionGroups, defaultRole }
    const items = await inviteAll(tenant, body)
    expect(outcomes(items)).toEqual(Array(100).fill('invited'))
    const params = { organizationId, roleId: defaultRole }
    expect(await succeed('getRole', { by, params })).toMatchObject({ holders: 100 })
    for (const groupId of groups)
      expect(await succeed('getGroup', { by, params: { organizationId, groupId } })).toMatchObject({ members: 100 })
    expect(await tableViolations()).toEqual([])
  })

  test('what is refused for everybody is refused before anybody is invited', async () => {
    const { developer, admin, organizationId } = world.customer
    const tenant = { ...world.customer, organizationId }
    const both = { addresses: addresses(2) }
    const drafts = [await freshDraft(tenant), await freshDraft(tenant)].map(({ profileId }) => profileId)
    await withoutWrites(async () => {
      for (const body of [both, { profileIds: drafts }]) {
        await fail('owner-only', 'inviteUsers', asked(tenant, { ...body, defaultRole: 'rol_owner' }, admin))
        await fail('role-needs-group', 'inviteUsers', asked(tenant, { ...body, defaultRole: 'rol_group-viewer' }))
        const inactive = { ...body, permissionGroups: ['pgr_service-desk-requester'] }
        await fail('service-not-active', 'inviteUsers', asked(tenant, inactive))
        const reasoned = { ...body, reason: 'Mia is ill.' }
        expectProblem('invalid', await call('inviteUsers', asked(tenant, reasoned)))
      }
      await fail('forbidden', 'inviteUsers', asked(tenant, both, developer))
    })
  })

  test('200 and a draft that a rule forbids is told so in words, while the others are invited', async () => {
    const tenant = await here()
    await setServices(tenant.organizationId, [])
    const [willing, technical] = [await freshDraft(tenant), await freshDraft(tenant, { contactRoles: ['technical'] })]
    const meantForMuch = await freshDraft(tenant, { defaultRole: 'rol_owner' })
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    for (let held = 1; held < mostHolders; held++) await freshPerson(tenant, { contactRoles: ['dpo'] })
    const [tenth, eleventh] = [
      await freshDraft(tenant, { contactRoles: ['dpo'] }),
      await freshDraft(tenant, { contactRoles: ['dpo'] }),
    ]
    const profileIds = [technical, meantForMuch, tenth, eleventh, willing].map(({ profileId }) => profileId)
    const { items } = await succeed('inviteUsers', asked(tenant, { profileIds, addresses: [freshEmail()] }, admin))
    expect(outcomes(items)).toEqual(['invited', 'invalid', 'invalid', 'invited', 'invalid', 'invited'])
    expect(items[1]?.detail).toContain('lacks what the contact role takes')
    expect(items[2]?.detail).toContain('Only an owner')
    expect(items[4]?.detail).toContain('at most 10 holders')
    expect(await profileOf(tenant, eleventh.profileId)).toMatchObject({ status: 'draft', version: 1 })
    expect(await tableViolations()).toEqual([])
  })

  test('200 with dryRun: the same outcomes, who would gain what, and nothing happens', async () => {
    const tenant = await here()
    const draft = await freshDraft(tenant)
    const { owner, ...rest } = tenant
    const body = {
      addresses: [freshEmail(), 'x', owner.email],
      profileIds: [draft.profileId],
      defaultRole: 'rol_viewer',
    }
    const dry = await withoutWrites(() =>
      call('inviteUsers', { ...asked({ owner, ...rest }, body), query: { dryRun: 'true' } }),
    )
    const { refusal, outcomes: told, affected } = JSON.parse(dry.body)
    expect(refusal).toBeNull()
    expect(affected).toHaveLength(2)
    const { items } = await succeed('inviteUsers', asked(tenant, body))
    expect(told).toEqual(items.map(({ address, outcome, detail }) => ({ address, outcome, detail })))
    expect(outcomes(items)).toEqual(['invited', 'invalid', 'already-a-user', 'invited'])
  })
})

describe('inviteUsers with resendPending', () => {
  test('200 resent: pending and expired ones go again, to the same thing, and older links end', async () => {
    const tenant = await here()
    const [first] = await inviteAll(tenant, { addresses: [freshEmail()], defaultRole: 'rol_viewer' })
    const email = first?.address ?? ''
    await settle()
    const old = linkTo(email)
    const again = { addresses: [email, freshEmail()], defaultRole: 'rol_admin', resendPending: true }
    for (const moment of [after.minutes(2), after.days(9)]) {
      await atTime(moment, async () => {
        const items = await inviteAll(tenant, { ...again, addresses: [email, freshEmail()] })
        expect(outcomes(items)).toEqual(['resent', 'invited'])
        expect(items[0]).toMatchObject({ profileId: first?.profileId, invitationId: first?.invitationId, detail: null })
        await settle()
      })
    }
    expect(mailsTo(email)).toHaveLength(3)
    expect((await send({ method: 'GET', path: old })).status).toBe(410)
    expect(await profileOf(tenant, first?.profileId)).toMatchObject({ status: 'invited', defaultRole: 'rol_viewer' })
  })

  test('200 already-invited, and why it does not go again: within a minute, a sixth time, or for whoever could not give it', async () => {
    const tenant = await here()
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    const [just, often, owner] = [
      await inviteAll(tenant, { addresses: [freshEmail()] }).then(([one]) => one),
      await freshInvitee(tenant),
      await freshInvitee(tenant, { defaultRole: 'rol_owner' }),
    ]
    await happenedToday('invitation-resends', often.invitationId)
    const body = {
      profileIds: [just?.profileId, often.profileId, owner.profileId],
      addresses: [freshEmail()],
      resendPending: true,
    }
    const { items } = await succeed('inviteUsers', asked(tenant, body, admin))
    expect(outcomes(items)).toEqual(['invited', 'already-invited', 'already-invited', 'already-invited'])
    expect(items.map(({ detail }) => detail)).toEqual([
      null,
      expect.stringContaining('less than a minute ago'),
      expect.stringContaining('five times today'),
      expect.stringContaining('Only an owner'),
    ])
    for (const { profileId } of [often, owner])
      expect(outcomes(await inviteAll(tenant, { profileIds: [profileId], resendPending: true }))).toEqual([
        profileId === owner.profileId ? 'resent' : 'already-invited',
      ])
  })

  test('200 already-invited without it, and already-a-user whoever has accepted', async () => {
    const tenant = await here()
    const accepted = await join(tenant.owner, tenant.organizationId)
    const invited = await freshInvitee(tenant)
    expect(
      outcomes(await inviteAll(tenant, { addresses: [accepted.email, invited.email], resendPending: true })),
    ).toEqual(['already-a-user', 'resent'])
    expect(outcomes(await inviteAll(tenant, { addresses: [accepted.email, invited.email] }))).toEqual([
      'already-a-user',
      'already-invited',
    ])
  })
})
