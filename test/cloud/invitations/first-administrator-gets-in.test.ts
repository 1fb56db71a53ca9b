import { createHash } from 'node:crypto'
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, test } from 'vitest'
import { activationTexts } from '../../../functions/invitations/activation-texts.ts'
import { linkIn } from '../../../infra/local/mailbox.ts'
import { formsOf, submitForm, textOfElement, textOfPage } from '../../../infra/local/page-form.ts'
import { totpCode } from '../../../infra/local/totp-code.ts'
import { clients, deployed } from '../../support/deployed.ts'
import { busEvents } from '../../support/deployed-events.ts'
import { logLines } from '../../support/deployed-logs.ts'
import { type Answer, call, expectProblem, read, send, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { itemsOf, wholeTable } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  ada,
  beginAfresh,
  inviteFirst,
  mails,
  newestMail,
  type SignedIn,
  settled,
  signIn,
  usernames,
} from '../../support/deployed-world.ts'

const texts = activationTexts.en
const password = 'copper lantern over the harbour'
const tooShort = 'elevenchars'

/** What the journey has brought to light so far; each step needs those before it. */
let organizationId: string
let link: URL
let keyPage: string
let totpKey: string
let signedIn: SignedIn

const tokenOf = (url: URL): string => url.pathname.split('/').at(-1) ?? ''
const passwordForm = async () => formsOf((await send(link)).text, link)[0] ?? fail('no form')
const codeForm = () => formsOf(keyPage, link)[0] ?? fail('no form')
const fail = (why: string): never => {
  throw new Error(why)
}

beforeAll(beginAfresh)

