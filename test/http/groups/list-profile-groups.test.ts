import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshDraft, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'

provesOperation('listProfileGroups')

let world: World
let here: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const listing = (profileId: string, query: Record<string, string> = {}, by: Person = here.owner) => ({
  by,
  params: { organizationId: here.organizationId, profileId },
  query,
})
const fresh = (name?: string) => freshGroup(here.organizationId, name)

/** All of somebody's, page after page. */
async function groupsOf(profileId: string, limit: number, tenant: MadeTenant = here) {
  const seen: Awaited<ReturnType<typeof page>>['items'] = []
  let cursor: string | null = null
  do {
    const read: Awaited<ReturnType<typeof page>> = await page(profileId, limit, cursor, tenant)
    expect(read.items.length).toBeLessThanOrEqual(limit)
    seen.push(...read.items)
    cursor = read.nextCursor
  } while (cursor !== null)
  return seen
}
const page = (profileId: string, limit: number, cursor: string | null, { organizationId, owner: by } = here) =>
  succeed('listProfileGroups', {
    by,
    params: { organizationId, profileId },
    query: { limit: String(limit), ...(cursor !== null && { cursor }) },
  })

describe('listProfileGroups', () => {
  test('200 with the groups given by hand, page by page, and what counts in each', async () => {
    const [plain, dated, withRole] = [await fresh('Bruges'), await fresh(), await fresh()]
    await fresh()
    const { profileId } = await freshPerson(here, { defaultRole: 'rol_group-operator' })
    const validUntil = '2099-01-01T00:00:00.000Z'
    const give = (body: object) => succeed('grantProfileGroups', { ...listing(profileId), query: {}, body })
    await give({ groups: [plain] })
    await give({ groups: [dated], validUntil })
    await give({ groups: [withRole], groupRole: 'rol_group-viewer' })
    const standing = {
      access: 'by-hand',
      groupRole: null,
      validFrom: null,
      validUntil: null,
      removable: true,
      notRemovableBecause: null,
    }
    for (const limit of [1, 2, 100]) {
      const seen = await groupsOf(profileId, limit)
      expect(seen.toSorted((one, other) => (one.groupId < other.groupId ? -1 : 1))).toEqual(seen)
      expect(new Map(seen.map(({ groupId, name, ...rest }) => [groupId, rest]))).toEqual(
        new Map<string, object>([
          [plain, standing],
          [dated, { ...standing, validUntil }],
          [withRole, { ...standing, groupRole: 'rol_group-viewer' }],
        ]),
      )
      expect(seen.find(({ groupId }) => groupId === plain)?.name).toBe('Bruges')
    }
  })

  test('200 with all groups where the default role reaches all, a custom one too; those given by hand say so', async () => {
    const tenant = await freshCustomer(world.provider)
    const groups: string[] = []
    for (let count = 0; count < 5; count++) groups.push(await freshGroup(tenant.organizationId))
    const [byHand = ''] = groups
    const custom = await freshRole(tenant, { permissions: ['groups:access-all'] })
    for (const defaultRole of ['rol_device-setup-user', custom]) {
      const person = await freshPerson(tenant, { defaultRole })
      await giveGroup(person, byHand)
      const seen = await groupsOf(person.profileId, 2, tenant)
      for (const { groupId, access, removable, notRemovableBecause } of seen) {
        expect(access).toBe(groupId === byHand ? 'by-hand' : 'by-default-role')
        expect([removable, notRemovableBecause]).toEqual([false, 'access-all-groups'])
      }
      expect(seen.map(({ groupId }) => groupId).sort()).toEqual([...groups].sort())
    }
  })

  test('the same facts from both sides', async () => {
    const groupId = await fresh()
    const people = [
      await freshPerson(here, { defaultRole: 'rol_viewer' }),
      await freshPerson(here, { defaultRole: 'rol_group-viewer' }),
      await freshPerson(here, { defaultRole: 'rol_admin' }),
      await freshPerson(here),
    ]
    for (const person of people.slice(0, 2)) await giveGroup(person, groupId)
    await succeed('setGroupRole', {
      by: here.owner,
      params: { organizationId: here.organizationId, groupId, profileId: people[3]?.profileId ?? '' },
      body: { roleId: 'rol_group-operator', validUntil: '2099-01-01T00:00:00.000Z' },
    })
    const ofGroup = new Map<string, object>()
    let cursor: string | null = null
    do {
      const read: { items: (ReturnType<typeof facts> & { profileId: string })[]; nextCursor: string | null } =
        await succeed('listGroupMembers', {
          by: here.owner,
          params: { organizationId: here.organizationId, groupId },
          query: cursor === null ? {} : { cursor },
        })
      for (const member of read.items) ofGroup.set(member.profileId, facts(member))
      cursor = read.nextCursor
    } while (cursor !== null)
    for (const { profileId } of people) {
      const there = (await groupsOf(profileId, 100)).find((group) => group.groupId === groupId)
      expect(there && facts(there)).toEqual(ofGroup.get(profileId))
    }
  })

  test('200 with nothing for whoever has none, and with the intentions of a draft', async () => {
    const groupId = await fresh()
    const [nobody, draft] = [await freshPerson(here), await freshDraft(here)]
    const body = { groups: [groupId] }
    await succeed('grantProfileGroups', { ...listing(draft.profileId), query: {}, body })
    expect(await groupsOf(nobody.profileId, 100)).toEqual([])
    expect(await groupsOf(draft.profileId, 100)).toMatchObject([{ groupId, access: 'by-hand' }])
  })

  test('400 invalid-cursor for a cursor of somebody else', async () => {
    const [one, other] = [await freshPerson(here), await freshPerson(here)]
    for (let count = 0; count < 2; count++) await giveGroup(one, await fresh())
    const { nextCursor } = await succeed('listProfileGroups', listing(one.profileId, { limit: '1' }))
    for (const cursor of [nextCursor ?? '', 'x'])
      await fail('invalid-cursor', 'listProfileGroups', listing(other.profileId, { cursor }))
  })

  test('403 for a Group Admin, who sees groups alone; 404 not-found for somebody of another organization', async () => {
    const admin = await freshPerson(here, { defaultRole: 'rol_group-admin' })
    await giveGroup(admin, await fresh())
    await fail('forbidden', 'listProfileGroups', listing(here.plain.profileId, {}, admin))
    await fail('not-found', 'listProfileGroups', listing((await freshPerson(world.twin)).profileId))
  })
})

const facts = ({
  access,
  groupRole,
  validFrom,
  validUntil,
  removable,
  notRemovableBecause,
}: Pick<
  Awaited<ReturnType<typeof page>>['items'][number],
  'access' | 'groupRole' | 'validFrom' | 'validUntil' | 'removable' | 'notRemovableBecause'
>) => ({ access, groupRole, validFrom, validUntil, removable, notRemovableBecause })
