import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { endTokens, seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { freshEmail, join } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('changeMyEmail')

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

const someone = async () => {
  const person = await join(world.customer.owner, world.customer.organizationId)
  await settle()
  return person
}

/** When the next day begins, in UTC. */
const midnight = () => `${new Date(Date.now() + after.days(1)).toISOString().slice(0, 10)}T00:00:00.000Z`

describe('changeMyEmail', () => {
  test('202 with a link to the new address, and nothing to the old one', async () => {
    const person = await someone()
    const email = freshEmail()
    const { expiresAt, ...rest } = await succeed('changeMyEmail', { by: person, body: { email: ` ${email} ` } })
    expect(rest).toEqual({ email })
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000)).toBe(24)
    const before = mailsTo(person.email).length
    await settle()
    expect(mailsTo(email).map(({ subject }) => subject)).toEqual(['Confirm your new sign-in address for Rolecall'])
    expect(linkTo(email)).toMatch(/^\/confirm-address\/[\w-]{43}$/)
    expect(mailsTo(person.email)).toHaveLength(before)
    expect((await succeed('getMe', { by: person })).email).toBe(person.email)
  })

  test('202 is an activity of the person, without the address', async () => {
    const { owner, organizationId } = world.customer
    const person = await someone()
    const email = freshEmail()
    await succeed('changeMyEmail', { by: person, body: { email } })
    const [activity] = (await succeed('listActivities', { by: owner, params: { organizationId } })).items
    expect(activity).toMatchObject({
      action: 'sign-in-address.change-requested',
      actor: `user:${person.identityId}`,
      subject: person.profileId,
    })
    expect(JSON.stringify(activity)).not.toContain(email)
  })

  test('202 alike for an address that signs in already, which is told and gets no link (T10)', async () => {
    const person = await someone()
    const { owner } = world.twin
    const before = mailsTo(owner.email).length
    const links = (await itemsOf('link')).length
    const { email } = await succeed('changeMyEmail', { by: person, body: { email: owner.email } })
    expect(email).toBe(owner.email)
    await settle()
    const [mail, ...others] = mailsTo(owner.email).slice(before)
    expect(others).toEqual([])
    expect(mail?.subject).toBe('This address already has an account in Rolecall')
    expect(mail?.text).not.toContain('confirm-address')
    expect(mail?.text).toContain(settings.HOSTED_UI_URL)
    expect(JSON.stringify(mail)).not.toContain(person.email)
    expect((await itemsOf('link')).length).toBe(links)
  })

  test('202 again after a minute, and then the first link says that there is a newer one', async () => {
    const person = await someone()
    const [first, second] = [freshEmail(), freshEmail()]
    await succeed('changeMyEmail', { by: person, body: { email: first } })
    await settle()
    await atTime(after.seconds(61), async () => {
      await succeed('changeMyEmail', { by: person, body: { email: second } })
      await settle()
    })
    const page = await send({ method: 'GET', path: linkTo(first) })
    expect(page.status).toBe(410)
    expect(textOf(page.body)).toContain('There is a newer link for you')
    expect((await send({ method: 'GET', path: linkTo(second) })).status).toBe(200)
  })

  test('429 too-many-requests within the same minute, saying when to come again', async () => {
    const person = await someone()
    await succeed('changeMyEmail', { by: person, body: { email: freshEmail() } })
    const answer = await call('changeMyEmail', { by: person, body: { email: freshEmail() } })
    expectProblem('too-many-requests', answer)
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(55)
  })

  test('429 too-many-requests for the sixth time in a day, and for the 501st mail with a link of the organization', async () => {
    const person = await someone()
    const before = await itemsOf('address-change')
    await happenedToday('address-changes', person.identityId)
    const { detail } = await fail('too-many-requests', 'changeMyEmail', { by: person, body: { email: freshEmail() } })
    expect(detail).toContain('tomorrow')
    const other = await someone()
    await happenedToday('organization-link-mails', world.customer.organizationId)
    const answer = await call('changeMyEmail', { by: other, body: { email: freshEmail() } })
    expect(expectProblem('too-many-requests', answer).detail).toContain('organization')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(await itemsOf('address-change')).toEqual(before)
    await happenedToday('organization-link-mails', world.customer.organizationId, 100)
    await succeed('changeMyEmail', { by: other, body: { email: freshEmail() } })
  })

  test('202 for the eleventh mail of one address in a day, which waits until tomorrow, and goes once, with a link that works', async () => {
    const email = freshEmail()
    const sendDeferred = async () => invoke(await loadHandler('me', 'send-deferred-address-links'), {})
    await happenedToday('address-link-mails', email, 1)
    for (const by of [await someone(), await someone()]) await succeed('changeMyEmail', { by, body: { email } })
    await settle()
    expect(mailsTo(email)).toHaveLength(1)
    await sendDeferred()
    expect(mailsTo(email)).toHaveLength(1)
    await atTime(midnight(), async () => {
      for (let again = 0; again < 2; again++) await sendDeferred()
      expect(mailsTo(email)).toHaveLength(2)
      expect((await send({ method: 'GET', path: linkTo(email) })).status).toBe(200)
    })
    expect(await itemsOf('deferred-mail')).toEqual([])
  })

  test('202 for an address in use that has had its mails for the day, and it is told tomorrow', async () => {
    const { owner } = world.twin
    await happenedToday('address-link-mails', owner.email)
    const before = mailsTo(owner.email).length
    await succeed('changeMyEmail', { by: await someone(), body: { email: owner.email } })
    await settle()
    expect(mailsTo(owner.email)).toHaveLength(before)
    // A function of another feature leaves it where it waits.
    await atTime(midnight(), async () => {
      await invoke(await loadHandler('invitations', 'send-deferred-mails'), {})
      expect(mailsTo(owner.email)).toHaveLength(before)
      await invoke(await loadHandler('me', 'send-deferred-address-links'), {})
    })
    expect(mailsTo(owner.email)).toHaveLength(before + 1)
  })

  test('403 forbidden for somebody who is active nowhere, with whom to ask', async () => {
    const { deactivated } = world.customer
    const { detail } = await fail('forbidden', 'changeMyEmail', { by: deactivated, body: { email: freshEmail() } })
    expect(detail).toContain('administrator')
  })

  test('403 forbidden for somebody whose only organization is suspended', async () => {
    const { owner, organizationId } = world.reseller
    await setStatus(organizationId, 'suspended')
    await fail('forbidden', 'changeMyEmail', { by: owner, body: { email: freshEmail() } })
    await setStatus(organizationId, 'active')
  })

  test('403 forbidden with a token from before the person was signed out where they are active', async () => {
    const person = await someone()
    const now = Math.floor(Date.now() / 1000)
    await endTokens(person, now)
    const headers = bearer(accessToken(person.identityId, { iat: now - 1 }))
    expectProblem('forbidden', await call('changeMyEmail', { headers, body: { email: freshEmail() } }))
  })

  test('400 invalid for the address they have, in whatever case, and for what is no address', async () => {
    const { plain } = world.customer
    const before = await dumpTable()
    for (const email of [plain.email, plain.email.toUpperCase()])
      expect(await faultsOf('changeMyEmail', { by: plain, body: { email } })).toEqual(['#/email unchanged'])
    expect(await faultsOf('changeMyEmail', { by: plain, body: { email: 'nobody' } })).toEqual(['#/email invalid'])
    expect(await dumpTable()).toEqual(before)
  })
})
