import { beforeAll, describe, expect, test } from 'vitest'
import { contactRoles } from '../../../shared/domain/contact-roles.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshDraft, freshPerson } from '../../support/world-fresh.ts'

provesOperation('listContactRoles')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('listContactRoles', () => {
  test('200 lists every contact role, its holders in the order in which they were named, and no draft', async () => {
    const { owner, organizationId } = await freshCustomer(world.provider)
    const first = await freshPerson({ organizationId }, { contactRoles: ['dpo', 'watchlist'] })
    await freshDraft({ organizationId }, { contactRoles: ['dpo'] })
    const second = await freshPerson({ organizationId }, { contactRoles: ['dpo'] })
    const answer = await call('listContactRoles', { by: owner, params: { organizationId } })
    const { items, version } = JSON.parse(answer.body)
    expect(answer.headers.etag).toBe(`"${version}"`)
    expect(items).toMatchObject(
      contactRoles.map(({ id, name, sentence }) => ({
        contactRole: id,
        name,
        sentence,
        holders:
          id === 'dpo'
            ? [
                { profileId: first.profileId, email: first.email, primary: true },
                { profileId: second.profileId, primary: false },
              ]
            : id === 'watchlist'
              ? [{ profileId: first.profileId, primary: true }]
              : [],
      })),
    )
  })

  test('200 with a version where there never was a contact', async () => {
    const { owner, organizationId } = await freshCustomer(world.provider)
    expect(await succeed('listContactRoles', { by: owner, params: { organizationId } })).toMatchObject({ version: 1 })
  })
})
