import { beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { endTokens, seedWorld, setStatus, type World } from '../../support/world.ts'
import { join, type Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('changeMe')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const mine = async (by: Person, organizationId: string = by.organizationId) => {
  const { organizations } = await succeed('getMe', { by })
  const found = organizations.find((one) => one.organizationId === organizationId) ?? organizations[0]
  if (!found) throw new Error('a user of nothing')
  const { administrators: _, ...membership } = found
  return membership
}
const change = async (by: Person, body: object, organizationId: string = by.organizationId) => ({
  by,
  body: { organizationId, ...body },
  headers: { 'If-Match': `"${(await mine(by, organizationId)).version}"` },
})

describe('changeMe', () => {
  test('200 with what the person has changed, and the next version', async () => {
    const { plain } = world.customer
    const before = await mine(plain)
    const body = {
      salutation: 'mx',
      language: 'fr',
      firstName: ' Robin ',
      lastName: 'De Smet',
      jobTitle: 'Baker',
      phone: '+3215111111',
    }
    const changed = await succeed('changeMe', await change(plain, body))
    expect(changed).toEqual({ ...before, ...body, firstName: 'Robin', version: before.version + 1 })
    expect(await mine(plain)).toEqual(changed)
  })

  test('200 leaves alone what is not named, and takes away what is null', async () => {
    const { admin } = world.customer
    const given = await succeed('changeMe', await change(admin, { jobTitle: 'Baker', phone: '+3215111111' }))
    const taken = await succeed('changeMe', await change(admin, { phone: null }))
    expect(taken).toEqual({ ...given, phone: null, version: given.version + 1 })
  })

  test('200 is found by the new name, and is an activity by and about the person', async () => {
    const { owner, organizationId } = world.customer
    const person = await join(owner, organizationId)
    await succeed('changeMe', await change(person, { lastName: 'Zonnebloem' }))
    const { items } = await succeed('listProfiles', { by: owner, params: { organizationId }, query: { limit: '100' } })
    expect(items.at(-1)).toMatchObject({ profileId: person.profileId, lastName: 'Zonnebloem' })
    const [activity] = (await succeed('listActivities', { by: owner, params: { organizationId } })).items
    expect(activity).toMatchObject({
      action: 'profile.changed',
      actor: `user:${person.identityId}`,
      subject: person.profileId,
      changedFields: ['lastName'],
      changes: [{ field: 'lastName', before: 'Claes', after: 'Zonnebloem' }],
    })
  })

  test('200 in one of two organizations leaves the other as it is', async () => {
    const { consultant } = world.customer
    const other = await mine(consultant, world.twin.organizationId)
    await succeed('changeMe', await change(consultant, { firstName: 'Noor' }, world.customer.organizationId))
    expect((await mine(consultant, world.customer.organizationId)).firstName).toBe('Noor')
    expect(await mine(consultant, world.twin.organizationId)).toEqual(other)
  })

  test('400 invalid, not-found alike for an organization of others, one that does not exist and one that was removed', async () => {
    const { plain } = world.customer
    const headers = { 'If-Match': '"1"' }
    for (const organizationId of [world.twin.organizationId, 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'])
      expect(await faultsOf('changeMe', { by: plain, headers, body: { organizationId, firstName: 'Robin' } })).toEqual([
        '#/organizationId not-found',
      ])
    await setStatus(world.customer.organizationId, 'removed')
    const { organizationId } = plain
    expect(await faultsOf('changeMe', { by: plain, headers, body: { organizationId } })).toEqual([
      '#/organizationId not-found',
    ])
    await setStatus(world.customer.organizationId, 'active')
  })

  test('400 invalid for what an administrator alone decides, and for what no name may hold', async () => {
    const { plain } = world.customer
    const before = await dumpTable()
    const refused = {
      department: 'IT',
      email: 'x@contoso.example',
      status: 'active',
      user: true,
      defaultRole: 'rol_owner',
    }
    expect([...(await faultsOf('changeMe', await change(plain, refused)))].sort()).toEqual(
      Object.keys(refused)
        .map((field) => `#/${field} unknown-field`)
        .sort(),
    )
    const wrong = { firstName: 'www.evil.example', lastName: '', phone: '015', language: 'es', salutation: 'dr' }
    const faults = await faultsOf('changeMe', await change(plain, wrong))
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual(
      Object.keys(wrong)
        .map((field) => `#/${field}`)
        .sort(),
    )
    expect(await dumpTable()).toEqual(before)
  })

  test('403 forbidden for somebody who was deactivated there, with whom to ask', async () => {
    const { deactivated } = world.customer
    const { detail } = await fail('forbidden', 'changeMe', await change(deactivated, { firstName: 'Robin' }))
    expect(detail).toContain('administrators')
  })

  test('403 forbidden while the organization is suspended', async () => {
    const { plain, organizationId } = world.customer
    const request = await change(plain, { firstName: 'Robin' })
    await setStatus(organizationId, 'suspended')
    const { detail } = await fail('forbidden', 'changeMe', request)
    expect(detail).toContain('suspended')
    await setStatus(organizationId, 'active')
  })

  test('401 unauthenticated with a token from before the person was signed out of that organization', async () => {
    const { owner, organizationId } = world.customer
    const person = await join(owner, organizationId)
    const request = await change(person, { firstName: 'Robin' })
    const now = Math.floor(Date.now() / 1000)
    await endTokens(person, now)
    const headers = { ...request.headers, ...bearer(accessToken(person.identityId, { iat: now - 1 })) }
    expectProblem('unauthenticated', await call('changeMe', { ...request, headers }))
    await succeed('changeMe', request)
  })

  test('412 stale when it was changed since it was read, and 428 if-match-required without a version', async () => {
    const { plain } = world.customer
    const request = await change(plain, { firstName: 'Robin' })
    await succeed('changeMe', request)
    await fail('stale', 'changeMe', request)
    await fail('if-match-required', 'changeMe', { by: plain, body: request.body })
  })

  test('412 stale for one of two changes at once', async () => {
    const { plain } = world.customer
    const request = await change(plain, { jobTitle: 'Baker' })
    const answers = await Promise.all([call('changeMe', request), call('changeMe', request)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })
})
