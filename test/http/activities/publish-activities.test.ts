import { marshall } from '@aws-sdk/util-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { busEvents, parkedMessages, whileBus } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { seedWorld } from '../../support/world.ts'
import { type Item, itemsOf } from '../../support/world-table.ts'

let activities: readonly Item[]
beforeAll(async () => {
  await seedWorld()
  activities = await itemsOf('activity')
})

const keysOf = (image: unknown) => {
  const { pk, sk } = Object(image)
  return { pk, sk }
}
const record = (image: unknown, eventName = 'INSERT', at = 0) => ({
  eventID: `event-${at}`,
  eventName,
  dynamodb: { Keys: keysOf(image), NewImage: image, SequenceNumber: String(1000 + at) },
})
const images = () => activities.map((activity) => marshall(activity))
const publish = async (records: readonly unknown[]) =>
  invoke(await loadHandler('activities', 'publish-activities'), { Records: records })
/** What is put on the bus while something runs. */
async function putBy(act: () => Promise<unknown>) {
  const before = busEvents().length
  await act()
  return busEvents().slice(before)
}

describe('publish-activities', () => {
  test('puts every new activity on the bus once, ten a call', async () => {
    expect(activities.length).toBeGreaterThan(10)
    const put = await putBy(() => publish(images().map((image) => record(image))))
    expect(put.map(({ detailType }) => detailType)).toEqual(activities.map(({ action }) => action))
  })

  test('tells ids and names of fields, and never a value, an address or a browser', async () => {
    const put = await putBy(() => publish(images().map((image) => record(image))))
    for (const { detail } of put) {
      expect(
        Object.keys(JSON.parse(detail))
          .filter((key) => key !== 'subject')
          .sort(),
      ).toEqual(['about', 'action', 'activityId', 'at', 'changedFields', 'organizationId'].sort())
      expect(detail).not.toMatch(/@|203\.0\.113|test suite|Robin|Ada/)
    }
  })

  test('passes by what is changed or removed, and what is no activity', async () => {
    const [profile] = await itemsOf('profile')
    const [image] = images()
    const put = await putBy(() =>
      publish([
        record(image, 'MODIFY'),
        record(image, 'REMOVE'),
        record(marshall(profile)),
        record(undefined, 'REMOVE'),
      ]),
    )
    expect(put).toEqual([])
  })

  test('parks a record that cannot be read, publishes the others, and says so in the log', async () => {
    const [one, other] = images()
    const parked = parkedMessages().length
    const unreadable = [undefined, {}, { ...one, summary: { S: 'x' } }, { pk: { X: 'y' } }].map((image, at) =>
      record(image, 'INSERT', at),
    )
    let put: readonly unknown[] = []
    const log = await logOf(async () => {
      put = await putBy(() => publish([record(one), ...unreadable, record(other)]))
    })
    expect(put).toHaveLength(2)
    const [message, ...more] = parkedMessages().slice(parked)
    expect(more).toEqual([])
    // Of the two without a key of an activity nothing is told but where they stood.
    expect(JSON.parse(message ?? '')).toEqual({
      reason: 'unreadable stream records',
      sequenceNumbers: ['1000', '1002', '1003'],
      keys: [{ pk: one?.pk?.S, sk: one?.sk?.S }],
    })
    expect(log).toMatchObject([{ level: 'error', event: 'activities.published', records: 2, parked: 3 }])
  })

  test('answers nothing where it parks, which the stream takes for a whole batch that is done', async () => {
    expect(await publish([record(undefined), record(images()[0])])).toBeUndefined()
  })

  test('fails as a whole when the bus does not take everything, so that the batch comes again', async () => {
    await whileBus('takes-part', () => expect(publish(images().map((image) => record(image)))).rejects.toThrow())
    await whileBus('is-down', () => expect(publish(images().map((image) => record(image)))).rejects.toThrow())
  })
})
