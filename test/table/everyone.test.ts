import { expect, test } from 'vitest'
import type { ProfileId } from '../../shared/domain/ids.ts'
import { pageOfProfiles } from '../../shared/table/everyone.ts'
import { createProfile } from '../../shared/table/profile.ts'
import { aProfile, newId, refusals, save } from '../support/table-fixtures.ts'

test('everyone is read page by page, each once and whole, in the order of their ids', async () => {
  const organizationId = newId('organization')
  const people = Array.from({ length: 7 }, () => aProfile(organizationId))
  for (const person of people) await save(createProfile(person, refusals))
  await save(createProfile(aProfile(newId('organization')), refusals))

  const found: string[] = []
  let after: ProfileId | undefined
  do {
    const { items, next } = await pageOfProfiles({ organizationId, limit: 3, after })
    expect(items.length).toBeLessThanOrEqual(3)
    found.push(...items.map(({ profileId, email }) => `${profileId} ${email}`))
    after = next
  } while (after)
  expect(found).toEqual(people.map(({ profileId, email }) => `${profileId} ${email}`).sort())
})
