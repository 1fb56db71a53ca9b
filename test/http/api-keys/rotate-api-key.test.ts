import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { freshKey } from '../../support/world-keys.ts'
import { join } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

provesOperation('rotateApiKey')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const permissions = ['profiles:read'] as const

async function madeKey() {
  const { text, record } = await freshKey(world.customer, { permissions })
  const { organizationId, keyId } = record
  const listing = (with_: string) => ({ by: { text: with_ }, params: { organizationId } })
  const rotating = (body: object = {}) => ({ by: world.customer.owner, params: { organizationId, keyId }, body })
  return { text, record, listing, rotating }
}

describe('rotateApiKey', () => {
  test('200 with another text; the one before works until the overlap is over, and no longer', async () => {
    const { text, listing, rotating } = await madeKey()
    const { key, ...shown } = await succeed('rotateApiKey', rotating({ overlapSeconds: 600 }))
    expect(key).not.toBe(text)
    expect(key.slice(0, 55)).toBe(text.slice(0, 55))
    expect(Date.parse(shown.previousValidUntil ?? '') - Date.parse(shown.rotatedAt ?? '')).toBe(600_000)
    await succeed('listProfiles', listing(text))
    await succeed('listProfiles', listing(key))
    await atTime(after.seconds(601), async () => {
      await fail('unauthenticated', 'listProfiles', listing(text))
      await succeed('listProfiles', listing(key))
    })
    expect(JSON.stringify(await itemsOf('activity'))).toContain('api-key.rotated')
  })

  test('200 without an overlap ends the one before at once, and a second rotation the first one’s', async () => {
    const { text, listing, rotating } = await madeKey()
    const { key: second } = await succeed('rotateApiKey', rotating({ overlapSeconds: 0 }))
    await fail('unauthenticated', 'listProfiles', listing(text))
    const { key: third } = await succeed('rotateApiKey', rotating())
    for (const works of [second, third]) await succeed('listProfiles', listing(works))
    await succeed('rotateApiKey', rotating())
    await fail('unauthenticated', 'listProfiles', listing(second))
  })

  test('200 with another end; 400 for one beyond a year, and for an overlap beyond a week', async () => {
    const { rotating } = await madeKey()
    const days = (number: number) => new Date(Date.now() + number * 24 * 3600 * 1000).toISOString()
    const end = days(300)
    expect((await succeed('rotateApiKey', rotating({ expiresAt: end }))).expiresAt).toBe(end)
    expect((await succeed('rotateApiKey', rotating())).expiresAt).toBe(end)
    expect(await faultsOf('rotateApiKey', rotating({ expiresAt: days(366) }))).toEqual(['#/expiresAt too-far'])
    expect(await faultsOf('rotateApiKey', rotating({ overlapSeconds: 604_801 }))).toHaveLength(1)
  })

  test('tells until when the secret before works: never after the key, and nothing once the key has ended', async () => {
    const { record, rotating } = await madeKey()
    const { organizationId, keyId } = record
    const inAnHour = new Date(Date.now() + after.hours(1)).toISOString()
    const rotated = await succeed('rotateApiKey', rotating({ expiresAt: inAnHour }))
    expect(rotated.previousValidUntil).toBe(inAnHour)
    const by = world.customer.owner
    const shown = async () => {
      const { items } = await succeed('listApiKeys', { by, params: { organizationId }, query: { limit: '100' } })
      const found = items.find((one) => one.keyId === keyId)
      return [found?.status, found?.previousValidUntil]
    }
    expect(await shown()).toEqual(['active', inAnHour])
    expect(await atTime(inAnHour, shown)).toEqual(['expired', null])
    expect((await succeed('revokeApiKey', { by, params: { organizationId, keyId } })).previousValidUntil).toBeNull()
    expect(await shown()).toEqual(['revoked', null])
  })

  test('403 cannot-grant for who could not have made it: the new text would be theirs', async () => {
    const organization = await freshCustomer(world.provider)
    const { organizationId, owner } = organization
    const { record } = await freshKey(organization, { permissions: ['access:grant-any'] })
    const body = { name: 'Keys', level: 'organization', permissions: ['api-keys:manage', 'groups:access-all'] }
    const { roleId } = await succeed('createRole', { by: owner, params: { organizationId }, body })
    const by = await join(owner, organizationId, { defaultRole: roleId })
    const params = { organizationId, keyId: record.keyId }
    await fail('cannot-grant', 'rotateApiKey', { by, params, body: {} })
    await succeed('revokeApiKey', { by, params })
  })

  test('409 key-ended once it is revoked or has expired', async () => {
    const { record, rotating } = await madeKey()
    const { organizationId, keyId } = record
    await atTime(after.days(31), async () => {
      await fail('key-ended', 'rotateApiKey', rotating())
    })
    await succeed('revokeApiKey', { by: world.customer.owner, params: { organizationId, keyId } })
    await fail('key-ended', 'rotateApiKey', rotating())
  })
})
