import { beforeAll, describe, expect, test } from 'vitest'
import type { invitationOutcomes } from '../../../shared/contract/invitation-schemas.ts'
import { mostHolders } from '../../../shared/domain/contact-roles.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { allMails, linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem, fail, type Request, succeed } from '../../support/gateway-call.ts'
import { tableViolations } from '../../support/invariants.ts'
import { justBeforeWriting } from '../../support/just-before.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, setServices, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import {
  freshCustomer,
  freshDraft,
  freshInvitee,
  freshPermissionGroup,
  freshPerson,
} from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { freshEmail, join, type Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const here = () => freshCustomer(world.provider)
const asked = ({ organizationId, owner }: Tenant, body: object, by: Person = owner): Request => ({
  by,
  params: { organizationId },
  body,
})
const keyed = (request: Request, key: string): Request => ({ ...request, headers: { 'Idempotency-Key': key } })
const invite = async (tenant: Tenant, body: object) => (await succeed('inviteUsers', asked(tenant, body))).items
const outcomes = (items: readonly { outcome: (typeof invitationOutcomes)[number] }[]) =>
  items.map(({ outcome }) => outcome)
const addresses = (count: number): readonly string[] => Array.from({ length: count }, () => freshEmail())
const profileOf = ({ owner, organizationId }: Tenant, profileId: string | null | undefined) =>
  succeed('getProfile', { by: owner, params: { organizationId, profileId: profileId ?? '' } })
const invitationsOf = async ({ organizationId }: Tenant) =>
  (await itemsOf('invitation')).filter((item) => item.pk === organizationId)

describe('inviteUsers of several', () => {
  test('200 with an outcome for each in the order given, from a text as mail programs paste it, with names', async () => {
    const tenant = await here()
    const [jan, noor, lea, tom, ann] = addresses(5)
    const text = `"Peeters, Jan" <${jan}>; Maes, Noor <${noor}>, Léa de Vries <${lea}>
      ${tom}, 'Info <b>' <${ann}>\r\nno address`
    const items = await invite(tenant, { addresses: text, permissionGroups: ['pgr_full-role'] })
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
      const [item] = await invite(tenant, { addresses: [`${name.replace(' <a>', ' x')} <${email}>`] })
      expect(item, name).toMatchObject({ address: email, outcome: 'invited' })
      expect(await profileOf(tenant, item?.profileId), name).toMatchObject({ firstName: null, lastName: null })
    }
  })

  test('200 and nobody who was typed or pasted is without an outcome', async () => {
    const tenant = await here()
    const [jan, piet, els, ann, tom, noor] = addresses(6)
    const text = `Jan <${jan}> ${piet} ${els}, ${ann}\n5" tv, ${tom}\nNoor <${noor}`
    expect((await invite(tenant, { addresses: text })).map(({ address, outcome }) => [address, outcome])).toEqual([
      [`Jan <${jan}> ${piet} ${els}`, 'invalid'],
      [ann, 'invited'],
      ['5" tv', 'invalid'],
      [tom, 'invited'],
      [`Noor <${noor}`, 'invalid'],
    ])
    const list = await invite(tenant, { addresses: ['', jan, ' ', `<${piet}>${els}`, noor] })
    expect(list.map(({ address, outcome }) => [address, outcome])).toEqual([
      ['', 'invalid'],
      [jan, 'invited'],
      ['', 'invalid'],
      [`<${piet}>${els}`, 'invalid'],
      [noor, 'invited'],
    ])
    expect(list[0]?.detail).toBe('The address is empty.')
    expect(outcomes(await invite(tenant, { addresses: [''] }))).toEqual(['invalid'])
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
    const items = await invite(tenant, {
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
    const items = await invite(tenant, body)
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
    const [first] = await invite(tenant, { addresses: [freshEmail()], defaultRole: 'rol_viewer' })
    const email = first?.address ?? ''
    await settle()
    const old = linkTo(email)
    const again = { addresses: [email, freshEmail()], defaultRole: 'rol_admin', resendPending: true }
    for (const moment of [after.minutes(2), after.days(9)]) {
      await atTime(moment, async () => {
        const items = await invite(tenant, { ...again, addresses: [email, freshEmail()] })
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
      await invite(tenant, { addresses: [freshEmail()] }).then(([one]) => one),
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
      expect(outcomes(await invite(tenant, { profileIds: [profileId], resendPending: true }))).toEqual([
        profileId === owner.profileId ? 'resent' : 'already-invited',
      ])
  })

  test('200 already-invited without it, and already-a-user whoever has accepted', async () => {
    const tenant = await here()
    const accepted = await join(tenant.owner, tenant.organizationId)
    const invited = await freshInvitee(tenant)
    expect(outcomes(await invite(tenant, { addresses: [accepted.email, invited.email], resendPending: true }))).toEqual(
      ['already-a-user', 'resent'],
    )
    expect(outcomes(await invite(tenant, { addresses: [accepted.email, invited.email] }))).toEqual([
      'already-a-user',
      'already-invited',
    ])
  })
})

describe('inviteUsers that is broken off', () => {
  const many = 30
  /** The call under a key, which fails when it is about to write that transaction; `done`: its answer is lost, and it is done. */
  async function brokenOff(request: Request, at: number, done: boolean) {
    let seen = 0
    const answer = await whileMeddling(
      async ({ command, goOn }) => {
        if (command !== 'TransactWriteItemsCommand' || seen++ !== at) return goOn()
        if (done) await goOn()
        throw new Error('socket hang up')
      },
      () => call('inviteUsers', request),
    )
    expectProblem('internal-error', answer)
  }

  test.each([
    [0, false],
    [0, true],
    [1, false],
    [1, true],
    [2, false],
    [2, true],
  ])(
    'is finished by the same call under the same key, with the same outcomes: at part %i, done %s',
    async (at, done) => {
      const tenant = await here()
      const body = { addresses: addresses(many).join(','), profileIds: [(await freshInvitee(tenant)).profileId] }
      const request = keyed(asked(tenant, body), 'one')
      await brokenOff(request, at, done)
      const { items } = await succeed('inviteUsers', request)
      expect(outcomes(items)).toEqual([...Array(many).fill('invited'), 'already-invited'])
      const made = new Set((await invitationsOf(tenant)).map(({ invitationId }) => invitationId))
      expect(made.size).toBe(many + 1)
      for (const { invitationId, profileId } of items.slice(0, many)) {
        expect(made).toContain(invitationId)
        expect(profileId).not.toBeNull()
      }
      await settle()
      for (const { address } of items.slice(0, many)) expect(mailsTo(address ?? '')).toHaveLength(1)
      const replayed = await succeed('inviteUsers', request)
      expect(replayed.items).toEqual(items)
      expect(await tableViolations()).toEqual([])
    },
  )

  test('tells became-user and resent again too; under another key, what stands there now', async () => {
    const tenant = await here()
    const { organizationId, owner: by } = tenant
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' }
    const contact = await succeed('createProfile', { by, params: { organizationId }, body })
    const pending = await freshInvitee(tenant)
    const request = asked(tenant, {
      addresses: [contact.email, pending.email, ...addresses(many)],
      resendPending: true,
    })
    await brokenOff(keyed(request, 'one'), 1, false)
    const { items } = await succeed('inviteUsers', keyed(request, 'one'))
    expect(outcomes(items)).toEqual(['became-user', 'resent', ...Array(many).fill('invited')])
    const other = await succeed('inviteUsers', keyed(request, 'two'))
    expect(outcomes(other.items)).toEqual(Array(many + 2).fill('already-invited'))
  })

  test('422 key-reused for another body, once a part of it was done', async () => {
    const tenant = await here()
    const request = keyed(asked(tenant, { addresses: addresses(many) }), 'one')
    await brokenOff(request, 1, false)
    await fail('key-reused', 'inviteUsers', keyed(asked(tenant, { addresses: addresses(2) }), 'one'))
    await succeed('inviteUsers', request)
  })

  test('may be put right under the same key where nothing of it was done', async () => {
    const tenant = await here()
    await brokenOff(keyed(asked(tenant, { addresses: addresses(many) }), 'one'), 0, false)
    await succeed('inviteUsers', keyed(asked(tenant, { addresses: addresses(2) }), 'one'))
  })

  test('409 request-in-progress while it runs, and for as long as nobody can know that it has ended', async () => {
    const tenant = await here()
    const request = keyed(asked(tenant, { addresses: addresses(many) }), 'one')
    const second = { answer: '' }
    let parts = 0
    const killed = new Promise<never>(() => undefined)
    const first = whileMeddling(
      async ({ command, goOn }) => {
        if (command !== 'TransactWriteItemsCommand' || parts++ !== 1) return goOn()
        second.answer = 'now'
        return killed
      },
      () => Promise.race([call('inviteUsers', request), until(() => second.answer !== '')]),
    )
    await first
    await fail('request-in-progress', 'inviteUsers', request)
    await atTime(after.seconds(29), () => fail('request-in-progress', 'inviteUsers', request))
    await atTime(after.seconds(31), async () => {
      const { items } = await succeed('inviteUsers', request)
      expect(outcomes(items)).toEqual(Array(many).fill('invited'))
    })
    expect(await invitationsOf(tenant)).toHaveLength(many)
  })
})

const until = async (isSo: () => boolean): Promise<undefined> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
  return undefined
}

describe('inviteUsers of the same people at once', () => {
  test('under one key: it happens once, and whoever is too early is told that it runs', async () => {
    const tenant = await here()
    const request = keyed(asked(tenant, { addresses: addresses(30) }), 'one')
    const answers = await Promise.all(Array.from({ length: 5 }, () => call('inviteUsers', request)))
    const done = answers.filter(({ status }) => status === 200)
    expect(done.length).toBeGreaterThan(0)
    expect(new Set(done.map(({ body }) => body)).size).toBe(1)
    for (const other of answers.filter(({ status }) => status !== 200)) expectProblem('request-in-progress', other)
    expect(await invitationsOf(tenant)).toHaveLength(30)
    const { items } = await succeed('inviteUsers', request)
    expect(outcomes(items)).toEqual(Array(30).fill('invited'))
  })

  test('by two callers under the same key: each person is invited by one of them, by one mail', async () => {
    const tenant = await here()
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    const people = addresses(40)
    const made = [
      asked(tenant, { addresses: people.slice(0, 30) }),
      asked(tenant, { addresses: people.slice(10) }, admin),
    ].map(async (request) => (await succeed('inviteUsers', keyed(request, 'one'))).items)
    const calls = await Promise.all(made)
    const invited = calls.flat().filter(({ outcome }) => outcome === 'invited')
    expect(new Set(invited.map(({ address }) => address)).size).toBe(40)
    expect(invited).toHaveLength(40)
    expect(outcomes(calls.flat()).filter((outcome) => outcome !== 'invited')).toEqual(Array(20).fill('already-invited'))
    expect(await invitationsOf(tenant)).toHaveLength(40)
    await settle()
    for (const email of people) expect(mailsTo(email)).toHaveLength(1)
    expect(await tableViolations()).toEqual([])
  })

  test('one of whom somebody else is quicker to invite: that one is already-invited, and the others are invited', async () => {
    const tenant = await here()
    const people = addresses(5)
    const items = await justBeforeWriting(
      () => invite(tenant, { addresses: people.slice(2, 3) }),
      () => invite(tenant, { addresses: people }),
    )
    expect(outcomes(items)).toEqual(['invited', 'invited', 'already-invited', 'invited', 'invited'])
  })
})

describe("mails beyond those of the organization's day", () => {
  const sendDeferred = async () => invoke(await loadHandler('invitations', 'send-deferred-mails'), {})
  const tomorrow = <Result>(act: () => Promise<Result>) => atTime(after.days(1), act)
  const waiting = async ({ organizationId }: Tenant) =>
    (await itemsOf('deferred-mail')).filter((item) => item.organizationId === organizationId)

  test('wait until tomorrow, are counted then, and their links work as long as any', async () => {
    const tenant = await here()
    const { organizationId, owner: by } = tenant
    await happenedToday('organization-link-mails', organizationId, 3)
    const people = addresses(5)
    const items = await invite(tenant, { addresses: people })
    expect(outcomes(items)).toEqual(Array(5).fill('invited'))
    expect(items.map(({ detail }) => detail)).toEqual([
      ...[null, null, null],
      ...Array(2).fill(expect.stringContaining('The mail goes tomorrow')),
    ])
    await settle()
    await sendDeferred()
    expect(people.map((email) => mailsTo(email).length)).toEqual([1, 1, 1, 0, 0])
    const params = { organizationId, invitationId: items[4]?.invitationId ?? '' }
    expect(await succeed('getInvitation', { by, params })).toMatchObject({ delivery: 'queued', status: 'pending' })

    // Of the next day all but one are gone as well.
    await tomorrow(async () => {
      await happenedToday('organization-link-mails', organizationId, 1)
      await sendDeferred()
      await sendDeferred()
      expect(
        people
          .slice(3)
          .map((email) => mailsTo(email).length)
          .sort(),
      ).toEqual([0, 1])
      expect(await waiting(tenant)).toHaveLength(1)
      expectProblem('too-many-requests', await call('inviteUsers', asked(tenant, { addresses: [freshEmail()] })))
    })
    await atTime(after.days(2), async () => {
      await sendDeferred()
      await sendDeferred()
      expect(people.map((email) => mailsTo(email).length)).toEqual([1, 1, 1, 1, 1])
      expect(await waiting(tenant)).toEqual([])
      const { sentAt, expiresAt } = await succeed('getInvitation', { by, params })
      expect(Date.parse(expiresAt) - Date.parse(sentAt)).toBe(after.days(7))
      expect((await send({ method: 'GET', path: linkTo(people[4] ?? '') })).status).toBe(200)
    })
  })

  test('that wait are told again under the same key, and go at once when they are sent again', async () => {
    const tenant = await here()
    await happenedToday('organization-link-mails', tenant.organizationId)
    const request = keyed(asked(tenant, { addresses: addresses(2) }), 'one')
    const { items } = await succeed('inviteUsers', request)
    expect((await succeed('inviteUsers', request)).items).toEqual(items)
    await settle()
    const before = allMails().length
    const [first] = items
    const params = { organizationId: tenant.organizationId, invitationId: first?.invitationId ?? '' }
    await tomorrow(async () => {
      await succeed('resendInvitation', { by: tenant.owner, params })
      await settle()
      expect(mailsTo(first?.address ?? '')).toHaveLength(1)
      await sendDeferred()
    })
    expect(allMails().length - before).toBe(2)
    expect(mailsTo(first?.address ?? '')).toHaveLength(1)
  })

  test('429 for one alone', async () => {
    const tenant = await here()
    await happenedToday('organization-link-mails', tenant.organizationId)
    await fail('too-many-requests', 'inviteUsers', asked(tenant, { addresses: [freshEmail()] }))
  })
})
