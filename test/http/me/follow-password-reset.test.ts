import { beforeAll, describe, expect, test } from 'vitest'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { call, expectProblem, succeed } from '../../support/gateway-call.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { addCustomer, joinAlso, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { join, type Person } from '../../support/world-people.ts'

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
const reset = async ({ identityId: userName }: Person) =>
  invoke(await loadHandler('me', 'end-older-sessions'), {
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    userPoolId: settings.USER_POOL_ID,
    userName,
  })
const eventsOf = (subject: string) =>
  busEvents().filter(({ detailType, detail }) => detailType === 'password.reset' && detail.includes(subject))

describe('follow-password-reset', () => {
  test('tells the address once, however often the event comes, with what to do and whom to tell', async () => {
    const person = await someone()
    await joinAlso(person, world.twin.organizationId)
    const before = mailsTo(person.email).length
    await reset(person)
    await settle()
    for (const event of eventsOf(person.profileId)) await deliver(event)
    const [mail, ...others] = mailsTo(person.email).slice(before)
    expect(others).toEqual([])
    expect(mail?.subject).toBe('Your password for Rolecall was changed')
    for (const said of [person.email, world.customer.owner.email, 'Was it not you?', settings.HOSTED_UI_URL])
      expect(mail?.text).toContain(said)
  })

  test('goes on where it stopped when SES was out of reach', async () => {
    const person = await someone()
    const before = mailsTo(person.email).length
    await reset(person)
    await whileMail('is-down', () => settle().catch(() => undefined))
    expect(mailsTo(person.email)).toHaveLength(before)
    await atTime(after.minutes(2), async () => {
      for (const event of eventsOf(person.profileId)) await deliver(event)
    })
    expect(mailsTo(person.email)).toHaveLength(before + 1)
  })

  test('organizations that did not fit into the transaction end older tokens too, each with its activity', async () => {
    const person = await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
    const places: Tenant[] = []
    for (let more = 0; more < 34; more++) {
      const tenant = await addCustomer(world.provider, `Adatum ${more}`)
      await joinAlso(person, tenant.organizationId)
      places.push(tenant)
    }
    await settle()
    const before = mailsTo(person.email).length
    const older = bearer(accessToken(person.identityId))
    await reset(person)
    await settle()
    for (const { organizationId, owner } of places) {
      const params = { organizationId }
      expectProblem('unauthenticated', await call('listProfiles', { headers: older, params }))
      const { items } = await succeed('listActivities', { by: owner, params })
      expect(items.filter(({ action }) => action === 'password.reset')).toHaveLength(1)
    }
    expect(mailsTo(person.email)).toHaveLength(before + 1)
  })
})
