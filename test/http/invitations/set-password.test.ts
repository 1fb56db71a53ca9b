import { beforeAll, describe, expect, test } from 'vitest'
import {
  codeOf,
  countDirectoryCalls,
  directoryUsers,
  signInByHand,
  whileDirectory,
} from '../../support/cloud-services-directory.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { noteSecret } from '../../support/cloud-services-secrets.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { send } from '../../support/gateway.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { demote, seedWorld, sendAgain, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { formsOf, linksOf, textOf } from '../../support/world-forms.ts'
import {
  activate,
  choosePassword,
  factorForm,
  freshEmail,
  freshPassword,
  invite,
  join,
  passwordForm,
  submit,
  totpKeyIn,
} from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('setPassword')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const inviteHere = () => invite(world.customer.owner, world.customer.organizationId)
const names = { firstName: 'Robin', lastName: 'Claes' }
const password = (text: string) => noteSecret('password', text)

/** Posts to the link without looking at the page first, as no browser of ours would. */
const post = (link: string, form: Record<string, string>, step = 'password') =>
  send({ method: 'POST', path: `${link}/${step}`, form })

describe('setPassword', () => {
  test('200 with the key, as a code to scan, a link and a text, which are one', async () => {
    const { link, email } = await inviteHere()
    const answer = await post(link, { password: freshPassword(), ...names })
    expect(answer.status).toBe(200)
    const key = totpKeyIn(answer)
    const [otpauth] = linksOf(answer.body).filter((address) => address.startsWith('otpauth:'))
    const { host, pathname, searchParams } = new URL(otpauth ?? '')
    expect([host, decodeURIComponent(pathname)]).toEqual(['totp', `/Rolecall:${email}`])
    expect([searchParams.get('secret'), searchParams.get('issuer')]).toEqual([key, 'Rolecall'])
    expect(answer.body).toMatch(/<svg [^>]*role="img" aria-label="QR code/)
    expect(factorForm(answer).path).toBe(`${link}/factor`)
  })

  test('200 makes the user under the id of the sign-in, confirmed, without a factor, and mails nothing of its own', async () => {
    const { link, email } = await inviteHere()
    await post(link, { password: freshPassword(), ...names })
    const [user] = directoryUsers().filter((candidate) => candidate.email === email)
    expect(user).toMatchObject({ username: expect.stringMatching(/^idn_/), confirmed: true, hasFactor: false })
    const [identity] = (await itemsOf('identity')).filter(({ identityId }) => identityId === user?.username)
    expect(identity).toMatchObject({ state: 'new', email })
  })

  test('nobody signs in with the password alone, and nothing is accepted', async () => {
    const { link, email, profileId } = await inviteHere()
    const chosen = freshPassword()
    const { totpKey } = await choosePassword(await passwordForm(link), chosen)
    expect(signInByHand(email, chosen, codeOf(totpKey))).toEqual({ refused: 'A second factor is asked to be set up.' })
    expect((await itemsOf('access')).filter((item) => item.profileId === profileId)).toEqual([])
    expect((await itemsOf('profile')).find((item) => item.profileId === profileId)?.status).toBe('invited')
  })

  test('200 again makes the user anew with another key, and the older attempt is over', async () => {
    const { link, email } = await inviteHere()
    const [one, other] = [
      await choosePassword(await passwordForm(link)),
      await choosePassword(await passwordForm(link)),
    ]
    expect(one.totpKey).not.toBe(other.totpKey)
    expect(one.attempt.fields.attempt).not.toBe(other.attempt.fields.attempt)
    const users = directoryUsers().filter((user) => user.email === email)
    expect(users).toHaveLength(1)
    for (const key of [one.totpKey, other.totpKey]) {
      const late = await submit(one.attempt, { code: codeOf(key) })
      expect({ status: late.status, text: textOf(late.body) }).toEqual({
        status: 409,
        text: expect.stringContaining('Please start again'),
      })
    }
    expect((await submit(other.attempt, { code: codeOf(other.totpKey) })).status).toBe(200)
  })

  test('200 leaves the address the one that was invited, whatever the form says', async () => {
    const { link, email } = await inviteHere()
    await post(link, { password: freshPassword(), ...names, username: 'mallory@evil.example' })
    expect(directoryUsers().some((user) => user.email === 'mallory@evil.example')).toBe(false)
    expect(directoryUsers().some((user) => user.email === email)).toBe(true)
  })

  test('two at once: one gets the key, the other is told to go on there', async () => {
    const { link } = await inviteHere()
    const answers = await whileDirectory('is-slow', () =>
      Promise.all([1, 2, 3].map(() => post(link, { password: freshPassword(), ...names }))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    for (const { status, body } of answers.filter((answer) => answer.status === 409))
      expect(`${status} ${textOf(body)}`).toContain('A password is being set in another window')
    const [winner] = answers.filter(({ status }) => status === 200)
    if (!winner) throw new Error('nobody got the key')
    const done = await submit(factorForm(winner), { code: codeOf(totpKeyIn(winner)) })
    expect(done.status).toBe(200)
  })

  describe('400 and the form again', () => {
    const refused = async (form: Record<string, string>, says: string) => {
      const { link } = await inviteHere()
      const [before, calls] = [await dumpTable(), countDirectoryCalls()]
      const answer = await post(link, form)
      expect(answer.status).toBe(400)
      expect(textOf(answer.body)).toContain(says)
      expect(answer.body).toContain('aria-invalid="true"')
      expect(await dumpTable()).toEqual(before)
      expect(countDirectoryCalls()).toBe(calls)
      return answer
    }
    test.each([
      ['no password', { password: '' }, 'Choose a password.'],
      ['11 characters', { password: password('elevenchars') }, 'use at least 12 characters'],
      ['257 characters', { password: password('x'.repeat(257)) }, 'use at most 256 characters'],
      ['2,000 characters', { password: password('y'.repeat(2000)) }, 'use at most 256 characters'],
    ])('for %s', async (_, form, says) => {
      await refused({ ...form, ...names }, says)
    })
    test.each([
      ['no first name', { firstName: '', lastName: 'Claes' }, 'Enter your first name.'],
      ['no last name', { firstName: 'Robin', lastName: '  ' }, 'Enter your last name.'],
      [
        'a first name of 101 characters',
        { firstName: 'é'.repeat(101), lastName: 'Claes' },
        'use at most 100 characters',
      ],
      [
        'a last name of 1,000 characters',
        { firstName: 'Robin', lastName: 'a'.repeat(1000) },
        'use at most 100 characters',
      ],
      ['a name with an address in it', { firstName: 'www.evil.example', lastName: 'x' }, 'cannot be used'],
      ['a name with markup in it', { firstName: 'Robin', lastName: '<script>alert(1)</script>' }, 'cannot be used'],
    ])('for %s', async (_, form, says) => {
      const answer = await refused({ password: freshPassword(), ...form }, says)
      expect(formsOf(answer.body)[0]?.fields).toMatchObject({ ...form, password: '' })
    })
    test('for no form at all, and for a field that is not known', async () => {
      const { link } = await inviteHere()
      const path = `${link}/password`
      expect((await send({ method: 'POST', path })).status).toBe(400)
      expect((await send({ method: 'POST', path, body: { password: freshPassword(), ...names } })).status).toBe(400)
      expect((await post(link, { password: freshPassword(), ...names, email: freshEmail() })).status).toBe(400)
    })
    test('for a password that Cognito refuses, and another one goes through', async () => {
      const { link, email } = await inviteHere()
      const answer = await post(link, { password: password(' leading space 123'), ...names })
      expect(answer.status).toBe(400)
      expect(textOf(answer.body)).toContain('This password cannot be used.')
      expect(formsOf(answer.body)[0]?.fields).toMatchObject({ ...names, password: '' })
      expect(signInByHand(email, ' leading space 123', '000000')).toHaveProperty('refused')
      await choosePassword(await passwordForm(link))
    })
  })

  test.each([12, 256])('200 for a password of %d characters', async (length) => {
    const { link } = await inviteHere()
    const chosen = password(`p4ssWord-${link.slice(-20)}`.padEnd(length, 'z').slice(0, length))
    expect((await post(link, { password: chosen, ...names })).status).toBe(200)
  })

  test('200 for a name of 100 characters', async () => {
    const { link } = await inviteHere()
    const name = '𝒜'.repeat(100)
    expect((await post(link, { password: freshPassword(), firstName: name, lastName: name })).status).toBe(200)
  })

  test('500 and an alarm when Cognito gives tokens where it should ask for the second factor', async () => {
    const { link, profileId } = await inviteHere()
    let answer = await send({ method: 'GET', path: link })
    const log = await logOf(() =>
      whileDirectory('demands-no-factor', async () => {
        answer = await post(link, { password: freshPassword(), ...names })
      }),
    )
    expect(answer.status).toBe(500)
    expect(answer.body).not.toMatch(/factor|token|Error/)
    expect(log.map(({ event }) => event)).toContain('directory.factor-not-demanded')
    expect(log.filter(({ event }) => event === 'request.failed')).toHaveLength(1)
    expect((await itemsOf('access')).filter((item) => item.profileId === profileId)).toEqual([])
    await choosePassword(await passwordForm(link))
  })

  describe('asks Cognito nothing and changes nothing', () => {
    const nothing = async (link: string, status: number, says: string) => {
      const [before, calls] = [await dumpTable(), countDirectoryCalls()]
      const answer = await post(link, { password: freshPassword(), ...names })
      expect({ status: answer.status, text: textOf(answer.body) }).toEqual({
        status,
        text: expect.stringContaining(says),
      })
      expect(await dumpTable()).toEqual(before)
      expect(countDirectoryCalls()).toBe(calls)
    }
    test('when the link is none of ours', () => nothing('/activate/unknown', 404, 'This link does not work'))
    test('when it was used', async () => {
      const invitee = await inviteHere()
      await activate(invitee)
      await nothing(invitee.link, 410, 'This invitation has been accepted')
    })
    test('when it was replaced', async () => {
      const invitee = await inviteHere()
      await sendAgain(invitee, world.customer.owner)
      await nothing(invitee.link, 410, 'There is a newer link for you')
    })
    test('when it has expired', async () => {
      const { link } = await inviteHere()
      await atTime(after.days(7), () => nothing(link, 410, 'This link has expired'))
    })
    test('when it was revoked', async () => {
      const inviter = await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
      const { link } = await invite(inviter, world.customer.organizationId)
      const { attempt, totpKey } = await choosePassword(await passwordForm(link))
      await demote(inviter)
      await submit(attempt, { code: codeOf(totpKey) })
      await nothing(link, 410, 'This invitation was withdrawn')
    })
    test('when the address signs in elsewhere, whose password stays what it was', async () => {
      const { owner } = world.twin
      const { link } = await invite(world.customer.owner, world.customer.organizationId, {}, owner.email)
      await nothing(link, 200, 'You already have an account')
      expect(signInByHand(owner.email, owner.password, codeOf(owner.totpKey))).toEqual({ username: owner.identityId })
    })
    test('when the organization is suspended', async () => {
      const { link } = await inviteHere()
      await setStatus(world.customer.organizationId, 'suspended')
      await nothing(link, 409, 'The invitation is on hold')
      await setStatus(world.customer.organizationId, 'active')
    })
  })

  test('one address, invited by two organizations: one sign-in, and the later password ends the earlier attempt', async () => {
    const email = freshEmail()
    const [here, there] = [
      await invite(world.customer.owner, world.customer.organizationId, {}, email),
      await invite(world.twin.owner, world.twin.organizationId, {}, email),
    ]
    const one = await choosePassword(await passwordForm(here.link))
    const other = await choosePassword(await passwordForm(there.link))
    expect(directoryUsers().filter((user) => user.email === email)).toHaveLength(1)
    expect((await submit(one.attempt, { code: codeOf(one.totpKey) })).status).toBe(409)
    const crossed = { ...one.attempt, fields: other.attempt.fields }
    expect((await submit(crossed, { code: codeOf(other.totpKey) })).status).toBe(409)
    expect((await submit(other.attempt, { code: codeOf(other.totpKey) })).status).toBe(200)
    const late = await send({ method: 'GET', path: here.link })
    expect(textOf(late.body)).toContain('You already have an account')
    expect(linksOf(late.body)[0]).toContain(settings.HOSTED_UI_URL)
  })
})
