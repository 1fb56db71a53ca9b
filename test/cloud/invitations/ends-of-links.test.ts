import { beforeAll, describe, expect, test } from 'vitest'
import { activationTexts } from '../../../functions/invitations/activation-texts.ts'
import { activationLink } from '../../../infra/local/activate-person.ts'
import { textOfPage } from '../../../infra/local/page-form.ts'
import { deployed } from '../../support/deployed.ts'
import { type Answer, send } from '../../support/deployed-requests.ts'
import { itemsOf, wholeTable } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  activate,
  ada,
  beginAfresh,
  inviteFirst,
  mails,
  newestMail,
  settled,
  signIn,
  usernames,
} from '../../support/deployed-world.ts'

const { ends } = activationTexts.en

/** The first mail's link, which the second one ends. */
let older: URL
/** The second mail's link. */
let newer: URL

const linkOf = async (known: readonly string[] = []) =>
  activationLink({ mailboxUrl: deployed.mailboxUrl, address: ada.email, except: new Set(known) })

/** Both forms of the page, as somebody posts them who has kept it open. */
async function postBothForms(link: URL): Promise<Answer[]> {
  const post = (step: string, fields: Record<string, string>) =>
    send(new URL(`${link}/${step}`), { method: 'POST', body: new URLSearchParams(fields) })
  return [
    await post('password', { password: 'a password long enough' }),
    await post('factor', { attempt: 'att_01k2r8v6m0q3s5t7w9x1y3z5a9', code: '123456' }),
  ]
}

/** What a link answers that has come to its end: its page to every method, and nothing that changes. */
async function expectEnd(link: URL, status: number, title: string): Promise<Answer> {
  const before = await wholeTable()
  const people = await usernames()
  const page = await send(link)
  const posted = await postBothForms(link)
  for (const answer of [page, ...posted]) {
    expect(answer.status).toBe(status)
    expect(textOfPage(answer.text)).toContain(title)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
    expect(answer.text).not.toMatch(/name="(password|code)"/)
  }
  expect(await send(link, { method: 'HEAD' })).toMatchObject({ status, text: '' })
  expect(await wholeTable()).toEqual(before)
  expect(await usernames()).toEqual(people)
  return page
}

beforeAll(async () => {
  await beginAfresh()
  await inviteFirst()
  await newestMail(ada.email, 1)
  older = await linkOf()
  await settled()
})

describe('a link that was sent again', () => {
  test('is replaced by another one in a second mail', async () => {
    const [first] = await mails(ada.email)
    expect(await inviteFirst()).toMatchObject({ outcome: 'sent-again' })
    await newestMail(ada.email, 2)
    newer = await linkOf([first?.id ?? ''])
    expect(newer.href).not.toBe(older.href)
    await settled()
    expect(await itemsOf('invitation')).toMatchObject([{ generation: 2, state: 'pending', delivery: 'sent' }])
  })

  test('is dead, and its page says that a newer one went out', async () => {
    const page = await expectEnd(older, 410, ends.replaced.title)
    expect(textOfPage(page.text)).toMatch(/A new link was sent to you on \w+day, \d/)
  })

  test('leaves the newer one working', async () => {
    const page = await send(newer)
    expect(page.status).toBe(200)
    expect(textOfPage(page.text)).toContain(activationTexts.en.password.title)
  })
})

describe('a link that was used', () => {
  test('lets its person in', async () => {
    const { accessToken } = await signIn(await activate(ada.email))
    expect((await send('/v1/me', { token: accessToken })).status).toBe(200)
    await settled()
  })

  test('says so afterwards, and where to sign in', async () => {
    const page = await expectEnd(newer, 410, ends.used.title)
    expect(page.text).toContain(`href="${deployed.HostedUiUrl}/oauth2/authorize?`)
  })

  test('has not brought the one before it back to life: that says the same now', async () => {
    await expectEnd(older, 410, ends.used.title)
  })
})

describe('a link that nobody was sent', () => {
  const base = `${deployed.ApiUrl}/activate`
  const token = (link: URL) => link.pathname.split('/').at(-1) ?? ''
  const flipped = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)

  test.each([
    ['another token', () => 'Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2'],
    ['one whose first letter is another', () => flipped(token(newer), 0)],
    ['one whose last letter is another', () => flipped(token(newer), 42)],
    ['one cut short', () => token(newer).slice(0, -1)],
    ['one with a letter more', () => `${token(newer)}A`],
    ['one in capitals', () => token(newer).toUpperCase()],
    ['one letter', () => 'x'],
    ['characters that no token has', () => '%00%0d%0a%3Cscript%3E'],
    ['512 letters', () => 'A'.repeat(512)],
  ])('is unknown: %s', async (_, made) => {
    const page = await expectEnd(new URL(`${base}/${made()}`), 404, ends.unknown.title)
    expect(textOfPage(page.text)).not.toContain('Northwind')
  })

  test.each([
    ['longer than any token', 'A'.repeat(513)],
    ['a path in disguise', '..%2F..%2Fv1%2Fme'],
    ['nothing at all', ''],
  ])('leads nowhere: %s', async (_, text) => {
    const answer = await send(`/activate/${text}`)
    expect(answer.status).toBe(404)
    expect(answer.text).not.toMatch(/A{20}|password/)
  })
})

leavesOnlyCleanTraces()
