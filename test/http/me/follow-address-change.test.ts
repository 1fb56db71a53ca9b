import { beforeAll, describe, expect, test } from 'vitest'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { directoryUsers } from '../../support/cloud-services-directory.ts'
import { linkTo, mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { addCustomer, joinAlso, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshEmail, join, type Person } from '../../support/world-people.ts'

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
const change = async (by: Person, email = freshEmail('adatum.example')) => {
  await succeed('changeMyEmail', { by, body: { email } })
  await settle()
  expect((await send({ method: 'POST', path: linkTo(email), form: {} })).status).toBe(200)
  return email
}
const newestEvents = () => busEvents().filter(({ detailType }) => detailType === 'sign-in-address.changed')
const userOf = ({ identityId }: Person) => directoryUsers().find(({ username }) => username === identityId)

describe('follow-address-change', () => {
  test('changes the address in the directory, ends its sessions and tells the old address once, however often the event comes', async () => {
    const person = await someone()
    const before = mailsTo(person.email).length
    const email = await change(person)
    await settle()
    const event = newestEvents().at(-1)
    for (let again = 0; again < 3; again++) if (event) await deliver(event)
    expect(userOf(person)).toMatchObject({ email, signOuts: 1 })
    expect(mailsTo(person.email)).toHaveLength(before + 1)
  })

  test('an earlier event that comes late does not bring an earlier address back', async () => {
    const person = await someone()
    await change(person)
    await settle()
    const late = newestEvents().at(-1)
    const last = await atTime(after.minutes(2), async () => {
      const email = await change(person)
      await settle()
      return email
    })
    if (late) await deliver(late)
    expect(userOf(person)).toMatchObject({ email: last, signOuts: 2 })
  })

  test('goes on where it stopped: SES out of reach at first, and nobody is signed out twice', async () => {
    const person = await someone()
    const before = mailsTo(person.email).length
    const email = await change(person)
    await whileMail('is-down', () => settle().catch(() => undefined))
    expect(userOf(person)).toMatchObject({ email, signOuts: 1 })
    const event = newestEvents().at(-1)
    await atTime(after.minutes(2), async () => event && deliver(event))
    expect(mailsTo(person.email)).toHaveLength(before + 1)
    expect(userOf(person)).toMatchObject({ signOuts: 1 })
  })

  test('profiles in more organizations than a transaction holds follow, each with its activity, and one mail goes out', async () => {
    const person = await someone()
    const places: { readonly tenant: Tenant; readonly profileId: string }[] = []
    for (let more = 0; more < 11; more++) {
      const tenant = await addCustomer(world.provider, `Contoso ${more}`)
      places.push({ tenant, profileId: await joinAlso(person, tenant.organizationId) })
    }
    const before = mailsTo(person.email).length
    const email = await change(person)
    const emails = () =>
      Promise.all(
        places.map(async ({ tenant: { owner, organizationId }, profileId }) =>
          succeed('getProfile', { by: owner, params: { organizationId, profileId } }).then((profile) => profile.email),
        ),
      )
    expect(new Set(await emails())).toEqual(new Set([email, person.email]))
    await settle()
    expect(new Set(await emails())).toEqual(new Set([email]))
    for (const { tenant } of places) {
      const { organizationId, owner } = tenant
      const { items } = await succeed('listActivities', { by: owner, params: { organizationId } })
      expect(items.filter(({ action }) => action === 'sign-in-address.changed')).toHaveLength(1)
    }
    expect(mailsTo(person.email)).toHaveLength(before + 1)
  })
})
