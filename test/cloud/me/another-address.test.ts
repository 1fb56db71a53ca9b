import { beforeAll, describe, expect, test, vi } from 'vitest'
import { addressTexts } from '../../../functions/me/address-texts.ts'
import { linkIn } from '../../../infra/local/mailbox.ts'
import { formsOf, submitForm, textOfPage } from '../../../infra/local/page-form.ts'
import { call, expectProblem, send, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { itemsOf, wholeTable } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  activate,
  aProvider,
  aUser,
  beginAfresh,
  mails,
  newestMail,
  patience,
  refresh,
  type SignedIn,
  secondOver,
  settled,
  signIn,
} from '../../support/deployed-world.ts'

const words = addressTexts.en
const old = 'jan.peeters@contoso.example'
const fresh = 'jan.peeters@adatum.example'

let organizationId: string
let owner: SignedIn
let person: SignedIn
let link: URL
beforeAll(async () => {
  await beginAfresh()
  const provider = await aProvider()
  const customer = await aCustomer(provider.owner, provider.organizationId, 'Contoso', 'mia.jansen@contoso.example')
  organizationId = customer.organizationId
  owner = customer.owner
  person = await aUser(owner, organizationId, old, ['pgr_full-role'])
  noteSecret('address', fresh)
})

const addresses = async () => {
  const { items } = await succeed('listProfiles', { by: owner, params: { organizationId } })
  return items.map(({ email }) => email)
}

describe('somebody who asks for another address', () => {
  test('gets a link there, and still signs in with the one they have', async () => {
    expect((await succeed('changeMyEmail', { by: person, body: { email: fresh } })).email).toBe(fresh)
    const mail = await newestMail(fresh, 1)
    const found = linkIn(mail, '/confirm-address/')
    if (found === undefined) throw new Error('the mail has no link')
    link = found
    expect((await succeed('getMe', { by: person })).email).toBe(old)
    person = await signIn(person)
  })

  test('finds what will change behind it, and neither they nor a scanner changes anything by looking', async () => {
    await settled()
    const before = await wholeTable()
    expect(await send(link, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    const page = await send(link)
    expect(page.status).toBe(200)
    for (const said of [words.confirm.title, 'j…@contoso.example', fresh]) expect(textOfPage(page.text)).toContain(said)
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
    expect(await wholeTable()).toEqual(before)
  })

  test('confirms it with one button, and their older token ends with the next request', async () => {
    await secondOver()
    const [form] = formsOf((await send(link)).text, link)
    if (form === undefined) throw new Error('the page has no form')
    const done = await submitForm(form, {})
    expect(textOfPage(await done.text())).toContain(words.changed.title)
    expect(done.status).toBe(200)
    expectProblem(await call('getMe', { by: person }), 'unauthenticated')
    expectProblem(await call('listProfiles', { by: person, params: { organizationId } }), 'unauthenticated')
    expect(await addresses()).toEqual(expect.arrayContaining([fresh]))
    expect(await addresses()).not.toContain(old)
  })

  test('signs in with the new address, password and app as before, and no longer with the old one', async () => {
    await settled()
    await vi.waitFor(async () => {
      const moved = await signIn({ ...person, email: fresh })
      expect((await succeed('getMe', { by: moved })).email).toBe(fresh)
      await succeed('listProfiles', { by: moved, params: { organizationId } })
    }, patience)
    await expect(signIn(person)).rejects.toThrow('could not sign in')
  })

  test('cannot go on with a session of before: nothing is refreshed', async () => {
    expect(await refresh(person)).toBe(400)
  })

  test('is told so at the old address, once, with the new one masked', async () => {
    await vi.waitFor(async () => expect((await mails(old)).at(-1)?.subject).toContain('has changed'), patience)
    const told = (await mails(old)).filter(({ subject }) => subject.startsWith('Your sign-in address'))
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain('j…@adatum.example')
    expect(told[0]?.text).toContain('mia.jansen@contoso.example')
    expect(told[0]?.text).not.toContain(fresh)
  })

  test('finds the link used up', async () => {
    const before = await wholeTable()
    for (const method of ['GET', 'POST']) {
      const page = await send(link, { method, ...(method === 'POST' && { body: new URLSearchParams() }) })
      expect(page.status).toBe(410)
      expect(textOfPage(page.text)).toContain(words.ends.used.title)
    }
    expect(await wholeTable()).toEqual(before)
  })
})

test('the address they left is free: somebody else is invited there, under a sign-in of their own', async () => {
  const before = (await mails(old)).length
  const { items } = await succeed('inviteUsers', { by: owner, params: { organizationId }, body: { addresses: [old] } })
  expect(items).toMatchObject([{ outcome: 'invited' }])
  await newestMail(old, before + 1)
  const successor = await signIn(await activate(old))
  const me = await succeed('getMe', { by: successor })
  expect(me.email).toBe(old)
  expect(await itemsOf('identity')).toHaveLength(4)
})

leavesOnlyCleanTraces()
