import { describe, expect, test } from 'vitest'
import { busEvents } from './deployed-events.ts'
import { completedRequests } from './deployed-functions.ts'
import { logEntries, logLines } from './deployed-logs.ts'
import { statusesAnswered } from './deployed-requests.ts'
import { countSecrets, secretsIn } from './deployed-secrets.ts'
import { wholeTable } from './deployed-table.ts'
import { settled } from './deployed-world.ts'

/** What has to hold when the tests of a file are over: it stands at the end of each. `failsOn` are the activities that were made to fail. */
export function leavesOnlyCleanTraces({ failsOn = [] }: { readonly failsOn?: readonly unknown[] } = {}): void {
  describe('afterwards', () => {
    test('everything that had to follow from what was done has happened', settled)

    test('every request that reached a function has one line, with the status that was answered', async () => {
      const completed = await completedRequests()
      expect(new Set(completed.map(({ requestId }) => requestId)).size).toBe(completed.length)
      expect(completed.map(({ status }) => status).sort()).toEqual(statusesAnswered().sort())
    })

    test('no address, password, key, code, link or token stands in any log', async () => {
      const lines = await logLines()
      expect(countSecrets('address')).toBeGreaterThan(0)
      expect(countSecrets('link token')).toBeGreaterThan(0)
      expect(new Set(lines.map(({ group }) => group)).size).toBeGreaterThan(3)
      const telling = lines.flatMap((line) => secretsIn(line.message).map((kind) => `${kind} in ${line.group}`))
      expect(telling).toEqual([])
    })

    test('none stands in any event of the bus', async () => {
      const events = await busEvents()
      expect(events.length).toBeGreaterThan(0)
      expect(events.flatMap((event) => secretsIn(JSON.stringify(event)))).toEqual([])
    })

    test('the table holds addresses, and nothing else of these', async () => {
      const items = await wholeTable()
      const kinds = items.flatMap((item) => secretsIn(JSON.stringify(item)))
      expect([...new Set(kinds)]).toEqual(['address'])
    })

    test('nothing failed on our side', async () => {
      expect(statusesAnswered().filter((status) => status >= 500)).toEqual([])
      expect(await logEntries('request.failed')).toEqual([])
      expect(await logEntries('sign-in.unrecorded', 'password-reset.unrecorded')).toEqual([])
      const failed = await logEntries('event.failed')
      expect(failed.filter(({ activityId }) => !failsOn.includes(activityId))).toEqual([])
    })
  })
}
