import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf } from '../../support/cloud-services-directory.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { beginCustomer, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import {
  activate,
  choosePassword,
  type Grants,
  type Invitee,
  invite,
  type Person,
  passwordForm,
  submit,
} from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('revokeInvitation')

let world: World
let owner: Person
beforeAll(async () => {
  world = await seedWorld()
  owner = world.customer.owner
})

const here = () => world.customer.organizationId
const inviteHere = (grants: Grants = {}) => invite(owner, here(), grants)
const asked = (
  { invitationId, organizationId }: Pick<Invitee, 'invitationId' | 'organizationId'>,
  by = owner,
  query: Record<string, string> = {},
) => ({ by, params: { organizationId, invitationId }, query })
const revoke = (invitee: Pick<Invitee, 'invitationId' | 'organizationId'>, by = owner) =>
  succeed('revokeInvitation', asked(invitee, by))
const open = async (link: string) => {
  const { status, body } = await send({ method: 'GET', path: link })
  return { status, text: textOf(body) }
}

describe('revokeInvitation', () => {
  test('200 ends the link, whose page says so, and makes the profile a draft with its intentions', async () => {
    const invitee = await inviteHere({ permissionGroups: ['pgr_full-role'] })
    const reply = await revoke(invitee)
    expect(reply).toMatchObject({ status: 'revoked', revokedBecause: 'by-hand', timesSent: 1 })
    expect({ ...(await succeed('getInvitation', asked(invitee))), coverageChanges: [] }).toEqual(reply)
    expect(await open(invitee.link)).toMatchObject({ status: 410, text: expect.stringContaining('was withdrawn') })
    const params = { organizationId: here(), profileId: invitee.profileId }
    expect(await succeed('getProfile', { by: owner, params })).toMatchObject({
      status: 'draft',
      permissionGroups: ['pgr_full-role'],
    })
    const members = await itemsOf('permission-group-member')
    expect(members.some(({ profileId }) => profileId === invitee.profileId)).toBe(false)
  })

  test('200 writes one activity, with the reason', async () => {
    const invitee = await inviteHere()
    await revoke(invitee)
    const about = (await itemsOf('activity'))
      .filter(({ subjectId }) => subjectId === invitee.profileId)
      .map(({ action, summary }) => [action, Object(summary).about.because])
    expect(about).toContainEqual(['invitation.revoked', 'by-hand'])
    expect(about).toHaveLength(2)
  })

  test('200 for one that has expired', async () => {
    const invitee = await inviteHere()
    await atTime(after.days(8), async () => expect(await revoke(invitee)).toMatchObject({ status: 'revoked' }))
  })

  test('200 in a dry run says what the invited would lose, and changes nothing', async () => {
    const invitee = await inviteHere({ permissionGroups: ['pgr_full-role'] })
    const before = await dumpTable()
    const dry = JSON.parse((await call('revokeInvitation', asked(invitee, owner, { dryRun: 'true' }))).body)
    expect(dry).toMatchObject({ refusal: null, affected: [{ who: { profileId: invitee.profileId }, gains: [] }] })
    expect(dry.affected[0].loses).toContainEqual({ permission: 'profiles:manage', groupId: null })
    expect(await dumpTable()).toEqual(before)
  })

  test('200 or the acceptance at that moment, never both', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const invitee = await inviteHere()
      const { attempt, totpKey } = await choosePassword(await passwordForm(invitee.link))
      const [accepted, revoked] = await Promise.all([
        submit(attempt, { code: codeOf(totpKey) }),
        call('revokeInvitation', asked(invitee)),
      ])
      expect([accepted.status === 200, revoked.status === 200].filter(Boolean)).toHaveLength(1)
      const access = (await itemsOf('access')).some(({ profileId }) => profileId === invitee.profileId)
      expect(access).toBe(accepted.status === 200)
    }
    await settle()
  })

  test('409 invitation-revoked the second time, and nothing happens', async () => {
    const invitee = await inviteHere()
    await revoke(invitee)
    const before = await dumpTable()
    await fail('invitation-revoked', 'revokeInvitation', asked(invitee))
    expect(await dumpTable()).toEqual(before)
  })

  test('409 invitation-accepted', async () => {
    const invitee = await inviteHere()
    await activate(invitee)
    await fail('invitation-accepted', 'revokeInvitation', asked(invitee))
  })

  test("404 for another organization's, as for one that is not there", async () => {
    const { invitationId } = await inviteHere()
    const there = { organizationId: world.twin.organizationId, invitationId }
    await fail('not-found', 'revokeInvitation', asked(there, world.twin.owner))
  })

  test('403 towards somebody who was given what the caller could not give', async () => {
    const pendingOwner = await inviteHere({ defaultRole: 'rol_owner' })
    for (const by of [world.customer.admin, world.customer.fullRole])
      await fail('owner-only', 'revokeInvitation', asked(pendingOwner, by))
    await fail('has-owner', 'revokeInvitation', asked(pendingOwner, world.provider.owner))
    await revoke(pendingOwner)
    const admin = await inviteHere({ defaultRole: 'rol_admin' })
    await whileDevelopersManageProfiles(() =>
      fail('cannot-grant', 'revokeInvitation', asked(admin, world.customer.developer)),
    )
  })

  test('200 for whoever administers an organization without an owner, towards its first', async () => {
    const { organizationId, firstOwner } = await beginCustomer(world.provider, 'Without Owner Yet')
    const { invitationId } = firstOwner
    expect(await revoke({ organizationId, invitationId }, world.provider.owner)).toMatchObject({ status: 'revoked' })
  })
})
