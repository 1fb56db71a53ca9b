import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf, countDirectoryCalls } from '../../support/cloud-services-directory.ts'
import { linkTo } from '../../support/cloud-services-mail.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { demote, seedWorld, sendAgain, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { formsOf, linksOf, textOf } from '../../support/world-forms.ts'
import {
  activate,
  choosePassword,
  freshEmail,
  type Invitee,
  invite,
  join,
  passwordForm,
  submit,
} from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('showActivation')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const inviteHere = (grants = {}) => invite(world.customer.owner, world.customer.organizationId, grants)
const open = (link: string, headers = {}) => send({ method: 'GET', path: link, headers })

/** A page that ends a link: it says this, leads to no password, and has no form but those that are given. */
async function expectEnd(link: string, status: number, title: string, forms: ReturnType<typeof formsOf> = []) {
  const page = await open(link)
  expect({ status: page.status, text: textOf(page.body) }).toEqual({ status, text: expect.stringContaining(title) })
  expect(formsOf(page.body)).toEqual(forms)
  expect(page.body).not.toContain('type="password"')
  return textOf(page.body)
}

describe('showActivation', () => {
  test('200 with who invites, to what, and a form for the password and the name', async () => {
    const { link, email } = await inviteHere()
    const page = await open(link)
    expect(page.status).toBe(200)
    expect(textOf(page.body)).toContain('Mia Jansen invites you to join Contoso Bakeries in Rolecall.')
    expect(formsOf(page.body)).toEqual([
      { path: `${link}/password`, fields: { firstName: '', lastName: '', username: email, password: '' } },
    ])
  })

  test('200 without asking for a name that is known', async () => {
    const { email } = await succeed('createProfile', {
      by: world.customer.owner,
      params: { organizationId: world.customer.organizationId },
      body: { kind: 'person', user: true, confirm: true, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' },
    })
    await settle()
    const [form] = formsOf((await open(linkTo(email))).body)
    expect(Object.keys(form?.fields ?? {})).toEqual(['username', 'password'])
  })

  test("200 in the person's language, whatever the browser asks for", async () => {
    const email = freshEmail()
    const { organizationId, owner } = world.customer
    await succeed('inviteUsers', {
      by: owner,
      params: { organizationId },
      body: { addresses: [email], language: 'nl' },
    })
    await settle()
    const page = await open(linkTo(email), { 'accept-language': 'fr' })
    expect(page.body).toContain('<html lang="nl">')
    expect(textOf(page.body)).toContain('Kies uw wachtwoord')
  })

  test('200 with the link in no address that leads elsewhere', async () => {
    const { link } = await inviteHere()
    const page = await open(link)
    expect(linksOf(page.body)).toEqual([])
    expect(page.headers['referrer-policy']).toBe('no-referrer')
  })

  test('GET and HEAD change nothing and ask Cognito nothing, 20 times, from anywhere, at every step', async () => {
    const invitee = await inviteHere()
    const visit = async () => {
      const [items, calls] = [await dumpTable(), countDirectoryCalls()]
      const pages = []
      for (let visits = 0; visits < 20; visits++) {
        const headers = { 'user-agent': `scanner ${visits}`, 'x-forwarded-for': `198.51.100.${visits}` }
        for (const method of ['GET', 'HEAD']) pages.push(await send({ method, path: invitee.link, headers }))
      }
      expect(await dumpTable()).toEqual(items)
      expect(countDirectoryCalls()).toBe(calls)
      expect(new Set(pages.map(({ status }) => status)).size).toBe(1)
      expect(new Set(pages.map(({ body }) => body)).size).toBe(2)
    }
    await visit()
    const { attempt, totpKey } = await choosePassword(await passwordForm(invitee.link))
    await visit()
    await submit(attempt, { code: codeOf(totpKey) })
    await visit()
  })

  test('200 again while a code is awaited, and never with the key', async () => {
    const invitee = await inviteHere()
    const { totpKey } = await choosePassword(await passwordForm(invitee.link))
    const page = await open(invitee.link)
    expect(page.status).toBe(200)
    expect(page.body).not.toContain(totpKey)
    expect(page.body).not.toMatch(/otpauth|totp-key/)
  })

  describe('the ends of a link', () => {
    test('404 for a link that we never sent, cut off anywhere, with any letter changed', async () => {
      const { link } = await inviteHere()
      const token = link.slice('/activate/'.length)
      expect(token).toMatch(/^[\w-]{43}$/)
      const others = [
        ...Array.from({ length: 42 }, (_, at) => token.slice(0, at + 1)),
        ...Array.from(
          token,
          (letter, at) => `${token.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`,
        ),
        `${token}=`,
        `${token}A`,
        token.toLowerCase(),
        `%20${token}`,
        'a'.repeat(512),
      ]
      for (const other of others) await expectEnd(`/activate/${other}`, 404, 'This link does not work')
      expect((await open(link)).status).toBe(200)
    })
    test("404 for an unknown link in the visitor's language", async () => {
      const page = await open('/activate/unknown', { 'accept-language': 'de-AT, en;q=0.5' })
      expect(page.body).toContain('<html lang="de">')
    })
    test('404 for something that is too long to be a token', async () => {
      expect((await open(`/activate/${'a'.repeat(513)}`)).status).toBe(404)
    })
    test('410 used, with the way to sign in', async () => {
      const invitee = await inviteHere()
      await activate(invitee)
      await expectEnd(invitee.link, 410, 'This invitation has been accepted')
      const [signIn] = linksOf((await open(invitee.link)).body)
      expect(signIn).toContain(settings.HOSTED_UI_URL)
    })
    test('410 replaced, with the time of the newer mail; the newer link works', async () => {
      const invitee = await inviteHere()
      const newer = await sendAgain(invitee, world.customer.owner)
      const text = await expectEnd(invitee.link, 410, 'There is a newer link for you')
      expect(text).toContain(String(new Date().getFullYear()))
      expect((await open(newer)).status).toBe(200)
      const newest = await sendAgain(invitee, world.customer.owner)
      for (const link of [invitee.link, newer]) await expectEnd(link, 410, 'There is a newer link for you')
      expect(new Set([invitee.link, newer, newest]).size).toBe(3)
    })
    test('410 expired from the very moment on, with whom is told of it when a new one is asked for', async () => {
      const invitee = await inviteHere()
      const [invitation] = (await itemsOf('invitation')).filter(
        ({ invitationId }) => invitationId === invitee.invitationId,
      )
      const end = Date.parse(String(invitation?.expiresAt))
      expect(end - Date.parse(String(invitation?.sentAt))).toBe(after.days(7))
      await atTime(new Date(end - 1).toISOString(), async () => expect((await open(invitee.link)).status).toBe(200))
      await atTime(new Date(end).toISOString(), async () => {
        const ask = { path: `${invitee.link}/ask`, fields: {} }
        expect(await expectEnd(invitee.link, 410, 'This link has expired', [ask])).toContain('we will tell Mia Jansen')
      })
    })
    test('410 revoked, with whom to ask', async () => {
      const inviter = await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
      const invitee = await invite(inviter, world.customer.organizationId)
      const { attempt, totpKey } = await choosePassword(await passwordForm(invitee.link))
      await demote(inviter)
      await submit(attempt, { code: codeOf(totpKey) })
      expect(await expectEnd(invitee.link, 410, 'This invitation was withdrawn')).toContain('ask Robin Claes')
    })
    test('200 with nothing but signing in for an address that signs in elsewhere', async () => {
      const elsewhere: Invitee = await invite(
        world.customer.owner,
        world.customer.organizationId,
        {},
        world.twin.owner.email,
      )
      await expectEnd(elsewhere.link, 200, 'You already have an account')
      expect(linksOf((await open(elsewhere.link)).body)).toEqual([expect.stringContaining(settings.HOSTED_UI_URL)])
    })
    test('409 while the organization is suspended; it works again afterwards', async () => {
      const invitee = await inviteHere()
      await setStatus(world.customer.organizationId, 'suspended')
      await expectEnd(invitee.link, 409, 'The invitation is on hold')
      await setStatus(world.customer.organizationId, 'active')
      expect((await open(invitee.link)).status).toBe(200)
    })
    test('404 when the organization was removed', async () => {
      const invitee = await inviteHere()
      await setStatus(world.customer.organizationId, 'removed')
      await expectEnd(invitee.link, 404, 'This link does not work')
      await setStatus(world.customer.organizationId, 'active')
    })
  })
})
