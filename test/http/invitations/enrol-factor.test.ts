import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import {
  codeOf,
  countDirectoryCalls,
  directoryUsers,
  signInByHand,
  whileDirectory,
  wrongCodeOf,
} from '../../support/cloud-services-directory.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import type { Answer } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { beginCustomer, deactivate, demote, seedWorld, sendAgain, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { type Form, linksOf, textOf } from '../../support/world-forms.ts'
import {
  type Attempt,
  choosePassword,
  freshEmail,
  freshPassword,
  type Invitee,
  invite,
  join,
  type Person,
  passwordForm,
  submit,
} from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('enrolFactor')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const inviteHere = (grants = {}) => invite(world.customer.owner, world.customer.organizationId, grants)
const begin = async (invitee: Pick<Invitee, 'link'>, password = freshPassword()): Promise<Attempt> =>
  choosePassword(await passwordForm(invitee.link), password)
const finish = ({ attempt, totpKey }: Attempt) => submit(attempt, { code: codeOf(totpKey) })
const guess = ({ attempt, totpKey }: Attempt) => submit(attempt, { code: wrongCodeOf(totpKey) })
const expectPage = ({ status, body }: Answer, expected: number, says: string) =>
  expect({ status, text: textOf(body) }).toEqual({ status: expected, text: expect.stringContaining(says) })
const statusOf = async ({ profileId }: Pick<Invitee, 'profileId'>) =>
  (await itemsOf('profile')).find((item) => item.profileId === profileId)?.status
const activitiesAbout = async ({ profileId }: Pick<Invitee, 'profileId'>) =>
  (await itemsOf('activity'))
    .filter(({ subjectId }) => subjectId === profileId)
    .map(({ action, summary }) => `${action} by ${Object(summary).actor}`)

