import { beforeAll, describe, expect, test } from 'vitest'
import { changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { allMails, mailsTo } from '../../support/cloud-services-mail.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import type { Answer } from '../../support/gateway.ts'
import { call, expectProblem, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { runsLong } from '../../support/trials.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { writesAmong } from '../../support/world-table.ts'
import { floods, freshTenants, knownAs, noFloods } from './mail-floods.ts'

/** Tomorrow at eight: no midnight is near, and nothing that the world has mailed counts. */
const morning = `${new Date(Date.now() + after.days(1)).toISOString().slice(0, 10)}T08:00:00.000Z`
const nextMorning = new Date(Date.parse(morning) + after.days(1)).toISOString()
/** Each calls twice: a hundred calls in the long run. */
const tenantsEach = runsLong ? 50 : 15
/** For an address that somebody has, fewer of them are enough to see that they are answered alike. */
const tenantsAlike = runsLong ? tenantsEach : 4
/** Mails with a link that an address gets in a day. */
const mostADay = 10

let world: World
let tenants: readonly Tenant[]
beforeAll(async () => {
  world = await seedWorld()
  tenants = await freshTenants(world, tenantsEach)
})

const operations = Object.keys(floods) as OperationId[]

test('every row that changes something either has mails sent and is tried here, or has none sent', async () => {
  const mailing: OperationId[] = []
  for (const operationId of guarded.filter((one) => changes(routeOf(one)))) {
    const valid = await validCall(operationId, world)
    await settle()
    const before = allMails().length
    await call(operationId, valid)
    await settle()
    if (allMails().length > before) mailing.push(operationId)
  }
  const known = [...operations, ...Object.keys(noFloods)]
  expect(mailing.length).toBeGreaterThan(4)
  expect(
    mailing.filter((one) => !known.includes(one)),
    'a new one is added to test/http/denial/mail-floods.ts',
  ).toEqual([])
})

describe.each(operations)('%s, again and again by organizations that know nothing of each other', (operationId) => {
  /** What all of them are answered, and what each has the table asked. */
  async function flood(known: string, count: number) {
    const address = (await knownAs[known]?.(world)) ?? ''
    await settle()
    const before = mailsTo(address).length
    const seen: { readonly answer: object; readonly commands: readonly string[] }[] = []
    for (const tenant of tenants.slice(0, count))
      for (const request of (await floods[operationId]?.(tenant, address, world)) ?? []) {
        const answers: Answer[] = []
        const calls = await callsDuring(async () => answers.push(await call(operationId, request)))
        for (const answer of answers)
          seen.push({ answer: alike(answer, address), commands: calls.map(({ command }) => command) })
      }
    await settle()
    return { seen, address, mails: mailsTo(address).length - before }
  }

  test('sends ten mails to an address that day and ten the next, and nobody learns that it was known', async () => {
    const [unknown, ...others] = Object.keys(knownAs)
    const first = await atTime(morning, () => flood(String(unknown), tenantsEach))
    console.log(`S11 ${operationId}: ${first.seen.length} calls, ${first.mails} mails`)
    expect(first.seen).toHaveLength(2 * tenantsEach)
    expect(first.mails).toBe(mostADay)
    for (const known of others) {
      const { seen, mails } = await atTime(morning, () => flood(known, tenantsAlike))
      expect(mails).toBeLessThanOrEqual(mostADay)
      expect(seen, `for an address that ${known}`).toEqual(first.seen.slice(0, seen.length))
    }
    await atTime(nextMorning, async () => {
      for (const [feature, file] of [
        ['invitations', 'send-deferred-mails'],
        ['me', 'send-deferred-address-links'],
        ['contact-roles', 'send-deferred-questions'],
      ] as const)
        for (let minutes = 0; minutes < 2; minutes++) await invoke(await loadHandler(feature, file), {})
    })
    expect(mailsTo(first.address).length).toBeLessThanOrEqual(2 * mostADay)
  })

  test('429 for the 501st mail with a link of an organization, which leaves everything as it was', async () => {
    const [tenant] = await freshTenants(world, 1)
    if (!tenant) throw new Error('there is no organization')
    // Whoever is created with a first owner has mailed nobody yet, and cannot have.
    if (operationId === 'createOrganization') return
    // What an import has mailed beyond them waits for the next day, as its own tests show.
    if (operationId === 'applyImport') return
    const [first] = (await floods[operationId]?.(tenant, 'one@adatum.example', world)) ?? []
    const [second] = (await floods[operationId]?.(tenant, 'two@adatum.example', world)) ?? []
    await happenedToday('organization-link-mails', tenant.organizationId, 1)
    expect((await call(operationId, first)).status).toBe(routeOf(operationId).status)
    const calls = await callsDuring(async () => {
      const answer = await call(operationId, second)
      expect(expectProblem('too-many-requests', answer).detail).toContain('500 mails')
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    })
    expect(writesAmong(calls).filter((command) => command !== 'TransactWriteItemsCommand')).toEqual([])
  })
})

/** An answer as it would be to any other call about any other address. */
function alike(answer: Answer, address: string): object {
  const { status, headers, body } = withoutRequestId(answer)
  const same = body
    .replaceAll(address, '<address>')
    .replace(/\b([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}/g, '$1_<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>')
  return { status, headers, body: same }
}
