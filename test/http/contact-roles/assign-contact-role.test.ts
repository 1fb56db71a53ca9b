import { beforeAll, describe, expect, test } from 'vitest'
import { mostHolders, prerequisites, signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { countWithin, limitsOf } from '../../../shared/table/limit.ts'
import { call, expectProblem, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, setServices, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshDraft, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshEmail } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('assignContactRole')

let world: World
let tenant: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  tenant = await freshCustomer(world.provider)
  await setServices(tenant.organizationId, ['secwise-watch', 'service-desk'])
})

const naming = (profileId: string, contactRole: string, body: object = {}, { owner, organizationId } = tenant) => ({
  by: owner,
  params: { organizationId, profileId, contactRole },
  body,
})
const technician = { permissionGroups: ['pgr_service-desk-requester'] }
const coverage = async ({ owner, organizationId } = tenant) =>
  (await succeed('getRoleCoverage', { by: owner, params: { organizationId } })).items

describe('assignContactRole', () => {
  test('200 names somebody contact, says which gaps that closes, and shows it at once; once more changes nothing', async () => {
    const customer = await freshCustomer(world.provider)
    const { profileId, email } = await freshPerson(customer)
    const reply = await succeed('assignContactRole', naming(profileId, 'dpo', {}, customer))
    expect(reply).toMatchObject({
      profileId,
      contactRole: 'dpo',
      holder: { profileId, email, primary: true, attestation: null, globalAdministrator: null, deputy: null },
      coverageChanges: [{ contactRole: 'dpo', problem: 'missing', profileId: null, change: 'closed' }],
    })
    expect((await coverage(customer)).find(({ contactRole }) => contactRole === 'dpo')).toMatchObject({
      covered: true,
      holders: [{ profileId, coveredBy: profileId, deputy: null }],
      problems: [],
    })
    const params = { organizationId: customer.organizationId, profileId }
    expect((await succeed('getProfile', { by: customer.owner, params })).contactRoles).toEqual(['dpo'])
    const before = await dumpTable()
    expect(await succeed('assignContactRole', naming(profileId, 'dpo', {}, customer))).toEqual({
      ...reply,
      coverageChanges: [],
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('200 shows the holder as well where whoever has not confirmed for 30 days is asked once more', async () => {
    const customer = await freshCustomer(world.provider)
    const { organizationId, owner: by } = customer
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'An', lastName: 'Wouters' }
    const { profileId } = await succeed('createProfile', { by, params: { organizationId }, body })
    await succeed('assignContactRole', naming(profileId, 'dpo', {}, customer))
    const again = await atTime(after.days(31), () =>
      succeed('assignContactRole', naming(profileId, 'dpo', {}, customer)),
    )
    expect(again).toMatchObject({ holder: { profileId, primary: true }, coverageChanges: [] })
  })

  test('200 keeps of whoever named them who that is, and nothing of what they may', async () => {
    const customer = await freshCustomer(world.provider)
    const contact = await freshPerson(customer)
    await succeed('assignContactRole', naming(contact.profileId, 'dpo', {}, customer))
    const { organizationId, profileId } = customer.owner
    expect((await profileOf(contact)).question?.namedBy).toEqual({ organizationId, profileId })
  })

  test('200 in a dry run says the same gaps, and changes nothing', async () => {
    const customer = await freshCustomer(world.provider)
    const { profileId } = await freshPerson(customer)
    const before = await dumpTable()
    const { body } = await call('assignContactRole', {
      ...naming(profileId, 'dpo', {}, customer),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(body)).toEqual({
      dryRun: true,
      refusal: null,
      coverageChanges: [{ contactRole: 'dpo', problem: 'missing', profileId: null, change: 'closed' }],
      affected: [],
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('200 for a contact who is no user, whose address has to be confirmed; a shared mailbox may be on the watchlist', async () => {
    const customer = await freshCustomer(world.provider)
    const { owner, organizationId } = customer
    const create = (body: object) => succeed('createProfile', { by: owner, params: { organizationId }, body })
    const names = { firstName: 'An', lastName: 'Smets' }
    const contact = await create({ kind: 'person', user: false, email: freshEmail(), ...names })
    expect(
      (await succeed('assignContactRole', naming(contact.profileId, 'dpo', {}, customer))).coverageChanges,
    ).toEqual([
      { contactRole: 'dpo', problem: 'unverified', profileId: contact.profileId, change: 'opened' },
      { contactRole: 'dpo', problem: 'missing', profileId: null, change: 'closed' },
    ])
    const mailbox = await create({ kind: 'shared-mailbox', email: freshEmail(), displayName: 'Service team' })
    await succeed('assignContactRole', naming(mailbox.profileId, 'watchlist', {}, customer))
    const problem = await fail(
      'prerequisites-missing',
      'assignContactRole',
      naming(mailbox.profileId, 'dpo', {}, customer),
    )
    expect(problem.errors).toEqual([{ pointer: '#/contactRoles/dpo', code: 'person', detail: prerequisites.person }])
  })

  test('200 for a draft is an intention: nobody is asked, and nobody holds it yet', async () => {
    const draft = await freshDraft(tenant)
    const { holder, coverageChanges } = await succeed('assignContactRole', naming(draft.profileId, 'technical'))
    expect({ holder, coverageChanges }).toEqual({ holder: null, coverageChanges: [] })
    const params = { organizationId: tenant.organizationId, profileId: draft.profileId }
    const { contactRoles, version } = await succeed('getProfile', { by: tenant.owner, params })
    expect(contactRoles).toEqual(['technical'])
    const confirming = { by: tenant.owner, params, body: { confirm: true }, headers: { 'if-match': `"${version}"` } }
    const { errors } = await withoutWrites(() => fail('prerequisites-missing', 'changeProfile', confirming))
    expect(errors).toMatchObject([{ pointer: '#/contactRoles/technical', code: 'service-desk-role' }])
  })

  test('200 records who attested signing authority, when, and in which wording; and what is stated anew', async () => {
    const { profileId } = await freshPerson(tenant)
    const attestation = { wording: signingAuthorityWording.version }
    const { holder } = await succeed('assignContactRole', naming(profileId, 'commercial', { attestation }))
    expect(holder?.attestation).toEqual({
      ...attestation,
      attestedAt: expect.any(String),
      attestedBy: `user:${tenant.owner.identityId}`,
      attestedByProfile: tenant.owner.profileId,
    })
    const again = await succeed('assignContactRole', naming(profileId, 'commercial', { attestation }))
    expect(again.holder?.attestation?.attestedAt).not.toBe(holder?.attestation?.attestedAt)
  })

  test('200 for a technical contact keeps whether they are Global Administrator, and advises until they are', async () => {
    const { profileId } = await freshPerson(tenant, technician)
    const advice = async () =>
      (await coverage())
        .find(({ contactRole }) => contactRole === 'technical')
        ?.problems.filter(({ problem, profileId: whose }) => problem === 'advice' && whose === profileId)
    const { holder } = await succeed('assignContactRole', naming(profileId, 'technical'))
    expect(holder?.globalAdministrator).toBe('unknown')
    expect(await advice()).toHaveLength(1)
    await succeed('assignContactRole', naming(profileId, 'technical', { globalAdministrator: 'yes' }))
    expect(await advice()).toEqual([])
  })

  test('409 prerequisites-missing lists everything that is missing and how to get it, and changes nothing', async () => {
    const customer = await freshCustomer(world.provider)
    const { profileId } = await freshPerson(customer, technician)
    const refused = async (contactRole: string) =>
      (
        await withoutWrites(() =>
          fail('prerequisites-missing', 'assignContactRole', naming(profileId, contactRole, {}, customer)),
        )
      ).errors
    // The group is there, but its service is not active.
    expect(await refused('technical')).toMatchObject([{ code: 'service-desk-role' }])
    expect(await refused('commercial')).toMatchObject([{ code: 'signing-authority' }])
    expect(await refused('security-escalation')).toEqual(
      (['secwise-active', 'security-administrator'] as const).map((code) => ({
        pointer: '#/contactRoles/security-escalation',
        code,
        detail: prerequisites[code],
      })),
    )
  })

  test('409 too-many-holders for the eleventh', async () => {
    const customer = await freshCustomer(world.provider)
    for (let holders = 0; holders < mostHolders; holders++) await freshPerson(customer, { contactRoles: ['dpo'] })
    const { profileId } = await freshPerson(customer)
    await withoutWrites(() => fail('too-many-holders', 'assignContactRole', naming(profileId, 'dpo', {}, customer)))
    await succeed('assignContactRole', naming(profileId, 'watchlist', {}, customer))
  })

  test('429 when the organization has had 500 mails with a link sent today', async () => {
    const customer = await freshCustomer(world.provider)
    const { profileId } = await freshPerson(customer)
    const now = new Date().toISOString()
    for (let mails = 0; mails < limitsOf['organization-link-mails'].most; mails++)
      await countWithin('organization-link-mails', customer.organizationId, now.slice(0, 10), now)
    const answer = await call('assignContactRole', naming(profileId, 'dpo', {}, customer))
    expectProblem('too-many-requests', answer)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('400 for what is stated of another contact role, and for a wording that is not the current one', async () => {
    const { profileId } = await freshPerson(tenant)
    for (const [contactRole, body, pointer] of [
      ['dpo', { attestation: { wording: signingAuthorityWording.version } }, '#/attestation/wording'],
      ['commercial', { attestation: { wording: '2020-01' } }, '#/attestation/wording'],
      ['dpo', { globalAdministrator: 'yes' }, '#/globalAdministrator'],
    ] as const) {
      const { errors } = await withoutWrites(() =>
        fail('invalid', 'assignContactRole', naming(profileId, contactRole, body)),
      )
      expect(errors).toMatchObject([{ pointer }])
    }
  })
})
