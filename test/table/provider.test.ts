import { expect, test } from 'vitest'
import { createProvider, getProvider } from '../../shared/table/provider.ts'
import { attemptTo, itemAt, keysOf, newId, now, tally } from '../support/table-fixtures.ts'

const aProvider = () => ({
  organizationId: newId('organization'),
  firstInvitationId: newId('invitation'),
  createdAt: now,
})

test('a deployment has none, then the first of eight at once, and never another', async () => {
  expect(await getProvider()).toBeUndefined()
  const providers = Array.from({ length: 8 }, aProvider)
  const outcomes = await Promise.all(providers.map((provider) => attemptTo(createProvider(provider))))
  expect(tally(outcomes)).toEqual({ done: 1, moved: 7 })
  const first = providers[outcomes.indexOf('done')]
  expect(await getProvider()).toEqual(first)
  expect(keysOf(await itemAt('deployment', 'provider'))).toEqual({ pk: 'deployment', sk: 'provider' })
  expect(await attemptTo(createProvider(aProvider()))).toBe('moved')
  expect(await getProvider()).toEqual(first)
})
