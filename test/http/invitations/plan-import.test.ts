import { beforeAll, describe, expect, test } from 'vitest'
import { mostHolders, signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, setServices, type Tenant, type World } from '../../support/world.ts'
import {
  freshCustomer,
  freshDraft,
  freshInvitee,
  freshPermissionGroup,
  freshPerson,
} from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshEmail, type Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'

provesOperation('planImport')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const here = () => freshCustomer(world.provider)
const asked = ({ organizationId, owner }: Tenant, csv: string, by: Person = owner) => ({
  by,
  params: { organizationId },
  body: { csv },
})
/** What would become of the rows, of each its outcome and what is wrong with it. */
async function planned(tenant: Tenant, csv: string, by?: Person): Promise<readonly string[]> {
  const { rows } = await withoutWrites(() => succeed('planImport', asked(tenant, csv, by)))
  for (const { outcome, problems } of rows) expect(problems.length > 0).toBe(outcome === 'invalid')
  return rows.map(({ row, outcome, problems }) =>
    [row, outcome, ...problems.map(({ column, code }) => `${column}:${code}`)].join(' '),
  )
}
/** The same of one row, without its number. */
const plannedOne = async (tenant: Tenant, head: string, line: string, by?: Person) =>
  (await planned(tenant, `email,${head}\n${freshEmail()},${line}`, by)).map((one) => one.replace(/^2 /, ''))

