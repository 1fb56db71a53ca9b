import { expect, test } from 'vitest'
import { type Due, eachDue, forget, remind } from '../../shared/table/due.ts'
import { addOwner, leaveOwners } from '../../shared/table/owners.ts'
import { itemAt, newId, save } from '../support/table-fixtures.ts'

const aDue = (at: string): Due => ({ kind: 'organization-erasure', at, organizationId: newId('organization') })
/** What was done at that moment, each thing with a write of its own. */
async function doneAt(now: string, act?: (due: Due) => void): Promise<readonly string[]> {
  const done: string[] = []
  await eachDue(
    'organization-erasure',
    now,
    async (due) => {
      act?.(due)
      done.push(due.organizationId)
      return [addOwner(due.organizationId, newId('profile'), false)]
    },
    () => newId('activity'),
  )
  return done
}

// Each test has an hour of its own, later than those before it: what is due is done up to an hour.
test('what is due is done once, and not before its time', async () => {
  const [early, late] = [aDue('2030-01-01T10:30:00.000Z'), aDue('2030-01-01T10:50:00.000Z')]
  await save(remind(early), remind(late))
  expect(await doneAt('2030-01-01T10:29:59.999Z')).toEqual([])
  expect(await doneAt('2030-01-01T10:30:00.000Z')).toEqual([early.organizationId])
  expect(await doneAt('2030-01-01T10:40:00.000Z')).toEqual([])
  expect(await doneAt('2030-01-01T10:55:00.000Z')).toEqual([late.organizationId])
})

test('what was taken back is not done, and taking back what is gone is harmless', async () => {
  const due = aDue('2030-01-01T12:00:00.000Z')
  await save(remind(due))
  await save(forget(due))
  await save(forget(due))
  expect(await doneAt('2030-01-01T12:00:01.000Z')).toEqual([])
})

test('after hours without a run nothing is missed', async () => {
  const dues = ['13:05', '14:59', '17:00'].map((time) => aDue(`2030-01-01T${time}:00.000Z`))
  await save(dues.map(remind))
  const done = await doneAt('2030-01-01T20:00:00.000Z')
  expect([...done].sort()).toEqual(dues.map(({ organizationId }) => organizationId).sort())
})

test('one that fails is done the next time, after all the others', async () => {
  const dues = Array.from({ length: 4 }, () => aDue('2030-01-02T09:00:00.000Z'))
  const [bad] = dues
  await save(dues.map(remind))
  const failing = ({ organizationId }: Due) => {
    if (organizationId === bad?.organizationId) throw new Error('not now')
  }
  await expect(doneAt('2030-01-02T09:01:00.000Z', failing)).rejects.toThrow('not now')
  for (const { organizationId } of dues.slice(1)) expect(await itemAt(organizationId, 'owners')).toBeDefined()
  expect(await doneAt('2030-01-02T15:00:00.000Z')).toEqual([bad?.organizationId])
})

test('one that is overtaken stays, and its row with it', async () => {
  const due = aDue('2030-01-03T09:00:00.000Z')
  await save(remind(due))
  const overtaken = () =>
    eachDue(
      'organization-erasure',
      '2030-01-03T09:01:00.000Z',
      async () => [{ ...leaveOwners(due.organizationId, newId('profile')), refusal: 'moved' }],
      () => newId('activity'),
    )
  await overtaken()
  expect(await doneAt('2030-01-03T15:00:00.000Z')).toEqual([due.organizationId])
})

test('one that is about somebody is done apart from the others that fall due at the same moment', async () => {
  const organizationId = newId('organization')
  const at = '2030-03-01T09:00:00.000Z'
  const dues = [newId('profile'), newId('profile')].map(
    (profileId): Due => ({ kind: 'contact-question', at, organizationId, profileId }),
  )
  await save(dues.map(remind))
  const done: (string | undefined)[] = []
  await eachDue(
    'contact-question',
    at,
    async ({ profileId }) => {
      done.push(profileId)
      return []
    },
    () => newId('activity'),
  )
  expect(done.toSorted()).toEqual(dues.map(({ profileId }) => profileId).toSorted())
})

test('what goes on in lanes is done one after the other in each, and so many at once and no more', async () => {
  const organizations = Array.from({ length: 3 }, () => newId('organization'))
  const at = '2030-04-01T09:00:00.000Z'
  const dues = organizations.flatMap((organizationId) =>
    Array.from(
      { length: 3 },
      (): Due => ({ kind: 'contract-workflow', at, organizationId, contractId: newId('contract') }),
    ),
  )
  await save(dues.map(remind))
  const busy = new Set<string>()
  let most = 0
  let done = 0
  await eachDue(
    'contract-workflow',
    '2030-04-01T09:01:00.000Z',
    async ({ organizationId }) => {
      expect(busy.has(organizationId)).toBe(false)
      busy.add(organizationId)
      most = Math.max(most, busy.size)
      await new Promise((resolve) => setTimeout(resolve, 5))
      busy.delete(organizationId)
      done++
      return []
    },
    () => newId('activity'),
    { laneOf: ({ organizationId }) => organizationId, atOnce: 2 },
  )
  expect([done, most]).toEqual([9, 2])
})

test('what is left for later stays, and is found hours afterwards', async () => {
  const due: Due = {
    kind: 'contract-workflow',
    at: '2030-05-01T09:00:00.000Z',
    organizationId: newId('organization'),
    contractId: newId('contract'),
  }
  await save(remind(due))
  const seen = async (now: string, answer: 'later' | readonly []) => {
    const found: unknown[] = []
    await eachDue(
      'contract-workflow',
      now,
      async ({ contractId }) => {
        found.push(contractId)
        return answer
      },
      () => newId('activity'),
    )
    return found
  }
  expect(await seen('2030-05-01T09:01:00.000Z', 'later')).toEqual([due.contractId])
  expect(await seen('2030-05-01T15:00:00.000Z', 'later')).toEqual([due.contractId])
  expect(await seen('2030-05-02T15:00:00.000Z', [])).toEqual([due.contractId])
  expect(await seen('2030-05-02T15:01:00.000Z', [])).toEqual([])
})
