import { beforeAll, describe, expect, test } from 'vitest'
import { predefinedRoles } from '../../../shared/domain/catalog.ts'
import { about, everyResult, group, organization, profile, put, service, user } from '../../support/access-questions.ts'
import { expectProblem, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, setServices, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'

provesOperation('searchActions')

let world: World
let here: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const asker = () => ({ organizationId: here.organizationId, by: here.owner })
const question = (subject: object, resource: object) => {
  const { action: _, ...body } = about(here, subject, '', resource)
  return body
}
const found = async (subject: object, resource: object) => {
  const { page, results } = await succeed('searchActions', { by: here.owner, body: question(subject, resource) })
  expect(page).toEqual({ next_token: '', count: results.length })
  return results.map(({ name }) => name)
}
const ofRole = (id: string) => [...(predefinedRoles.find(({ roleId }) => roleId === id)?.permissions ?? [])].sort()

describe('searchActions', () => {
  test('200 what they may do across the organization, each of which evaluateAccess lets them', async () => {
    const viewer = await freshPerson(here, { defaultRole: 'rol_viewer' })
    for (const name of [user, profile]) {
      expect(await found(name(viewer), organization(here))).toEqual(ofRole('rol_viewer'))
      expect(await found(name(here.plain), organization(here))).toEqual([])
    }
    for (const name of await found(user(viewer), organization(here)))
      expect(
        await succeed('evaluateAccess', { by: here.owner, body: about(here, user(viewer), name, organization(here)) }),
      ).toEqual({ decision: true })
  })

  test('200 what they may do in a group, and the roles that they have in a service', async () => {
    const groupId = await freshGroup(here.organizationId)
    await setServices(here.organizationId, ['service-desk', 'reports'])
    const permissionGroups = ['pgr_service-desk-requester', 'pgr_service-desk-ticket-handler', 'pgr_reports-viewer']
    const person = await freshPerson(here, { defaultRole: 'rol_group-operator', permissionGroups })
    expect(await found(user(person), group(groupId))).toEqual([])
    await giveGroup(person, groupId)
    expect(await found(user(person), group(groupId))).toEqual(ofRole('rol_group-operator'))
    expect(await found(user(person), organization(here))).toEqual([])
    expect(await found(user(person), service('service-desk'))).toEqual([
      'service-desk:requester',
      'service-desk:ticket-handler',
    ])
    expect(await found(user(person), service('microsoft-365'))).toEqual([])
  })

  test('200 by acting for the organization (A12)', async () => {
    const held = await found(user(world.provider.owner), organization(here))
    expect(held).toContain('profiles:manage')
    expect(held).not.toContain('organization:remove')
  })

  test('200 page by page, each once; a page of no results leads to itself', async () => {
    const whole = (await found(user(here.owner), organization(here))).map((name) => ({ name }))
    for (const limit of [1, 7, 100])
      expect(
        await everyResult('searchActions', asker(), question(user(here.owner), organization(here)), limit),
      ).toEqual(whole)
    const body = { ...question(user(here.owner), organization(here)), page: { limit: 0 } }
    expect(JSON.parse((await put('searchActions', asker(), body)).body).page.next_token).not.toBe('')
  })

  test('200 nothing, with the same bytes, for who or what is elsewhere or nowhere', async () => {
    const absent = '01k2r8v6m0q3s5t7w9x1y3z5a6'
    const { twin } = world
    for (const [subject, resource] of [
      [user(twin.owner), organization(here)],
      [{ type: 'user', id: `idn_${absent}` }, organization(here)],
      [{ type: 'profile', id: `prf_${absent}` }, organization(here)],
      [user(here.owner), organization(twin)],
      [user(here.owner), group(twin.things.groupId)],
      [user(here.owner), group(`grp_${absent}`)],
      [user(here.owner), { type: 'document', id: '1' }],
    ] as const)
      expect((await put('searchActions', asker(), question(subject, resource))).body).toBe(
        '{"page":{"next_token":"","count":0},"results":[]}',
      )
  })

  test('400 invalid-cursor with the token of another question', async () => {
    const body = question(user(here.owner), organization(here))
    const { page } = JSON.parse((await put('searchActions', asker(), { ...body, page: { limit: 1 } })).body)
    const other = { ...question(profile(here.owner), organization(here)), page: { token: page.next_token } }
    expectProblem('invalid-cursor', await put('searchActions', asker(), other))
  })
})
