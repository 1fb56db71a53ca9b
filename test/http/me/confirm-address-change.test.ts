import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf, directoryUsers, signInByHand } from '../../support/cloud-services-directory.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { deactivate, joinAlso, seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import { activate, freshEmail, invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('confirmAddressChange')

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

const ask = async (person: Person, email = freshEmail('adatum.example')) => {
  await succeed('changeMyEmail', { by: person, body: { email } })
  await settle()
  return { person, email, link: linkTo(email) }
}
const someone = async () => {
  const person = await join(world.customer.owner, world.customer.organizationId)
  await settle()
  return person
}
const confirm = (link: string) => send({ method: 'POST', path: link, form: {} })
const emailIn = async (person: Pick<Person, 'organizationId' | 'profileId'>, by: Person) =>
  (await succeed('getProfile', { by, params: { organizationId: person.organizationId, profileId: person.profileId } }))
    .email

describe('confirmAddressChange', () => {
  test('200 and the person signs in with the new address, and no longer with the old one', async () => {
    const { person, email, link } = await ask(await someone())
    const { status, body } = await confirm(link)
    expect(status).toBe(200)
    expect(textOf(body)).toContain(`From now on you sign in with ${email}.`)
    await settle()
    expect(signInByHand(email, person.password, codeOf(person.totpKey))).toEqual({ username: person.identityId })
    expect(signInByHand(person.email, person.password, codeOf(person.totpKey))).toHaveProperty('refused')
    expect(directoryUsers().find(({ username }) => username === person.identityId)).toMatchObject({ signOuts: 1 })
    const { owner } = world.customer
    expect(await emailIn(person, owner)).toBe(email)
    await atTime(after.seconds(2), async () => expect((await succeed('getMe', { by: person })).email).toBe(email))
  })

  test('200 and every older token has ended, from the next request on, with and without an organization', async () => {
    const { person, link } = await ask(
      await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' }),
    )
    const older = bearer(accessToken(person.identityId))
    const { organizationId } = world.customer
    expect((await call('listProfiles', { headers: older, params: { organizationId } })).status).toBe(200)
    expect((await confirm(link)).status).toBe(200)
    expectProblem('unauthenticated', await call('getMe', { headers: older }))
    expectProblem('unauthenticated', await call('listProfiles', { headers: older, params: { organizationId } }))
  })

  test('200 and the old address is told, once, by whom it is to be undone, with the new one masked', async () => {
    const { person, email, link } = await ask(await someone())
    const before = mailsTo(person.email).length
    await confirm(link)
    await settle()
    const [notice, ...others] = mailsTo(person.email).slice(before)
    expect(others).toEqual([])
    expect(notice?.subject).toBe('Your sign-in address for Rolecall has changed')
    expect(notice?.text).toContain('p…@adatum.example')
    expect(notice?.text).toContain(world.customer.owner.email)
    expect(notice?.text).not.toContain(email)
  })

  test('200 in every organization of the person at once, with an activity in each', async () => {
    const { owner, organizationId } = world.customer
    const person = await someone()
    const there = {
      organizationId: world.twin.organizationId,
      profileId: await joinAlso(person, world.twin.organizationId),
    }
    const { email, link } = await ask(person)
    await confirm(link)
    expect(await emailIn(person, owner)).toBe(email)
    expect(await emailIn(there, world.twin.owner)).toBe(email)
    for (const [by, place] of [
      [owner, organizationId],
      [world.twin.owner, world.twin.organizationId],
    ] as const) {
      const { items } = await succeed('listActivities', { by, params: { organizationId: place } })
      expect(items[0]).toMatchObject({ action: 'sign-in-address.changed', changedFields: ['email'] })
    }
    const before = mailsTo(person.email).length
    await settle()
    expect(mailsTo(person.email)).toHaveLength(before + 1)
    expect(directoryUsers().find(({ username }) => username === person.identityId)).toMatchObject({ signOuts: 1 })
  })

  test('200 gives the old address back: somebody else is invited there and signs in', async () => {
    const { owner, organizationId } = world.customer
    const { person, link } = await ask(await someone())
    await confirm(link)
    await settle()
    const other = await activate(await invite(owner, organizationId, {}, person.email))
    expect(other.identityId).not.toBe(person.identityId)
  })

  test('200 for one of eight at once, and 410 for the others', async () => {
    const { link } = await ask(await someone())
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(link)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status !== 200 && status !== 410 && status !== 503)).toEqual([])
  })

  test('409 where the address has got a sign-in of its own meanwhile, and nothing is changed', async () => {
    const { owner, organizationId } = world.twin
    const { email, link } = await ask(await someone())
    await join(owner, organizationId, {}, email)
    const before = await dumpTable()
    const { status, body } = await confirm(link)
    expect(status).toBe(409)
    expect(textOf(body)).toContain('This address has an account of its own')
    expect(await dumpTable()).toEqual(before)
  })

  test('409 where another profile of an organization has the address, which is named, and nothing is changed', async () => {
    const { owner, organizationId, name } = world.customer
    const { email, link } = await ask(await someone())
    await succeed('createProfile', {
      by: owner,
      params: { organizationId },
      body: { kind: 'person', user: false, email, firstName: 'Jo', lastName: 'Smets' },
    })
    const before = await dumpTable()
    const { status, body } = await confirm(link)
    expect(status).toBe(409)
    expect(textOf(body)).toContain(`Ask an administrator of ${name}`)
    expect(await dumpTable()).toEqual(before)
  })

  test('410 the second time, and after its end; nothing is changed', async () => {
    const { link } = await ask(await someone())
    await atTime(after.hours(25), async () => expect((await confirm(link)).status).toBe(410))
    expect((await confirm(link)).status).toBe(200)
    const before = await dumpTable()
    expect((await confirm(link)).status).toBe(410)
    expect(await dumpTable()).toEqual(before)
  })

  test('410 once whoever asked was deactivated, or their organization is suspended; resuming gives it back (O4)', async () => {
    const { person, link } = await ask(await someone())
    const { organizationId, owner } = world.customer
    await setStatus(organizationId, 'suspended')
    const before = await dumpTable()
    const { status, body } = await confirm(link)
    expect(status).toBe(410)
    expect(textOf(body)).toContain('This request no longer counts')
    expect(await dumpTable()).toEqual(before)
    await setStatus(organizationId, 'active')
    expect((await send({ method: 'GET', path: link })).status).toBe(200)
    await deactivate(person)
    expect((await confirm(link)).status).toBe(410)
    expect(await emailIn(person, owner)).toBe(person.email)
    const { link: another } = await ask(await someone())
    expect((await confirm(another)).status).toBe(200)
  })

  test('404 for each link that is not whole, or in which a letter is another', async () => {
    const { link } = await ask(await someone())
    const token = link.split('/').at(-1) ?? ''
    const before = await dumpTable()
    const flipped = [...token].map(
      (letter, at) => token.slice(0, at) + (letter === 'A' ? 'B' : 'A') + token.slice(at + 1),
    )
    const cut = [1, 20, 42].map((length) => token.slice(0, length))
    for (const wrong of [...flipped, ...cut]) expect((await confirm(`/confirm-address/${wrong}`)).status).toBe(404)
    expect(await dumpTable()).toEqual(before)
  })

  test('500 when it fails on the way changes nothing, and the same link works afterwards', async () => {
    const { link } = await ask(await someone())
    const before = await dumpTable()
    const broken = await whileMeddling(
      async ({ command, goOn }) => {
        if (command === 'TransactWriteItemsCommand') throw new Error('socket hang up')
        return goOn()
      },
      () => confirm(link),
    )
    expect(broken.status).toBe(500)
    expect(await dumpTable()).toEqual(before)
    expect((await confirm(link)).status).toBe(200)
    expect((await itemsOf('address-change')).every(({ generation }) => Number(generation) > 0)).toBe(true)
  })
})
