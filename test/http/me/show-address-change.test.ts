import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { formsOf, textOf } from '../../support/world-forms.ts'
import { freshEmail, invite, join, submit } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('showAddressChange')

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

const asked = async () => {
  const person = await join(world.customer.owner, world.customer.organizationId)
  const email = freshEmail('adatum.example')
  await succeed('changeMyEmail', { by: person, body: { email } })
  await settle()
  return { person, email, link: linkTo(email) }
}
const show = (link: string, headers = {}) => send({ method: 'GET', path: link, headers })

describe('showAddressChange', () => {
  test('200 with both addresses, the present one masked, and one form without a field', async () => {
    const { person, email, link } = await asked()
    const { status, body } = await show(link)
    expect(status).toBe(200)
    expect(textOf(body)).toContain(email)
    expect(body).not.toContain(person.email)
    expect(textOf(body)).toContain('p…@contoso.example')
    expect(formsOf(body)).toEqual([{ path: link, fields: {} }])
  })

  test('200 and nothing is changed, however often a scanner looks, HEAD included (I4)', async () => {
    const { link } = await asked()
    const before = await dumpTable()
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) expect((await send({ method, path: link })).status).toBe(200)
    expect(await dumpTable()).toEqual(before)
  })

  test('404 in the language of the browser for a link we never sent, and for one of an invitation', async () => {
    const { link } = await invite(world.customer.owner, world.customer.organizationId)
    const invitation = link.replace('/activate/', '/confirm-address/')
    for (const path of ['/confirm-address/x', `/confirm-address/${'A'.repeat(43)}`, invitation]) {
      const { status, body } = await show(path, { 'accept-language': 'de' })
      expect(status).toBe(404)
      expect(textOf(body)).toContain('Dieser Link funktioniert nicht')
    }
  })

  test('404 for a link to an address where an invitation is asked for, so that neither opens the other', async () => {
    const { link } = await asked()
    expect((await send({ method: 'GET', path: link.replace('/confirm-address/', '/activate/') })).status).toBe(404)
  })

  test('410 once whoever asked has left the organization, 404 once their sign-in is gone with their last profile', async () => {
    const { owner, organizationId } = world.customer
    const { person, link } = await asked()
    const params = { organizationId, profileId: person.profileId }
    await succeed('removeProfile', { by: owner, params })
    const { status, body } = await show(link)
    expect(status).toBe(410)
    expect(textOf(body)).toContain('This request no longer counts')
    await settle()
    expect((await show(link)).status).toBe(404)
  })

  test('410 once it has expired, with since when, a second after its time and not before', async () => {
    const { link } = await asked()
    await atTime(after.hours(24) - after.seconds(20), async () => expect((await show(link)).status).toBe(200))
    await atTime(after.hours(24) + after.seconds(1), async () => {
      const { status, body } = await show(link)
      expect(status).toBe(410)
      expect(textOf(body)).toContain('This link has expired')
    })
  })

  test('410 once it is used, with where to sign in', async () => {
    const { email, link } = await asked()
    const [form] = formsOf((await show(link)).body)
    if (!form) throw new Error('no form')
    expect((await submit(form, {})).status).toBe(200)
    const { status, body } = await show(link)
    expect(status).toBe(410)
    expect(textOf(body)).toContain(email)
  })
})