describe('the first administrator of a new deployment', () => {
  test('is invited by whoever deployed it, and gets one mail', async () => {
    const answer = await inviteFirst()
    expect(answer).toEqual({ organizationId: expect.stringMatching(/^org_/), outcome: 'invited' })
    if ('organizationId' in answer) organizationId = answer.organizationId
    const mail = await newestMail(ada.email, 1)
    expect(mail.subject).toBe('Your invitation to Northwind Managed Services in Rolecall')
  })

  test('finds the same link in the HTML and in the text of the mail, and no other of its kind', async () => {
    const [mail] = await mails(ada.email)
    const inText = mail && linkIn(mail, '/activate/')
    const hrefs = [...(mail?.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href]) => href)
    link = inText ?? fail('the text has no link')
    noteSecret('link token', tokenOf(link))
    expect(link.href).toBe(`${deployed.ApiUrl}/activate/${tokenOf(link)}`)
    expect(tokenOf(link)).toMatch(/^[\w-]{43}$/)
    expect(new Set(hrefs.filter((href) => href?.includes('/activate/')))).toEqual(new Set([link.href]))
  })

  test('is shown in the table as somebody to whom the mail was sent', async () => {
    await settled()
    expect(await itemsOf('invitation')).toMatchObject([{ organizationId, state: 'pending', delivery: 'sent' }])
  })

  test('has a link that stands in no log, in no item and in no event; only its hash does', async () => {
    const token = tokenOf(link)
    const table = JSON.stringify(await wholeTable())
    expect(table).toContain(createHash('sha256').update(token).digest('base64url'))
    expect(table).not.toContain(token)
    expect(JSON.stringify(await logLines())).not.toContain(token)
    const events = await busEvents()
    expect(events.map((event) => event['detail-type'])).toContain('invitation.created')
    expect(JSON.stringify(events)).not.toContain(token)
  })

  test('loses nothing to scanners that open every link of the mail, twenty times each way', async () => {
    const [mail] = await mails(ada.email)
    const all = [...(mail?.html ?? '').matchAll(/href="(http[^"]+)"/g)].map(([, href = '']) => new URL(href))
    expect(all.map(({ href }) => href)).toContain(link.href)
    const before = await wholeTable()
    const answers: Answer[] = []
    for (let visit = 0; visit < 20; visit++) {
      const headers = { 'user-agent': `MailScanner/${visit}.0 (+https://scanner-${visit}.example)`, accept: '*/*' }
      const visits = all.flatMap((url) => ['HEAD', 'GET'].map((method) => send(url, { method, headers })))
      answers.push(...(await Promise.all(visits)))
    }
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(answers.filter(({ text }) => text === '').length).toBe(20 * all.length)
    await settled()
    expect(await wholeTable()).toEqual(before)
    expect(await usernames()).toEqual([])
    expect(await mails(ada.email)).toHaveLength(1)
  })

  test('sees a page that shows no secret, runs no script and is kept nowhere', async () => {
    const page = await send(link)
    expect(page.status).toBe(200)
    expect(textOfPage(page.text)).toContain(texts.password.title)
    expect(textOfElement(page.text, 'totp-key')).toBeUndefined()
    expect(page.text).not.toMatch(/<script|\bon\w+=|javascript:/i)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
    expect(page.headers.has('set-cookie')).toBe(false)
  })

  test('is told that a password of eleven characters is too short, and nothing has changed', async () => {
    const before = await wholeTable()
    const page = await read(await submitForm(await passwordForm(), { password: tooShort }))
    expect(page.status).toBe(400)
    expect(textOfPage(page.text)).toContain(texts.faults.password['too-short'])
    expect(page.text).not.toContain(tooShort)
    expect(textOfElement(page.text, 'totp-key')).toBeUndefined()
    expect(await usernames()).toEqual([])
    expect(await wholeTable()).toEqual(before)
  })

  test('chooses a password, and is shown the key for the authenticator app', async () => {
    const page = await read(await submitForm(await passwordForm(), { password }))
    expect(page.status, textOfPage(page.text)).toBe(200)
    keyPage = page.text
    totpKey = textOfElement(keyPage, 'totp-key') ?? fail('there is no key')
    noteSecret('TOTP key', totpKey)
    expect(totpKey).toMatch(/^[A-Z2-7]{32}$/)
    expect(keyPage).toContain(`secret=${totpKey}`)
    expect(keyPage).not.toContain(password)
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  test('is not shown the key a second time by the link', async () => {
    const page = await send(link)
    expect(textOfPage(page.text)).toContain(texts.password.title)
    expect(page.text).not.toContain(totpKey)
  })

  test('is not let in by a wrong code, and is not shown the key again', async () => {
    const page = await read(await submitForm(codeForm(), { code: wrongCode(totpKey) }))
    expect(page.status).toBe(400)
    expect(textOfPage(page.text)).toContain(texts.faults.code.wrong)
    expect(textOfPage(page.text)).toContain(texts.factor.triesLeft(4))
    expect(page.text).not.toContain(totpKey)
    expect(await itemsOf('invitation')).toMatchObject([{ state: 'pending' }])
    expect(await itemsOf('access')).toEqual([])
  })

  test('accepts nothing by signing in at the hosted sign-in before the code was right', async () => {
    const early = await signIn({ email: ada.email, password, totpSecret: totpKey })
    expectProblem(await call('getMe', { by: early }), 'unauthenticated')
    expectProblem(await call('getOrganization', { by: early, params: { organizationId } }), 'not-found')
    expect(await itemsOf('invitation')).toMatchObject([{ state: 'pending' }])
  })

  test('is let in by the right code', async () => {
    const page = await read(await submitForm(codeForm(), { code: totpCode(totpKey) }))
    expect(page.status, textOfPage(page.text)).toBe(200)
    expect(textOfPage(page.text)).toContain(texts.activated.title)
    expect(textOfPage(page.text)).toContain(texts.activated.lead('Northwind Managed Services'))
    const signInLinks = [...page.text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href)
    expect(signInLinks.some((href) => href.startsWith(`${deployed.HostedUiUrl}/oauth2/authorize`))).toBe(true)
    expect(page.text).not.toContain(totpKey)
    expect(await itemsOf('invitation')).toMatchObject([{ state: 'accepted' }])
  })

  test('has the factor enrolled at Cognito', async () => {
    const [username] = await usernames()
    const query = { UserPoolId: deployed.UserPoolId, Username: username }
    const { UserStatus, UserMFASettingList } = await clients.cognito.send(new AdminGetUserCommand(query))
    expect({ username, UserStatus, UserMFASettingList }).toEqual({
      username: expect.stringMatching(/^idn_/),
      UserStatus: 'CONFIRMED',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    })
  })

  test('is told of the acceptance by exactly one mail', async () => {
    const mail = await newestMail(ada.email, 2)
    expect(mail.subject).toBe('Your access to Northwind Managed Services in Rolecall is active')
    expect(linkIn(mail, '/activate/')).toBeUndefined()
    await settled()
    expect(await mails(ada.email)).toHaveLength(2)
  })

  test('signs in at the hosted sign-in, with PKCE', async () => {
    signedIn = await signIn({ email: ada.email, password, totpSecret: totpKey })
    const claims = JSON.parse(Buffer.from(signedIn.accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
    expect(claims).toMatchObject({ token_use: 'access', client_id: deployed.ClientId, scope: 'openid rolecall/api' })
    expect(claims).not.toHaveProperty('email')
  })

  test('comes back to a page of welcome under a strict policy', async () => {
    const page = await send(new URL(`${deployed.RedirectUri}?code=00000000-aaaa&state=xyzzy-state`))
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = page.headers.get('content-security-policy')?.split('; ') ?? []
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]))
    expect(policy.join()).not.toMatch(/script-src|unsafe|\*/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.text).not.toMatch(/<script|00000000-aaaa|xyzzy-state/i)
  })

  test('is who they are', async () => {
    const me = await succeed('getMe', { by: signedIn })
    expect(me).toMatchObject({
      email: ada.email,
      organizations: [{ organizationId, kind: 'provider', status: 'active' }],
    })
  })

  test('reads the own organization', async () => {
    const organization = await succeed('getOrganization', { by: signedIn, params: { organizationId } })
    expect(organization).toMatchObject({ organizationId, kind: 'provider', name: 'Northwind Managed Services' })
  })

  test('is told that an organization which nobody has does not exist', async () => {
    const params = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
    expectProblem(await call('getOrganization', { by: signedIn, params }), 'not-found')
  })

  test('finds an activity for each step, newest first', async () => {
    const { items } = await succeed('listActivities', { by: signedIn, params: { organizationId } })
    const [profile] = await itemsOf('profile')
    const [invitation] = await itemsOf('invitation')
    const subject = profile?.profileId
    const invitationId = invitation?.invitationId
    const { identityId } = await succeed('getMe', { by: signedIn })
    expect(items.map(({ action, actor, subject }) => ({ action, actor, subject }))).toEqual([
      { action: 'session.started', actor: `user:${identityId}`, subject },
      { action: 'invitation.accepted', actor: `link:${invitationId}`, subject },
      { action: 'invitation.created', actor: 'deployer', subject },
      { action: 'provider.created', actor: 'deployer', subject: null },
    ])
    expect(items[1]).toMatchObject({ about: { invitationId, generation: 1 }, ipAddress: '127.0.0.1' })
  })

  test('cannot be replaced by inviting the first administrator once more', async () => {
    const before = await wholeTable()
    expect(await inviteFirst()).toEqual({ refused: expect.stringContaining('owner of the provider') })
    await settled()
    expect(await wholeTable()).toEqual(before)
    expect(await mails(ada.email)).toHaveLength(2)
  })
})

leavesOnlyCleanTraces()

/** Six digits that the app shows neither now nor a few minutes before or after. */
function wrongCode(key: string): string {
  const near = Array.from({ length: 21 }, (_, step) => totpCode(key, new Date(Date.now() + (step - 10) * 30_000)))
  return ['123456', '654321', '111222'].find((code) => !near.includes(code)) ?? fail('all of them are right')
}
