import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { busEvents, settle } from '../../support/cloud-services-bus.ts'
import { allMails } from '../../support/cloud-services-mail.ts'
import { tableViolations } from '../../support/invariants.ts'
import { accessTold, believed, rolesHeld } from '../../support/schedule-access.ts'
import { directoryViolations } from '../../support/schedule-directory.ts'
import { keepWorld, pass, record } from '../../support/schedule-recordings.ts'
import { scenarios } from '../../support/schedule-scenarios.ts'
import { carrier, choicesFrom, inOrder } from '../../support/schedules.ts'
import type { Image } from '../../support/table-writes.ts'
import { trials } from '../../support/trials.ts'
import { beginProvider, type Tenant } from '../../support/world.ts'
import { after } from '../../support/world-clock.ts'

let provider: Tenant
let clear: () => Promise<void>
beforeAll(async () => {
  // No schedule lasts over midnight, when what is counted a day begins anew.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(Date.now() + 86_400_000).setUTCHours(9, 0, 0, 0) })
  provider = await beginProvider()
  await settle()
  clear = await keepWorld()
})
afterEach(() => clear())
afterAll(() => vi.useRealTimers())

const names = Object.keys(scenarios)
const scenarioOf = (name: string) => scenarios[name] ?? (() => Promise.reject(new Error(name)))
const share = (all: number) => Math.ceil(all / names.length)
const place = 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'
const poison = { unreadable: 'act_01k2r8v6m0q3s5t7w9x1y3z5aa', senseless: 'act_01k2r8v6m0q3s5t7w9x1y3z5ab' }

/** A record that nobody can read, and an activity of which no function can make sense. */
const poisonous: readonly Image[] = [
  { pk: { S: `${place}#activities` }, sk: { S: poison.unreadable }, __edb_e__: { S: 'activity' }, summary: { S: '?' } },
  {
    pk: { S: `${place}#activities` },
    sk: { S: poison.senseless },
    __edb_e__: { S: 'activity' },
    summary: {
      M: {
        activityId: { S: poison.senseless },
        organizationId: { S: place },
        action: { S: 'invitation.created' },
        at: { S: '2026-11-23T09:00:00.000Z' },
        changedFields: { L: [] },
        about: { M: { invitationId: { S: 'no invitation' }, generation: { N: '1' } } },
      },
    },
  },
]

describe.each(names)('%s', (name) => {
  test('end alike and tell alike, however the stream and the bus repeat, reorder, split and poison what happened', async () => {
    const recording = await record(scenarioOf(name), provider)
    await recording.rewind()
    expect(await carrier(inOrder).rest(recording.records)).toEqual({ deadLetters: [], parked: [] })
    expect([...(await tableViolations()), ...(await directoryViolations())]).toEqual([])
    const expected = await recording.ends()
    expect(expected.believed).toEqual(expected.held)

    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        await recording.rewind()
        const left = await carrier(choicesFrom(numbers)).rest([...recording.records, ...poisonous])
        expect(left.deadLetters).toEqual([`invitations/send-invitation ${poison.senseless}`])
        expect(left.parked.length).toBeGreaterThan(0)
        for (const message of left.parked) expect(message).toContain('unreadable')
        expect(await recording.ends()).toEqual(expected)
      }),
      { ...trials(`R7 ${name}`, share(1000)), endOnFailure: true },
    )
  })

  test('agree with the table and the directory when people go on while events are on their way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        const act = await scenarioOf(name)(provider)
        await settle()
        const heldBefore = await rolesHeld()
        const [mails, events] = [allMails().length, busEvents().length]
        const { some, allOf, rest } = carrier(choicesFrom(numbers))
        await act({ pause: some, later: async () => pass(after.minutes(2)), follow: allOf })
        expect(await rest()).toEqual({ deadLetters: [], parked: [] })
        expect([...(await tableViolations()), ...(await directoryViolations())]).toEqual([])
        const sent = allMails().slice(mails)
        expect(new Set(sent.map((mail) => JSON.stringify(mail))).size).toBe(sent.length)
        expect(believed(heldBefore, accessTold(events))).toEqual(await rolesHeld())
        await clear()
      }),
      { ...trials(`R7 ${name}, while people go on`, share(200)), endOnFailure: true },
    )
  })
})