describe('planImport', () => {
  test('200 row by row: whoever is new is invited, whoever is there is what they are, and nothing happens', async () => {
    const tenant = await here()
    const active = await freshPerson(tenant)
    const invited = await freshInvitee(tenant)
    const deactivated = await freshPerson(tenant, {}, { status: 'deactivated' })
    const draft = await freshDraft(tenant)
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' }
    const contact = await succeed('createProfile', {
      by: tenant.owner,
      params: { organizationId: tenant.organizationId },
      body,
    })
    const fresh = freshEmail()
    const csv = [fresh, active.email, invited.email, deactivated.email, draft.email, contact.email, '', fresh, 'x@']
    expect(await planned(tenant, ['email', ...csv].join('\r\n'))).toEqual([
      '2 invited',
      '3 already-a-user',
      '4 already-invited',
      '5 deactivated',
      '6 invited',
      '7 became-user',
      '9 duplicate',
      '10 invalid email:invalid',
    ])
  })

  test.each([
    ['commas', 'email,First Name,last-name', (email: string) => `${email},Jan,"Peeters, jr."`],
    ['semicolons', 'E-mail;firstname;LASTNAME', (email: string) => `${email};Jan;Peeters`],
    ['tabs', 'e-mail address\tfirst_name\tlastName', (email: string) => `${email}\tJan\tPeeters`],
    ['a byte order mark', '\ufeffemail,firstName', (email: string) => `${email},Jan`],
    ['blanks about everything', ' email , phone ', (email: string) => ` ${email} ,  '+32 15 00 00 00 `],
  ])('200 for a file with %s', async (_, head, line) => {
    expect(await planned(await here(), `${head}\n${line(freshEmail())}\n\n`)).toEqual(['2 invited'])
  })

  test('200 for all that a row may say, of access by id or by name', async () => {
    const tenant = await here()
    const { organizationId } = tenant
    await setServices(organizationId, ['service-desk'])
    const [first, second] = [await freshGroup(organizationId, 'Stores'), await freshGroup(organizationId, 'Offices')]
    const own = await freshPermissionGroup(tenant)
    const { name } = await succeed('getPermissionGroup', {
      by: tenant.owner,
      params: { organizationId, permissionGroupId: own },
    })
    const head =
      'salutation,language,job title,department,phone,external id,role,groups,permission groups,contact roles,attestation'
    const rest = (role: string, groups: string, permissionGroups: string, contactRoles: string) =>
      `Mr.,NL,IT,IT,+3215000000,e-1,${role},${groups},${permissionGroups},${contactRoles},${signingAuthorityWording.version}`
    for (const line of [
      rest('rol_group-viewer', `${first};${second}`, `${own}|pgr_full-role`, 'commercial'),
      rest(
        'GROUP VIEWER',
        'stores | OFFICES',
        `${name.toUpperCase()}|users & permissions – full role`,
        'Commercial Contact;dpo',
      ),
    ])
      expect(await plannedOne(tenant, head, line)).toEqual(['invited'])
  })

  test.each([
    ['salutation', 'Sir', 'salutation:invalid'],
    ['language', 'es', 'language:invalid'],
    ['phone', '015 00 00 00', 'phone:invalid'],
    ['external id', 'two words', 'externalId:invalid'],
    ['first name', 'www.evil.example', 'firstName:invalid'],
    ['last name', '<b>', 'lastName:invalid'],
    ['job title', 'x'.repeat(101), 'jobTitle:invalid'],
    ['department', 'a@b', 'department:invalid'],
    ['role', 'Emperor', 'defaultRole:not-found'],
    ['role', 'rol_01k2r8v6m0q3s5t7w9x1y3z5a7', 'defaultRole:not-found'],
    ['role', 'Viewer|Admin', 'defaultRole:too-many'],
    ['role', 'Emperor|Admin', 'defaultRole:too-many'],
    ['groups', 'Nowhere', 'groups:not-found'],
    ['permission groups', 'pgr_01k2r8v6m0q3s5t7w9x1y3z5a7', 'permissionGroups:not-found'],
    ['permission groups', 'Microsoft 365 – Viewer', 'permissionGroups:service-not-active'],
    ['role', 'Group Viewer', 'groups:role-needs-group'],
    ['contact roles', 'emperor', 'contactRoles:not-found'],
    ['contact roles', 'a|b|c|d|e|f', 'contactRoles:too-many'],
    ['contact roles', 'commercial', 'contactRoles:signing-authority'],
    ['contact roles', 'technical', 'contactRoles:service-desk-role'],
    ['contact roles', 'security-escalation', 'contactRoles:secwise-active contactRoles:security-administrator'],
    ['attestation', signingAuthorityWording.version, 'attestation:not-needed'],
    ['contact roles,attestation', 'commercial,2020-01', 'attestation:not-current contactRoles:signing-authority'],
    ['first name', 'Jan,too much', 'null:too-many-cells'],
  ])('200 invalid for %s %j: %s', async (head, line, said) => {
    expect(await plannedOne(await here(), head, line)).toEqual([`invalid ${said}`])
  })

  test('200 with everything that is wrong with a row at once', async () => {
    const found = await planned(await here(), 'email,phone,role,groups\nx@,1,Emperor,Nowhere|Elsewhere\n,+1,,')
    expect(found).toEqual([
      '2 invalid email:invalid phone:invalid defaultRole:not-found groups:not-found groups:not-found',
      '3 invalid email:required phone:invalid',
    ])
  })

  test('200 invalid for more than 10 groups, and for 10 not', async () => {
    const tenant = await here()
    const groups = await Promise.all(Array.from({ length: 11 }, () => freshGroup(tenant.organizationId)))
    expect(await plannedOne(tenant, 'groups', groups.join('|'))).toEqual(['invalid groups:too-many'])
    expect(await plannedOne(tenant, 'groups', groups.slice(1).join('|'))).toEqual(['invited'])
  })

  test('200 invalid for more than 10 groups, and nothing more is said of that cell', async () => {
    const tenant = await here()
    const names = (count: number) => Array.from({ length: count }, (_, at) => `Nowhere ${at}`).join('|')
    expect(await plannedOne(tenant, 'groups', names(11))).toEqual(['invalid groups:too-many'])
    expect(await plannedOne(tenant, 'permission groups', names(21))).toEqual(['invalid permissionGroups:too-many'])
    expect(await plannedOne(tenant, 'role,groups', `Group Viewer,${names(11)}`)).toEqual(['invalid groups:too-many'])
  })

  test('200 for a file as large as can be, in an answer that a function can give, whatever is wrong', async () => {
    const cell = (count: number) => Array.from({ length: count }, (_, at) => String.fromCharCode(0x41 + at)).join('|')
    const wrong = (groups: number, permissionGroups: number, contactRoles: number) =>
      `x,Y,Z,a,a@,a@,1,a b,,${cell(groups)},${cell(permissionGroups)},${cell(contactRoles)},0`
    const head =
      'email,salutation,language,first name,job title,department,phone,external id,role,groups,permission groups,contact roles,attestation'
    for (const line of [wrong(10, 20, 5), wrong(40, 40, 30)]) {
      const csv = `${head}\n${`${line}\n`.repeat(1000)}`
      expect(Buffer.byteLength(JSON.stringify({ csv }))).toBeLessThan(256 * 1024)
      const { status, body } = await call('planImport', asked(world.customer, csv))
      expect(status, body.slice(0, 500)).toBe(200)
      expect(Buffer.byteLength(body)).toBeLessThan(6_000_000)
    }
  })

  test('200 for names with what stands between names in them: the cell as a whole is meant where something is called so', async () => {
    const tenant = await here()
    const { organizationId, owner: by } = tenant
    await freshGroup(organizationId, 'Sales; Antwerp')
    await freshRole(tenant, { name: 'Reader | Writer' })
    const body = { name: 'Night;Day|Noon', portalRoles: ['activities-viewer'] }
    await succeed('createPermissionGroup', { by, params: { organizationId }, body })
    const line = (groups: string) => `reader | WRITER,${groups},night;day|noon`
    const head = 'role,groups,permission groups'
    expect(await plannedOne(tenant, head, line('sales; ANTWERP'))).toEqual(['invited'])
    const apart = ['invalid groups:not-found groups:not-found']
    expect(await plannedOne(tenant, head, line('Antwerp; Sales'))).toEqual(apart)
    await freshGroup(organizationId, 'Antwerp')
    await freshGroup(organizationId, 'Sales')
    expect(await plannedOne(tenant, head, line('Antwerp; Sales'))).toEqual(['invited'])
  })

  test('200 invalid for what the caller could not give, row by row (A4)', async () => {
    const tenant = await here()
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    const draft = await freshDraft(tenant, { defaultRole: 'rol_owner' })
    const csv = `email,role\n${freshEmail()},Owner\n${freshEmail()},Viewer\n${draft.email},\n${freshEmail()},Owner`
    const [owner, viewer] = ['2 invalid null:owner-only', '3 invited']
    expect(await planned(tenant, csv, admin)).toEqual([
      owner,
      viewer,
      '4 invalid null:owner-only',
      '5 invalid null:owner-only',
    ])
    expect(await planned(tenant, csv)).toEqual(['2 invited', viewer, '4 invited', '5 invited'])
    const byProvider = await planned(tenant, csv, world.provider.owner)
    expect(byProvider[0]).toBe('2 invalid null:has-owner')
  })

  test("200 invalid for an externalId that is somebody else's, there or in a row before", async () => {
    const tenant = await here()
    const params = { organizationId: tenant.organizationId }
    const body = {
      kind: 'person',
      user: true,
      email: freshEmail(),
      firstName: 'Jo',
      lastName: 'Smets',
      externalId: 'e-1',
    }
    await succeed('createProfile', { by: tenant.owner, params, body })
    const csv = `email,external id\n${freshEmail()},e-1\n${body.email},e-1\n${freshEmail()},e-2\n${freshEmail()},e-2`
    expect(await planned(tenant, csv)).toEqual([
      '2 invalid externalId:external-id-taken',
      '3 invited',
      '4 invited',
      '5 invalid externalId:external-id-taken',
    ])
    expect(await planned(tenant, `email,external id\n${body.email},e-1`)).toEqual(['2 invited'])
  })

  test('200 invalid for the eleventh holder of a contact role, those of the rows before counted', async () => {
    const tenant = await here()
    for (let held = 2; held < mostHolders; held++) await freshPerson(tenant, { contactRoles: ['dpo'] })
    const lines = Array.from({ length: 3 }, () => `${freshEmail()},dpo`)
    expect(await planned(tenant, ['email,contact roles', ...lines].join('\n'))).toEqual([
      '2 invited',
      '3 invited',
      '4 invalid contactRoles:too-many-holders',
    ])
  })

  test('403 forbidden where rows name contacts and the caller may not', async () => {
    const tenant = await here()
    const weak = await freshPerson(tenant, {
      defaultRole: await freshRole(tenant, { permissions: ['profiles:manage'] }),
    })
    const csv = (role: string) => `email,contact roles\n${freshEmail()},${role}`
    const { detail } = await fail('forbidden', 'planImport', asked(tenant, csv('dpo'), weak))
    expect(detail).toContain('contact-roles:manage')
    expect(await planned(tenant, csv(''), weak)).toEqual(['2 invited'])
  })

  describe('400 invalid for the file as a whole', () => {
    const faults = (csv: unknown) => faultsOf('planImport', { ...asked(world.customer, ''), body: { csv } })
    const lines = (count: number) => `email\n${'a@b.example\n'.repeat(count)}`

    test.each([
      ['', '#/csv too-small'],
      [7, '#/csv invalid-type'],
      ['x'.repeat(250_001), '#/csv too-big'],
      ['email\n"a', '#/csv not-csv'],
      ['email\na "b" c"\n"x" y', '#/csv not-csv'],
      ['email', '#/csv no-rows'],
      ['email\n\n ,,\n', '#/csv no-rows'],
      ['name\na', '#/csv unknown-column #/csv column-missing'],
      ['first name\na', '#/csv column-missing'],
      ['email,E-mail\na,b', '#/csv column-twice'],
      ['email,a,b\nx', '#/csv unknown-column #/csv unknown-column'],
      ['email,,phone\nx,a,', '#/csv unknown-column'],
      ['email,,\nx,,\ny,,a\nz,b,c', '#/csv unknown-column #/csv unknown-column'],
      ['email,first name\na@b.example,Ren\ufffd', '#/csv not-utf-8'],
      ['pr\ufffdnom\n"a', '#/csv not-utf-8'],
    ])('%j: %s', async (csv, said) => {
      expect((await faults(csv)).join(' ')).toBe(said)
    })

    test('columns without a name in which nothing stands are none', async () => {
      expect(await planned(world.customer, `email,,\n${freshEmail()},,\n${freshEmail()}, ,`)).toHaveLength(2)
    })

    test('names twenty unknown columns, and no more', async () => {
      const twenty = Array(20).fill('#/csv unknown-column')
      expect(await faults(`email${',a'.repeat(1000)}\nx`)).toEqual(twenty)
      expect(await faults(`email${','.repeat(1000)}\nx${',a'.repeat(1000)}`)).toEqual(twenty)
    })

    test('in no time, however many columns and rows there are', async () => {
      // Processor time, so that whatever else the machine does is not counted.
      const before = process.cpuUsage()
      expect(await faults(`email${','.repeat(60_000)}\n${'x\n'.repeat(60_000)}`)).toEqual(['#/csv too-many-rows'])
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1000).toBeLessThan(5000)
    })

    test('names the column without a name by its place', async () => {
      const answer = await call('planImport', asked(world.customer, 'email,,phone,\nx,,,a'))
      expect(answer.body).toContain('Column 4 ')
    })

    test('says how to save a file that is in another encoding', async () => {
      const answer = await call('planImport', asked(world.customer, 'email,first name\na@b.example,Ren\ufffd'))
      expect(answer.body).toContain('Save the file as UTF-8.')
    })

    test('for more than 1,000 rows, and for 1,000 not', async () => {
      expect(await faults(lines(1001))).toEqual(['#/csv too-many-rows'])
      const { rows } = await succeed('planImport', asked(world.customer, lines(1000)))
      expect(rows).toHaveLength(1000)
    })

    test('names the line that is no CSV', async () => {
      const answer = await call(
        'planImport',
        asked(world.customer, 'email,first name\na@b.example,x\n"a@b.example" x,y'),
      )
      expect(answer.body).toContain('Line 3')
    })
  })
})
