import { beforeAll, describe, expect, test } from 'vitest'
import { prerequisites, signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { countWithin, limitsOf } from '../../../shared/table/limit.ts'
import { getProfile } from '../../../shared/table/profile.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { atTime } from '../../support/world-clock.ts'
import { coveredCustomer, securityAdministrators } from '../../support/world-coverage.ts'
import { formsOf } from '../../support/world-forms.ts'
import { freshCustomer, freshDraft, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { submit } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('setDeputy')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const from = new Date(Date.now() + 24 * 3600 * 1000).toISOString()
const until = new Date(Date.now() + 8 * 24 * 3600 * 1000).toISOString()
const standIn = ({ owner, organizationId, plain }: MadeTenant, profileId: string, body: object = {}, role = 'dpo') => ({
  by: owner,
  params: { organizationId, profileId, contactRole: role },
  body: { deputy: plain.profileId, from, until, ...body },
})
async function withHolder(contactRole: 'dpo' | 'watchlist' = 'dpo') {
  const tenant = await freshCustomer(world.provider)
  const { profileId } = await freshPerson(tenant, { contactRoles: [contactRole] })
  return { tenant, profileId }
}
const coveredBy = async ({ owner, organizationId }: MadeTenant) =>
  (await succeed('getRoleCoverage', { by: owner, params: { organizationId } })).items
    .find(({ contactRole }) => contactRole === 'dpo')
    ?.holders.map((holder) => holder.coveredBy)

describe('setDeputy', () => {
  test('200 has the deputy cover the role exactly between the dates; once more changes nothing', async () => {
    const { tenant, profileId } = await withHolder()
    const { holder, coverageChanges } = await succeed('setDeputy', standIn(tenant, profileId))
    const deputy = { profileId: tenant.plain.profileId, from, until, attestation: null }
    expect({ holder, coverageChanges }).toMatchObject({ holder: { profileId, deputy }, coverageChanges: [] })
    const before = await dumpTable()
    await succeed('setDeputy', standIn(tenant, profileId))
    expect(await dumpTable()).toEqual(before)
    const justBefore = (at: string) => new Date(Date.parse(at) - 1).toISOString()
    for (const [at, who] of [
      [justBefore(from), profileId],
      [from, tenant.plain.profileId],
      [justBefore(until), tenant.plain.profileId],
      [until, profileId],
    ] as const)
      expect(await atTime(at, () => coveredBy(tenant)), at).toEqual([who])
  })

  test('200 puts another deputy in the place of the one before', async () => {
    const { tenant, profileId } = await withHolder()
    const other = await freshPerson(tenant)
    await succeed('setDeputy', standIn(tenant, profileId))
    const { holder } = await succeed('setDeputy', standIn(tenant, profileId, { deputy: other.profileId }))
    expect(holder?.deputy?.profileId).toBe(other.profileId)
    const { items } = await succeed('listContactRoles', {
      by: tenant.owner,
      params: { organizationId: tenant.organizationId },
    })
    expect(items.flatMap(({ holders }) => holders.map(({ deputy }) => deputy?.profileId))).toEqual([other.profileId])
  })

  test('of two named deputy at once one stands in, and the other was told', async () => {
    const { tenant, profileId } = await withHolder()
    const others = [await freshPerson(tenant), await freshPerson(tenant)]
    await Promise.all(others.map((one) => succeed('setDeputy', standIn(tenant, profileId, { deputy: one.profileId }))))
    const { items } = await succeed('listContactRoles', {
      by: tenant.owner,
      params: { organizationId: tenant.organizationId },
    })
    const deputy = items.flatMap(({ holders }) => holders.map((holder) => holder.deputy?.profileId))
    expect(others.map((one) => one.profileId)).toContain(deputy[0])
    const standing = (await dumpTable()).filter(
      ({ __edb_e__, organizationId, deputyFor }) =>
        __edb_e__ === 'contact' &&
        organizationId === tenant.organizationId &&
        Object.keys(Object(deputyFor)).length > 0,
    )
    expect(standing).toHaveLength(1)
  })

  test('409 not-a-holder for whoever does not hold the role', async () => {
    const { tenant } = await withHolder()
    const other = await freshPerson(tenant)
    await withoutWrites(() => fail('not-a-holder', 'setDeputy', standIn(tenant, other.profileId)))
  })

  test('409 prerequisites-missing for a deputy without what the holder needs; of a Commercial Contact signing authority is stated', async () => {
    const { tenant } = await withHolder()
    const attestation = { wording: signingAuthorityWording.version }
    const { profileId } = await freshPerson(tenant)
    const params = { organizationId: tenant.organizationId, profileId, contactRole: 'commercial' }
    await succeed('assignContactRole', { by: tenant.owner, params, body: { attestation } })
    const { errors } = await withoutWrites(() =>
      fail('prerequisites-missing', 'setDeputy', standIn(tenant, profileId, {}, 'commercial')),
    )
    expect(errors).toEqual([
      {
        pointer: '#/contactRoles/commercial',
        code: 'signing-authority',
        detail: prerequisites['signing-authority'],
      },
    ])
    const { holder } = await succeed('setDeputy', standIn(tenant, profileId, { attestation }, 'commercial'))
    expect(holder?.deputy?.attestation).toMatchObject(attestation)
  })

  test('409 prerequisites-missing for new dates of a deputy who has lost what the role takes', async () => {
    const tenant = await coveredCustomer(world.provider)
    const { organizationId, owner: by, technical } = tenant
    const deputy = await freshPerson(tenant, { permissionGroups: [securityAdministrators] })
    const call = standIn(tenant, technical.profileId, { deputy: deputy.profileId }, 'technical')
    await succeed('setDeputy', call)
    const params = { organizationId, permissionGroupId: securityAdministrators, profileId: deputy.profileId }
    await succeed('removePermissionGroupMember', { by, params })
    const later = { ...call, body: { ...call.body, until: '2099-01-01T00:00:00.000Z' } }
    await withoutWrites(() => fail('prerequisites-missing', 'setDeputy', later))
  })

  test('200 asks a deputy anew who had said that it is not them', async () => {
    const { tenant, profileId } = await withHolder()
    const { organizationId, plain } = tenant
    await succeed('setDeputy', standIn(tenant, profileId))
    await settle()
    const link = linkTo(plain.email)
    const said = formsOf((await send({ method: 'GET', path: link })).body).find(
      ({ fields }) => fields.answer === 'not-me',
    )
    if (!said) throw new Error('nobody can say that it is not them')
    expect((await submit(said, {})).status).toBe(200)
    await succeed('setDeputy', standIn(tenant, profileId))
    await settle()
    expect(linkTo(plain.email)).not.toBe(link)
    const named = await getProfile({ organizationId, profileId: plain.profileId })
    expect(named?.addressState).toBe('unverified')
  })

  test('429 when the organization has had 500 mails with a link sent today', async () => {
    const { tenant, profileId } = await withHolder()
    const now = new Date().toISOString()
    for (let mails = 0; mails < limitsOf['organization-link-mails'].most; mails++)
      await countWithin('organization-link-mails', tenant.organizationId, now.slice(0, 10), now)
    await fail('too-many-requests', 'setDeputy', standIn(tenant, profileId))
  })

  test('400 for dates that are over or turned around, for themselves, for a draft, and for somebody who is not here', async () => {
    const { tenant, profileId } = await withHolder()
    const draft = await freshDraft(tenant)
    for (const [body, pointer, code] of [
      [{ until: from }, '#/until', 'invalid'],
      [{ from: '2020-01-01T00:00:00.000Z', until: '2020-01-02T00:00:00.000Z' }, '#/until', 'invalid'],
      [{ deputy: profileId }, '#/deputy', 'invalid'],
      [{ deputy: draft.profileId }, '#/deputy', 'draft'],
      [{ deputy: world.twin.owner.profileId }, '#/deputy', 'not-found'],
      [{ deputy: `prf_${'0'.repeat(26)}` }, '#/deputy', 'not-found'],
    ] as const) {
      const { errors } = await withoutWrites(() => fail('invalid', 'setDeputy', standIn(tenant, profileId, body)))
      expect(errors, JSON.stringify(body)).toMatchObject([{ pointer, code }])
    }
  })
})