describe('enrolFactor', () => {
  test('200: the invitation is accepted, access begins, and the person signs in with both', async () => {
    const invitee = await inviteHere({ permissionGroups: ['pgr_full-role'] })
    const password = freshPassword()
    const begun = await begin(invitee, password)
    const done = await finish(begun)
    expectPage(done, 200, 'You are all set')
    expect(linksOf(done.body)).toEqual([expect.stringContaining(settings.HOSTED_UI_URL)])

    const signedIn = signInByHand(invitee.email, password, codeOf(begun.totpKey))
    const identityId = 'username' in signedIn ? signedIn.username : ''
    const { organizationId } = world.customer
    const me = await succeed('getMe', { by: { identityId } })
    expect(me.organizations).toMatchObject([
      { organizationId, status: 'active', firstName: 'Robin', lastName: 'Claes' },
    ])
    expect((await call('listProfiles', { by: { identityId }, params: { organizationId } })).status).toBe(200)
    await fail('not-found', 'listProfiles', {
      by: { identityId },
      params: { organizationId: world.twin.organizationId },
    })
    expect(directoryUsers().find(({ username }) => username === identityId)).toMatchObject({ hasFactor: true })
  })

  test('200 is told to the address once, and stands in the activities, by the link', async () => {
    const invitee = await inviteHere()
    await finish(await begin(invitee))
    await settle()
    const [, told, ...more] = mailsTo(invitee.email)
    expect(more).toEqual([])
    expect(told?.subject).toContain('Your access to Contoso Bakeries')
    expect(told?.text).toContain(invitee.email)
    expect((await activitiesAbout(invitee)).sort()).toEqual([
      `invitation.accepted by link:${invitee.invitationId}`,
      `invitation.created by user:${world.customer.owner.identityId}`,
    ])
  })

  test.each([
    ['with a space in the middle', (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['with spaces around', (code: string) => `  ${code}\t`],
    ['with a hyphen', (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
  ])('200 for a code typed %s', async (_, typed) => {
    const { attempt, totpKey } = await begin(await inviteHere())
    expect((await submit(attempt, { code: typed(codeOf(totpKey)) })).status).toBe(200)
  })

  test('200 keeps a name that is known, whatever was posted with the password', async () => {
    const { email, profileId } = await succeed('createProfile', {
      by: world.customer.owner,
      params: { organizationId: world.customer.organizationId },
      body: { kind: 'person', user: true, confirm: true, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' },
    })
    await settle()
    const form = await passwordForm(linkTo(email))
    const { attempt, totpKey } = await choosePassword({
      ...form,
      fields: { ...form.fields, firstName: '', lastName: '' },
    })
    await submit(attempt, { code: codeOf(totpKey) })
    const params = { organizationId: world.customer.organizationId, profileId }
    expect(await succeed('getProfile', { by: world.customer.owner, params })).toMatchObject({
      status: 'active',
      firstName: 'Jo',
      lastName: 'Smets',
    })
  })

  test('200 once, however often the right code is sent at the same time', async () => {
    const invitee = await inviteHere()
    const begun = await begin(invitee)
    const answers = await Promise.all(Array.from({ length: 8 }, () => finish(begun)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status } of answers) expect([200, 409, 410]).toContain(status)
    expect((await activitiesAbout(invitee)).filter((line) => line.startsWith('invitation.accepted'))).toHaveLength(1)
    expect((await itemsOf('access')).filter((item) => item.profileId === invitee.profileId)).toHaveLength(1)
  })

  test('503 when others keep being quicker; nothing is accepted, and the person begins again', async () => {
    const invitee = await inviteHere()
    const begun = await begin(invitee)
    const answer = await whileMeddling(
      async ({ command, input, goOn }) => {
        if (command !== 'TransactWriteItemsCommand') return goOn()
        const items = 'TransactItems' in input ? (input.TransactItems ?? []) : []
        throw new TransactionCanceledException({
          $metadata: {},
          message: 'Transaction cancelled',
          CancellationReasons: items.map(() => ({ Code: 'TransactionConflict' })),
        })
      },
      () => finish(begun),
    )
    expectPage(answer, 503, 'Please try again in a moment')
    expect(answer.headers['retry-after']).toBe('1')
    expect(await statusOf(invitee)).toBe('invited')
    expectPage(await finish(begun), 409, 'Please start again')
    expect((await finish(await begin(invitee))).status).toBe(200)
  })

  test('410 for the same code again: the link is used', async () => {
    const begun = await begin(await inviteHere())
    await finish(begun)
    expectPage(await finish(begun), 410, 'This invitation has been accepted')
  })

  describe('a code that is not right', () => {
    test('400 and the form again, without the key, with the tries that are left', async () => {
      const begun = await begin(await inviteHere())
      for (const left of [
        'You have 4 more tries.',
        'You have 3 more tries.',
        'You have 2 more tries.',
        'You have one more try.',
      ]) {
        const answer = await guess(begun)
        expectPage(answer, 400, 'That code is not right.')
        expect(textOf(answer.body)).toContain(left)
        expect(answer.body).not.toContain(begun.totpKey)
        expect(answer.body).not.toMatch(/otpauth|totp-key/)
      }
      expect((await finish(begun)).status).toBe(200)
    })

    test.each([
      ['missing', '', 'Enter the code that your app shows.'],
      ['five digits', '12345', 'The code has six digits'],
      ['seven digits', '1234567', 'The code has six digits'],
      ['letters', 'abcdef', 'The code has six digits'],
      ['other digits', '１２３４５６', 'The code has six digits'],
    ])('400 without counting it when it is no code: %s', async (_, code, says) => {
      const begun = await begin(await inviteHere())
      const [before, calls] = [await dumpTable(), countDirectoryCalls()]
      for (let tries = 0; tries < 6; tries++) expectPage(await submit(begun.attempt, { code }), 400, says)
      expect(await dumpTable()).toEqual(before)
      expect(countDirectoryCalls()).toBe(calls)
      expect((await finish(begun)).status).toBe(200)
    })

    test('409 after five in an attempt, and the right one comes too late; a new password begins anew', async () => {
      const invitee = await inviteHere()
      const begun = await begin(invitee)
      for (let tries = 1; tries < 5; tries++) expect((await guess(begun)).status).toBe(400)
      expectPage(await guess(begun), 409, 'Too many wrong codes')
      const calls = countDirectoryCalls()
      expectPage(await finish(begun), 409, 'Too many wrong codes')
      expect(countDirectoryCalls()).toBe(calls)
      expect((await finish(await begin(invitee))).status).toBe(200)
    })

    test('410 after twenty over a link, and the right one comes too late; the next link begins anew', async () => {
      const invitee = await inviteHere()
      for (let attempts = 0; attempts < 4; attempts++) {
        const begun = await begin(invitee)
        for (let tries = 0; tries < 5; tries++) await guess(begun)
      }
      const late = await begin(invitee)
      const calls = countDirectoryCalls()
      expectPage(await finish(late), 410, 'This link is locked')
      expect(countDirectoryCalls()).toBe(calls)
      expect(await statusOf(invitee)).toBe('invited')
      const link = await sendAgain(invitee, world.customer.owner)
      expect((await finish(await begin({ link }))).status).toBe(200)
    })

    test('counts codes that come at the same time: five are compared, and no more', async () => {
      const begun = await begin(await inviteHere())
      const calls = countDirectoryCalls()
      await Promise.all(Array.from({ length: 12 }, () => guess(begun)))
      expect(countDirectoryCalls() - calls).toBe(5)
    })

    test('409 to start again when Cognito ends the session at a wrong code', async () => {
      const invitee = await inviteHere()
      const begun = await begin(invitee)
      await whileDirectory('ends-session-at-wrong-code', () => guess(begun))
      expectPage(await finish(begun), 409, 'Please start again')
      expect(await statusOf(invitee)).toBe('invited')
      expect((await finish(await begin(invitee))).status).toBe(200)
    })
  })

  describe('409 to start again', () => {
    const change = (form: Form, fields: Record<string, string>): Form => ({
      ...form,
      fields: { ...form.fields, ...fields },
    })

    test('15 minutes after the password, and not a moment before', async () => {
      const invitee = await inviteHere()
      const begun = await begin(invitee)
      const [attempt] = (await itemsOf('attempt')).filter(({ linkOf }) => linkOf === invitee.invitationId)
      const end = Date.parse(String(attempt?.expiresAt))
      expect(end - Date.now()).toBeGreaterThan(after.minutes(14))
      expect(end - Date.now()).toBeLessThanOrEqual(after.minutes(15))
      await atTime(new Date(end).toISOString(), async () => expectPage(await finish(begun), 409, 'Please start again'))
      await atTime(new Date(end - 1000).toISOString(), async () => expect((await guess(begun)).status).toBe(400))
      await atTime(new Date(end - 1000).toISOString(), async () => expect((await finish(begun)).status).toBe(200))
    })

    test('for an attempt that is not this one, or none', async () => {
      const begun = await begin(await inviteHere())
      const other = await begin(await inviteHere())
      for (const attempt of ['', 'att_01k2r8v6m0q3s5t7w9x1y3z5a9', other.attempt.fields.attempt ?? '', 'x'.repeat(64)])
        expectPage(await finish({ ...begun, attempt: change(begun.attempt, { attempt }) }), 409, 'Please start again')
      expect((await finish(begun)).status).toBe(200)
    })

    test('for a form that is none, and one with more in it', async () => {
      const begun = await begin(await inviteHere())
      expectPage(await submit({ ...begun.attempt, fields: {} }, {}), 409, 'Please start again')
      expectPage(
        await finish({ ...begun, attempt: change(begun.attempt, { organizationId: 'x' }) }),
        409,
        'Please start again',
      )
    })

    test("for another person's attempt behind one's own link", async () => {
      const [mine, theirs] = [await begin(await inviteHere()), await begin(await inviteHere())]
      const crossed = { attempt: { path: mine.attempt.path, fields: theirs.attempt.fields }, totpKey: theirs.totpKey }
      expectPage(await finish(crossed), 409, 'Please start again')
    })

    test('before any password was set', async () => {
      const { link } = await inviteHere()
      const form = { path: `${link}/factor`, fields: { attempt: 'att_01k2r8v6m0q3s5t7w9x1y3z5a9' } }
      expectPage(await submit(form, { code: '123456' }), 409, 'Please start again')
    })
  })

  describe('when the link has come to its end meanwhile', () => {
    test('410 expired', async () => {
      const invitee = await inviteHere()
      const begun = await atTime(after.days(7) - after.minutes(1), () => begin(invitee))
      await atTime(after.days(7), async () => expectPage(await finish(begun), 410, 'This link has expired'))
      expect(await statusOf(invitee)).toBe('invited')
    })
    test('410 replaced, and the attempt of the older link is no attempt of the newer one', async () => {
      const invitee = await inviteHere()
      const begun = await begin(invitee)
      const newer = await sendAgain(invitee, world.customer.owner)
      expectPage(await finish(begun), 410, 'There is a newer link for you')
      const moved = { ...begun, attempt: { ...begun.attempt, path: `${newer}/factor` } }
      expectPage(await finish(moved), 409, 'Please start again')
      expect((await finish(await begin({ link: newer }))).status).toBe(200)
    })
    test('409 suspended, and it goes on afterwards', async () => {
      const begun = await begin(await inviteHere())
      await setStatus(world.customer.organizationId, 'suspended')
      expectPage(await finish(begun), 409, 'The invitation is on hold')
      await setStatus(world.customer.organizationId, 'active')
      expect((await finish(begun)).status).toBe(200)
    })
    test('404 for a link that is none of ours', async () => {
      const begun = await begin(await inviteHere())
      expectPage(
        await finish({ ...begun, attempt: { ...begun.attempt, path: '/activate/unknown/factor' } }),
        404,
        'does not work',
      )
    })
    test('200 with signing in for an address that has accepted elsewhere meanwhile', async () => {
      const email = freshEmail()
      const here = await invite(world.customer.owner, world.customer.organizationId, {}, email)
      const there = await invite(world.twin.owner, world.twin.organizationId, {}, email)
      const begun = await begin(here)
      await finish(await begin(there))
      expectPage(await finish(begun), 200, 'You already have an account')
      expect(await statusOf(here)).toBe('invited')
    })
  })

  describe('410 and withdrawn when the inviter could no longer give it', () => {
    const organizationId = () => world.customer.organizationId
    const expectRevoked = async (invitee: Invitee, begun: Attempt) => {
      expectPage(await finish(begun), 410, 'This invitation was withdrawn')
      const [invitation] = (await itemsOf('invitation')).filter(
        ({ invitationId }) => invitationId === invitee.invitationId,
      )
      expect(invitation).toMatchObject({ state: 'revoked', revokedBecause: 'inviter-lost-access' })
      expect(await statusOf(invitee)).toBe('draft')
      expect((await itemsOf('access')).filter((item) => item.profileId === invitee.profileId)).toEqual([])
      expect(await activitiesAbout(invitee)).toContain(`invitation.revoked by link:${invitee.invitationId}`)
      await settle()
      expect(mailsTo(invitee.email)).toHaveLength(1)
    }
    test.each([
      ['was demoted', (inviter: Person) => demote(inviter)],
      ['was deactivated', deactivate],
    ])('because they %s', async (_, lose) => {
      const inviter = await join(world.customer.owner, organizationId(), { defaultRole: 'rol_admin' })
      const invitee = await invite(inviter, organizationId())
      const begun = await begin(invitee)
      await lose(inviter)
      await expectRevoked(invitee, begun)
    })
    test('because the organization has an owner by now, and it was given Owner from outside', async () => {
      const bakery = await beginCustomer(world.provider, 'Adventure Bakery')
      const second = await invite(world.provider.owner, bakery.organizationId, { defaultRole: 'rol_owner' })
      const begun = await begin(second)
      expect((await finish(await begin(bakery.firstOwner))).status).toBe(200)
      await expectRevoked(second, begun)
    })
    test('200 when the inviter can give it still, though no longer everything', async () => {
      const inviter = await join(world.customer.owner, organizationId(), {
        defaultRole: 'rol_admin',
        permissionGroups: ['pgr_full-role'],
      })
      const invitee = await invite(inviter, organizationId(), { defaultRole: 'rol_viewer' })
      const begun = await begin(invitee)
      await demote(inviter, 'permission groups')
      expect((await finish(begun)).status).toBe(200)
    })
  })
})
