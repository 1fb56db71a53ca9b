import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf } from '../../support/cloud-services-directory.ts'
import { allMails, linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { tally } from '../../support/table-fixtures.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshInvitee, freshPerson } from '../../support/world-fresh.ts'
import { choosePassword, invite, join, passwordForm, submit } from '../../support/world-people.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** Does something again and again, and gives how often it was answered with which status, and how many mails went to whom. */
async function repeatedly(times: number, act: (at: number) => Promise<Answer>, of: string) {
  await settle()
  const [before, all] = [mailsTo(of).length, allMails().length]
  const statuses: string[] = []
  for (let at = 0; at < times; at++) statuses.push(String((await act(at)).status))
  await settle()
  const [mails, others] = [mailsTo(of).length - before, allMails().length - all]
  return { statuses: tally(statuses), mails, toOthers: others - mails }
}

describe('what has a mail sent to somebody whom the caller cannot choose, a hundred times', () => {
  test('resetMfa, by whichever organization: once a minute, five times a day', async () => {
    const person = await freshPerson(world.customer)
    const there = await freshPerson(await freshCustomer(world.provider), {}, { also: person })
    const places = [person, there].map(({ organizationId, profileId }) => ({ organizationId, profileId }))
    const reset = (at: number) =>
      call('resetMfa', { by: world.provider.owner, params: places[at % 2] ?? places[0] ?? {} })
    const morning = `${new Date(Date.now() + after.days(1)).toISOString().slice(0, 10)}T08:00:00.000Z`
    const atOnce = await atTime(morning, () => repeatedly(50, reset, person.email))
    expect(atOnce).toEqual({ statuses: { 200: 1, 429: 49 }, mails: 1, toOthers: 0 })
    // The rest of the day, a little more than a minute apart.
    const apart = await repeatedly(
      50,
      async (at) => {
        const moment = new Date(Date.parse(morning) + after.seconds(61) * (at + 1)).toISOString()
        return atTime(moment, async () => {
          const answer = await reset(at)
          if (answer.status === 200) await settle()
          return answer
        })
      },
      person.email,
    )
    expect(apart).toEqual({ statuses: { 200: 4, 429: 46 }, mails: 4, toOthers: 0 })
  })

  test('askForInvitation: one mail an hour to whoever invited, and the same page each time', async () => {
    const inviter = await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
    const { link } = await invite(inviter, world.customer.organizationId)
    const pages = new Set<string>()
    const ask = async () => {
      const answer = await send({ method: 'POST', path: `${link}/ask`, form: {} })
      pages.add(answer.body)
      return answer
    }
    for (const hours of [0, 1])
      expect(
        await atTime(after.days(8) + after.minutes(61 * hours), () => repeatedly(100, ask, inviter.email)),
      ).toEqual({
        statuses: { 200: 100 },
        mails: 1,
        toOthers: 0,
      })
    expect(pages.size).toBe(1)
  })

  test('acceptInvitation: told once, since it happens once', async () => {
    const by = await freshPerson(world.reseller)
    const { invitationId } = await freshInvitee(world.customer, {}, by.email)
    const accepted = await repeatedly(
      100,
      () => call('acceptInvitation', { by, params: { invitationId }, body: {} }),
      by.email,
    )
    expect(accepted).toEqual({ statuses: { 200: 1, 409: 99 }, mails: 1, toOthers: 0 })
  })

  test('enrolFactor: told once, since it happens once', async () => {
    const { link, email } = await invite(world.customer.owner, world.customer.organizationId)
    const { attempt, totpKey } = await choosePassword(await passwordForm(link))
    const done = await repeatedly(100, () => submit(attempt, { code: codeOf(totpKey) }), email)
    expect(done).toEqual({ statuses: { 200: 1, 410: 99 }, mails: 1, toOthers: 0 })
  })

  test('confirmAddressChange: the old address is told once, since it happens once', async () => {
    const by = await freshPerson(world.customer)
    const email = `new-${by.email}`
    await succeed('changeMyEmail', { by, body: { email } })
    await settle()
    const path = linkTo(email)
    const done = await repeatedly(100, () => send({ method: 'POST', path, form: {} }), by.email)
    expect(done).toEqual({ statuses: { 200: 1, 410: 99 }, mails: 1, toOthers: 0 })
  })
})
