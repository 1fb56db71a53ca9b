import { beforeAll, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { coverageTold, coveredCustomer } from '../../support/world-coverage.ts'
import { freshPerson } from '../../support/world-fresh.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const look = async () => invoke(await loadHandler('contact-roles', 'look-at-coverage'), {})
/** In the middle of an hour, so many days from now. */
const inDays = (days: number): number =>
  Math.ceil((Date.now() + after.days(days)) / after.hours(1)) * after.hours(1) + after.minutes(30) - Date.now()
/** Each of them lies behind those before: what is due is looked for from where it was looked for last. */
let days = 0
const moment = (later: number): string => new Date(Date.now() + later).toISOString()

/** A covered customer whose DPO is away in some days, and is deactivated by then; somebody stands in. */
async function away() {
  const here = await coveredCustomer(world.provider)
  const { organizationId, owner: by, dpo } = here
  const { profileId: deputy } = await freshPerson(here)
  const [begins, ends] = [inDays(++days), inDays(++days)]
  const params = { organizationId, profileId: dpo.profileId, contactRole: 'dpo' }
  const body = { deputy, from: moment(begins), until: moment(ends) }
  const { coverageChanges } = await succeed('setDeputy', { by, params, body })
  expect(coverageChanges).toEqual([])
  await settle()
  const known = (await coverageTold(here)).length
  const told = async () => (await coverageTold(here)).slice(known).map(({ actor, about }) => ({ actor, ...about }))
  return { ...here, params, deputy, begins, ends, told }
}

test('a gap that opens when a deputy’s time begins, and closes when it is over, is told each time, once', async () => {
  const { organizationId, owner: by, deputy, begins, ends, told } = await away()
  await succeed('deactivateProfile', { by, params: { organizationId, profileId: deputy } })
  await settle()
  await atTime(begins - after.minutes(1), look)
  expect(await told()).toEqual([])

  await atTime(begins + after.seconds(1), () => Promise.all([look(), look()]))
  await atTime(begins + after.minutes(1), look)
  const actor = 'system:look-at-coverage'
  expect(await told()).toEqual([{ actor, opened: `dpo deactivated ${deputy}`, open: 1 }])
  await atTime(ends + after.seconds(1), look)
  await atTime(ends + after.minutes(2), look)
  expect((await told()).slice(1)).toEqual([{ actor, closed: `dpo deactivated ${deputy}`, open: 0, whole: 'yes' }])
})

test('the holder’s own gap shows once the deputy’s time is over', async () => {
  const { organizationId, owner: by, dpo, begins, ends, told } = await away()
  await atTime(begins + after.seconds(1), async () => {
    await succeed('deactivateProfile', { by, params: { organizationId, profileId: dpo.profileId } })
    await settle()
    await look()
  })
  expect(await told()).toEqual([])
  await atTime(ends + after.seconds(1), look)
  expect(await told()).toEqual([
    { actor: 'system:look-at-coverage', opened: `dpo deactivated ${dpo.profileId}`, open: 1 },
  ])
})

test('dates that were taken back open nothing', async () => {
  const { owner: by, params, begins, ends, told } = await away()
  await succeed('clearDeputy', { by, params })
  await settle()
  for (const at of [begins, ends]) await atTime(at + after.seconds(1), look)
  expect(await told()).toEqual([])
})
