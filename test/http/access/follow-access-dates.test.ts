import { beforeAll, expect, test } from 'vitest'
import { busEvents, publishNew, settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { succeed } from '../../support/gateway-call.ts'
import { deactivate, seedWorld, setServices, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { coveredCustomer } from '../../support/world-coverage.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const follow = async () => invoke(await loadHandler('access', 'follow-access-dates'), {})
/** Each begins after those before, in the middle of an hour: what is due is looked for from where it was looked for last. */
let days = 0
const nextMoment = (): string => {
  days += 2
  const then = Date.now() + after.days(days)
  return new Date(Math.ceil(then / after.hours(1)) * after.hours(1) + after.minutes(30)).toISOString()
}
const later = (at: string, by: number) => new Date(Date.parse(at) + by).toISOString()

const activitiesOf = async ({ organizationId, owner: by }: MadeTenant, profileId: string) => {
  const { items } = await succeed('listProfileActivities', { by, params: { organizationId, profileId } })
  return items
    .filter(({ action }) => action.startsWith('access.'))
    .map(({ action, actor, about }) => ({ action, actor, about }))
}
const rolesTold = (profileId: string) =>
  busEvents()
    .filter(({ detailType }) => detailType === 'access.changed')
    .map(({ detail }) => JSON.parse(detail))
    .filter((detail) => detail.profileId === profileId)
    .map(({ applicationRoles }) => applicationRoles)

/** Somebody in a permission group that gives an application role between two dates. */
async function dated() {
  const tenant = await freshCustomer(world.provider)
  const { organizationId, owner: by } = tenant
  await setServices(organizationId, ['reports'])
  const person = await freshPerson(tenant)
  const [validFrom, validUntil] = [nextMoment(), nextMoment()]
  const params = { organizationId, permissionGroupId: 'pgr_reports-viewer', profileId: person.profileId }
  await succeed('addPermissionGroupMember', { by, params, query: { validFrom, validUntil } })
  await publishNew()
  return { tenant, person, params, validFrom, validUntil }
}

test('what begins and ends by its date is written down then, once, and applications hear of it', async () => {
  const { tenant, person, validFrom, validUntil } = await dated()
  const { profileId } = person
  await atTime(later(validFrom, -after.minutes(1)), follow)
  expect(await activitiesOf(tenant, profileId)).toEqual([])
  expect(rolesTold(profileId)).toEqual([])

  await atTime(later(validFrom, after.seconds(1)), () => Promise.all([follow(), follow()]))
  await atTime(later(validFrom, after.minutes(2)), follow)
  await publishNew()
  const actor = 'system:follow-access-dates'
  const began = { action: 'access.began', actor, about: { on: validFrom, permissionGroups: 'pgr_reports-viewer' } }
  expect(await activitiesOf(tenant, profileId)).toEqual([began])
  expect(rolesTold(profileId)).toEqual([{ before: [], after: ['reports:viewer'] }])

  await atTime(later(validUntil, after.seconds(1)), follow)
  await publishNew()
  const ended = { action: 'access.ended', actor, about: { on: validUntil, permissionGroups: 'pgr_reports-viewer' } }
  expect(await activitiesOf(tenant, profileId)).toEqual([ended, began])
  expect(rolesTold(profileId)).toEqual([
    { before: [], after: ['reports:viewer'] },
    { before: ['reports:viewer'], after: [] },
  ])
})

test('a date that was changed or taken back meanwhile, and one of somebody who is deactivated by then, comes to nothing', async () => {
  const changed = await dated()
  const by = changed.tenant.owner
  await succeed('addPermissionGroupMember', { by, params: changed.params })
  const gone = await dated()
  await succeed('removePermissionGroupMember', { by: gone.tenant.owner, params: gone.params })
  const away = await dated()
  await deactivate(away.person)
  for (const { validFrom, validUntil } of [changed, gone, away])
    for (const at of [validFrom, validUntil]) await atTime(later(at, after.seconds(1)), follow)
  for (const { tenant, person } of [changed, gone, away])
    expect(await activitiesOf(tenant, person.profileId)).toEqual([])
})

test('groups and a default role that end at the same moment are told in one activity', async () => {
  const tenant = await freshCustomer(world.provider)
  const { organizationId, owner: by } = tenant
  const groups = [await freshGroup(organizationId), await freshGroup(organizationId)]
  const { profileId } = await freshPerson(tenant)
  const validUntil = nextMoment()
  const params = { organizationId, profileId }
  await succeed('grantProfileGroups', { by, params, body: { groups, validUntil } })
  await succeed('setDefaultRole', { by, params, body: { roleId: 'rol_group-operator', validUntil } })
  await atTime(later(validUntil, after.seconds(1)), follow)
  expect(await activitiesOf(tenant, profileId)).toMatchObject([
    {
      action: 'access.ended',
      about: { on: validUntil, groups: groups.sort().join(' '), roleId: 'rol_group-operator' },
    },
  ])
})

test('a contact role whose prerequisite ends by its date is told as a gap', async () => {
  const here = await coveredCustomer(world.provider)
  const { organizationId, owner: by, technical } = here
  const params = { organizationId, profileId: technical.profileId }
  const { items } = await succeed('listProfilePermissionGroups', { by, params })
  const validUntil = nextMoment()
  for (const { permissionGroupId } of items)
    await succeed('addPermissionGroupMember', { by, params: { ...params, permissionGroupId }, query: { validUntil } })
  await settle()
  const gaps = async () => {
    const coverage = await succeed('getRoleCoverage', { by, params: { organizationId } })
    return JSON.stringify(coverage).includes('prerequisite-lost')
  }
  const toldOf = async () => {
    const activities = await succeed('listActivities', {
      by,
      params: { organizationId },
      query: { action: 'coverage.changed' },
    })
    return activities.items
      .map(({ about }) => String(about.opened ?? ''))
      .filter((opened) => opened.includes('prerequisite-lost'))
  }
  expect([await gaps(), await toldOf()]).toEqual([false, []])
  await atTime(later(validUntil, after.seconds(1)), async () => {
    expect(await gaps()).toBe(true)
    await follow()
    await settle()
    expect(await toldOf()).toEqual([expect.stringContaining(`technical prerequisite-lost ${technical.profileId}`)])
  })
})
