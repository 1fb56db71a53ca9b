import { beforeAll, describe, expect, test } from 'vitest'
import { signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { call, expectProblem, fail, faultsOf, type Request, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { tableViolations } from '../../support/invariants.ts'
import { justBeforeWriting } from '../../support/just-before.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, setServices, type Tenant, type World } from '../../support/world.ts'
import { after, atTime, setClock } from '../../support/world-clock.ts'
import { freshCustomer, freshDraft, freshInvitee, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { freshEmail, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('applyImport')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const here = () => freshCustomer(world.provider)
const asked = ({ organizationId, owner }: Tenant, csv: string, by: Person = owner): Request => ({
  by,
  params: { organizationId },
  body: { csv },
})
const keyed = (request: Request, key: string): Request => ({ ...request, headers: { 'Idempotency-Key': key } })
type Row = { readonly row: number; readonly outcome: string }
const outcomes = (rows: readonly Row[]) => rows.map(({ outcome }) => outcome)
const people = (count: number): string =>
  ['email,first name,last name', ...Array.from({ length: count }, (_, at) => `${freshEmail()},Jan ${at},Peeters`)].join(
    '\n',
  )
const ofTenant = async (entity: string, { organizationId }: Tenant) =>
  (await itemsOf(entity)).filter((item) => item.organizationId === organizationId)
const profileOf = ({ owner, organizationId }: Tenant, profileId: string | null | undefined) =>
  succeed('getProfile', { by: owner, params: { organizationId, profileId: profileId ?? '' } })

describe('applyImport', () => {
  test('200 with all that a row says of somebody: fields, role, groups, permission groups, contact roles', async () => {
    const tenant = await here()
    const { organizationId, owner: by } = tenant
    await setServices(organizationId, ['service-desk'])
    const groupId = await freshGroup(organizationId, 'Stores')
    const [email, plain] = [freshEmail(), freshEmail()]
    const csv = [
      'email;first name;last name;salutation;language;job title;department;phone;external id;role;groups;permission groups;contact roles;attestation',
      `${email};Jan;Peeters;Mr.;fr;"CFO; acting";Finance;'+3215000000;e-1;Group Viewer;Stores;Service Desk – IT Administrator|pgr_full-role;Technical Contact|commercial;${signingAuthorityWording.version}`,
      `${plain}`,
    ].join('\r\n')
    const groups = await succeed('listPermissionGroups', { by, params: { organizationId }, query: { limit: '100' } })
    const desk = groups.items.find(({ name }) => name.startsWith('Service Desk'))
    const { rows, remaining, coverageChanges } = await succeed(
      'applyImport',
      asked(tenant, csv.replace('Service Desk – IT Administrator', desk?.name ?? '')),
    )
    expect(rows).toMatchObject([
      { row: 2, email, outcome: 'invited', detail: null, problems: [] },
      { row: 3, email: plain, outcome: 'invited' },
    ])
    expect(remaining).toBe(0)
    expect(coverageChanges.length).toBeGreaterThan(0)
    expect(await profileOf(tenant, rows[0]?.profileId)).toMatchObject({
      status: 'invited',
      firstName: 'Jan',
      lastName: 'Peeters',
      salutation: 'mr',
      language: 'fr',
      jobTitle: 'CFO; acting',
      department: 'Finance',
      phone: '+3215000000',
      externalId: 'e-1',
      defaultRole: 'rol_group-viewer',
      permissionGroups: expect.arrayContaining([desk?.permissionGroupId, 'pgr_full-role']),
      contactRoles: expect.arrayContaining(['technical', 'commercial']),
    })
    expect(await profileOf(tenant, rows[1]?.profileId)).toMatchObject({ firstName: null, permissionGroups: [] })
    expect(await succeed('getGroup', { by, params: { organizationId, groupId } })).toMatchObject({ members: 1 })
    const { items } = await succeed('listContactRoles', { by, params: { organizationId } })
    const held = items.filter(({ holders }) => holders.some(({ profileId }) => profileId === rows[0]?.profileId))
    expect(held.map(({ contactRole }) => contactRole).sort()).toEqual(['commercial', 'technical'])
    await settle()
    // One mail with the invitation, and one that asks whether this is the right contact.
    expect(mailsTo(email)).toHaveLength(2)
    expect(mailsTo(plain)).toHaveLength(1)
    expect(await tableViolations()).toEqual([])
  })

  test('200 and a cell that is the name of a group gives that one, and not those of which it could be a list', async () => {
    const tenant = await here()
    const { organizationId, owner: by } = tenant
    const groups = []
    for (const name of ['Sales; Antwerp', 'Sales', 'Antwerp']) groups.push(await freshGroup(organizationId, name))
    const csv = `email,groups\n${freshEmail()},Sales; Antwerp\n${freshEmail()},Antwerp;Sales`
    const { rows } = await succeed('applyImport', asked(tenant, csv))
    expect(outcomes(rows)).toEqual(['invited', 'invited'])
    for (const groupId of groups)
      expect(await succeed('getGroup', { by, params: { organizationId, groupId } })).toMatchObject({ members: 1 })
  })

  test('200 as it was planned, and done again it changes nothing', async () => {
    const tenant = await here()
    const [draft, active] = [await freshDraft(tenant), await freshPerson(tenant)]
    const invited = await freshInvitee(tenant)
    const csv = `email,first name,role,contact roles\n${freshEmail()},Jan,Viewer,dpo\n${draft.email},Piet,Viewer,\n${active.email},Piet,Admin,\n${invited.email},,,\nx@,,,\n${freshEmail()},,Emperor,`
    const plan = await succeed('planImport', asked(tenant, csv))
    const { rows } = await succeed('applyImport', asked(tenant, csv))
    expect(rows.map(({ profileId: _, invitationId: __, ...row }) => row)).toEqual(plan.rows)
    expect(outcomes(rows)).toEqual(['invited', 'invited', 'already-a-user', 'already-invited', 'invalid', 'invalid'])
    // Whoever was there keeps what is said of them; a draft is invited to what the row gives.
    expect(await profileOf(tenant, draft.profileId)).toMatchObject({ firstName: 'Robin', defaultRole: 'rol_viewer' })
    expect(await profileOf(tenant, active.profileId)).toMatchObject({ firstName: 'Robin', defaultRole: null })
    await settle()
    const before = await dumpTable()
    const again = await succeed('applyImport', asked(tenant, csv))
    expect(outcomes(again.rows)).toEqual([...Array(2).fill('already-invited'), ...outcomes(rows).slice(2)])
    expect(await dumpTable()).toEqual(before)
  })

  test('200 with dryRun: who would gain what, and nothing happens', async () => {
    const tenant = await here()
    const csv = `email,role\n${freshEmail()},Viewer\n${freshEmail()},\nx@,`
    const dry = await withoutWrites(() => call('applyImport', { ...asked(tenant, csv), query: { dryRun: 'true' } }))
    const { refusal, affected } = JSON.parse(dry.body)
    expect(refusal).toBeNull()
    expect(affected).toHaveLength(1)
  })

  test('200 invalid for what became impossible between judging and doing, and the rest is done', async () => {
    const tenant = await here()
    for (let held = 1; held < 10; held++) await freshPerson(tenant, { contactRoles: ['dpo'] })
    const csv = `email,contact roles\n${freshEmail()},\n${freshEmail()},dpo\n${freshEmail()},`
    const { rows } = await justBeforeWriting(
      () => freshPerson(tenant, { contactRoles: ['dpo'] }),
      () => succeed('applyImport', asked(tenant, csv)),
    )
    expect(outcomes(rows)).toEqual(['invited', 'invalid', 'invited'])
    expect(rows[1]?.problems).toMatchObject([{ column: null, detail: expect.stringContaining('at most 10 holders') }])
    expect(await tableViolations()).toEqual([])
  })

  test('200 and mails beyond those of the day wait for tomorrow', async () => {
    const tenant = await here()
    await happenedToday('organization-link-mails', tenant.organizationId, 1)
    const { rows } = await succeed('applyImport', asked(tenant, people(2)))
    expect(rows.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['invited', null],
      ['invited', expect.stringContaining('goes tomorrow')],
    ])
    expect(await ofTenant('deferred-mail', tenant)).toHaveLength(1)
  })

  test('400 invalid for a file that cannot be read, and nothing happens', async () => {
    await withoutWrites(async () => {
      expect(await faultsOf('applyImport', asked(world.customer, 'email\n"a'))).toEqual(['#/csv not-csv'])
      expect(await faultsOf('applyImport', asked(world.customer, 'name\na'))).toContain('#/csv column-missing')
      for (const [csv, code] of [
        [`email,first name\n${freshEmail()},Ren\ufffd`, 'not-utf-8'],
        [`email,\n${freshEmail()},Viewer`, 'unknown-column'],
      ] as const)
        expect(await faultsOf('applyImport', asked(world.customer, csv))).toEqual([`#/csv ${code}`])
    })
  })

  test('403 forbidden for somebody there without the permission', async () => {
    const tenant = await here()
    await fail('forbidden', 'applyImport', asked(tenant, people(1), tenant.plain))
  })
})

describe('applyImport of many', () => {
  /** Does it with a clock that goes on by so many seconds with every transaction. */
  async function slowly<Result>(seconds: number, act: () => Promise<Result>): Promise<Result> {
    let parts = 0
    const began = Date.now()
    return atTime(0, () =>
      whileMeddling(async ({ command, goOn }) => {
        const result = await goOn()
        if (command === 'TransactWriteItemsCommand') setClock(began + after.seconds(++parts * seconds))
        return result
      }, act),
    )
  }

  test('202 with what remains after 20 seconds; the same call goes on until 200, with the same outcomes', async () => {
    const tenant = await here()
    const request = keyed(asked(tenant, people(60)), 'one')
    const first = await slowly(11, () => call('applyImport', request))
    expect(first.status, first.body).toBe(202)
    expect(first.headers['retry-after']).toBe('1')
    const { rows, remaining } = JSON.parse(first.body)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length + remaining).toBe(60)
    expect(await ofTenant('invitation', tenant)).toHaveLength(rows.length)

    const second = await call('applyImport', request)
    expect(second.status).toBe(200)
    const whole = JSON.parse(second.body)
    expect(whole.remaining).toBe(0)
    expect(outcomes(whole.rows)).toEqual(Array(60).fill('invited'))
    expect(whole.rows.slice(0, rows.length)).toEqual(rows)
    expect(await ofTenant('invitation', tenant)).toHaveLength(60)
    await withoutWrites(async () => expect((await call('applyImport', request)).body).toBe(second.body))
    await settle()
    for (const { email } of whole.rows) expect(mailsTo(email)).toHaveLength(1)
    expect(await tableViolations()).toEqual([])
  })

  test('200 with a thousand rows', async () => {
    const tenant = await here()
    // The clock stands still: how long it takes here says nothing.
    const { rows } = await atTime(0, () => succeed('applyImport', asked(tenant, people(1000))))
    expect(new Set(outcomes(rows))).toEqual(new Set(['invited']))
    expect(rows).toHaveLength(1000)
    expect(rows.filter(({ detail }) => detail !== null)).toHaveLength(500)
  }, 300_000)

  test.each([
    [0, false],
    [1, true],
    [2, false],
    [4, true],
  ])(
    'is finished by the same call after it broke off, with the same outcomes: at part %i, done %s',
    async (at, done) => {
      const tenant = await here()
      const csv = `${people(40)}\n${(await freshDraft(tenant)).email},,\n${tenant.owner.email},,\nx@,,`
      const request = keyed(asked(tenant, csv), 'one')
      let seen = 0
      const broken = await whileMeddling(
        async ({ command, goOn }) => {
          if (command !== 'TransactWriteItemsCommand' || seen++ !== at) return goOn()
          if (done) await goOn()
          throw new Error('socket hang up')
        },
        () => call('applyImport', request),
      )
      expectProblem('internal-error', broken)
      const { rows } = await succeed('applyImport', request)
      expect(outcomes(rows)).toEqual([...Array(41).fill('invited'), 'already-a-user', 'invalid'])
      expect(await ofTenant('invitation', tenant)).toHaveLength(41)
      expect(await tableViolations()).toEqual([])
    },
  )

  test('at once under one key happens once; whoever is too early is told that it runs', async () => {
    const tenant = await here()
    const request = keyed(asked(tenant, people(40)), 'one')
    const answers = await Promise.all(Array.from({ length: 4 }, () => call('applyImport', request)))
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    for (const other of answers.filter(({ status }) => status !== 200)) expectProblem('request-in-progress', other)
    expect(await ofTenant('invitation', tenant)).toHaveLength(40)
  })

  test('at once in two calls: each person is invited by one of them', async () => {
    const tenant = await here()
    const csv = people(30)
    const both = await Promise.all([1, 2].map(() => succeed('applyImport', asked(tenant, csv))))
    const all = both.flatMap(({ rows }) => outcomes(rows)).sort()
    expect(all).toEqual([...Array(30).fill('already-invited'), ...Array(30).fill('invited')])
    expect(await ofTenant('invitation', tenant)).toHaveLength(30)
  })
})
