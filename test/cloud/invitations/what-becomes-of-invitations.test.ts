import { beforeAll, describe, expect, test } from 'vitest'
import { activationTexts } from '../../../functions/invitations/activation-texts.ts'
import { activationLink } from '../../../infra/local/activate-person.ts'
import { formsOf, submitForm, textOfPage } from '../../../infra/local/page-form.ts'
import { deployed } from '../../support/deployed.ts'
import { type Answer, call, expectProblem, read, send, succeed } from '../../support/deployed-requests.ts'
import { changeItem } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  activate,
  aProvider,
  aUser,
  beginAfresh,
  mails,
  newestMail,
  type SignedIn,
  settled,
  signIn,
  usernames,
} from '../../support/deployed-world.ts'

const { ends, password: passwordWords, signIn: signInWords } = activationTexts.en
const minute = 60_000
const day = 24 * 60 * minute
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString()

type Place = { readonly organizationId: string; readonly owner: SignedIn }
type Invited = { readonly email: string; readonly invitationId: string; readonly link: URL }

let contoso: Place
let adatum: Place
/** Whom Contoso knows, and Adatum invites. */
let robin: SignedIn

async function invite({ organizationId, owner: by }: Place, email: string): Promise<Invited> {
  const known = await mails(email)
  const body = { addresses: [email], permissionGroups: ['pgr_full-role'] }
  const { items } = await succeed('inviteUsers', { by, params: { organizationId }, body })
  expect(items).toMatchObject([{ outcome: 'invited' }])
  const link = await linkTo(email, known)
  return { email, invitationId: String(items[0]?.invitationId), link }
}

const linkTo = (address: string, known: readonly { readonly id: string }[]) =>
  activationLink({ mailboxUrl: deployed.mailboxUrl, address, except: new Set(known.map(({ id }) => id)) })
const at = ({ organizationId, owner: by }: Place, { invitationId }: Invited) => ({
  by,
  params: { organizationId, invitationId },
})
const expectPage = ({ status, text }: Answer, expected: number, says: string) =>
  expect({ status, text: textOfPage(text) }).toEqual({ status: expected, text: expect.stringContaining(says) })
const peopleOf = ({ organizationId }: Place, by: SignedIn) => call('listProfiles', { by, params: { organizationId } })

beforeAll(async () => {
  await beginAfresh()
  const { owner, organizationId } = await aProvider()
  contoso = await aCustomer(owner, organizationId, 'Contoso Bakeries', 'mia.jansen@contoso.example')
  adatum = await aCustomer(owner, organizationId, 'Adatum', 'noor.claes@adatum.example')
  robin = await aUser(contoso.owner, contoso.organizationId, 'robin.smets@contoso.example')
})

describe('an invitation that is sent again', () => {
  let invited: Invited

  test('waits a minute, and then goes out with another link, which alone works', async () => {
    invited = await invite(contoso, 'jan.peeters@contoso.example')
    await settled()
    const known = await mails(invited.email)
    expectProblem(await call('resendInvitation', at(contoso, invited)), 'too-many-requests')
    await changeItem('invitation', { invitationId: invited.invitationId }, { sentAt: ago(minute) })
    const again = await succeed('resendInvitation', at(contoso, invited))
    expect(again).toMatchObject({ status: 'pending', timesSent: 2, delivery: 'queued' })
    const newer = await linkTo(invited.email, known)
    expectPage(await send(invited.link), 410, ends.replaced.title)
    expectPage(await send(newer), 200, passwordWords.title)
  })

  test('is listed with how often it was sent, and that the mail went out', async () => {
    await settled()
    const { items } = await succeed('listInvitations', {
      by: contoso.owner,
      params: { organizationId: contoso.organizationId },
      query: { state: 'pending' },
    })
    expect(items).toMatchObject([{ invitationId: invited.invitationId, timesSent: 2, delivery: 'sent' }])
    expect(await mails(invited.email)).toHaveLength(2)
  })

  test('is withdrawn: the newer link is dead as well, and the profile is a draft', async () => {
    const [newest] = (await mails(invited.email)).slice(-1)
    await succeed('revokeInvitation', at(contoso, invited))
    for (const mail of await mails(invited.email)) {
      const link = await linkTo(invited.email, mail.id === newest?.id ? [] : [{ id: newest?.id ?? '' }])
      expectPage(await send(link), 410, ends.revoked.title)
    }
    const query = { email: invited.email }
    const params = { organizationId: contoso.organizationId }
    const { items } = await succeed('listProfiles', { by: contoso.owner, params, query })
    expect(items).toMatchObject([{ status: 'draft' }])
  })
})

describe('an invitation that has expired', () => {
  test('is asked for anew on its page: whoever invited is told once, and sends it again', async () => {
    const invited = await invite(contoso, 'lotte.willems@contoso.example')
    await settled()
    const gone = { expiresAt: ago(1000), sentAt: ago(8 * day) }
    await changeItem('invitation', { invitationId: invited.invitationId }, gone)
    const page = await send(invited.link)
    expectPage(page, 410, ends.expired.title)
    const [ask] = formsOf(page.text, invited.link)
    if (!ask) throw new Error('there is nothing to ask with')
    const told = (await mails(contoso.owner.email)).length
    for (let time = 0; time < 2; time++) expectPage(await read(await submitForm(ask, {})), 200, ends.asked.title)
    const mail = await newestMail(contoso.owner.email, told + 1)
    expect(mail.subject).toBe('A new invitation to Contoso Bakeries is asked for')
    expect(mail.text).toContain(invited.email)
    await settled()
    expect(await mails(contoso.owner.email)).toHaveLength(told + 1)

    const known = await mails(invited.email)
    await succeed('resendInvitation', at(contoso, invited))
    await linkTo(invited.email, known)
    const person = await signIn(await activate(invited.email))
    expect((await peopleOf(contoso, person)).status).toBe(200)
  })
})

describe('somebody of Contoso whom Adatum invites', () => {
  let invited: Invited

  test('is led to signing in by the link, which sets no password and accepts nothing', async () => {
    invited = await invite(adatum, robin.email)
    const page = await send(invited.link)
    expectPage(page, 200, ends.signInInstead.title)
    expect(page.text).toContain(`href="${deployed.HostedUiUrl}/oauth2/authorize?`)
    expect(textOfPage(page.text)).toContain(signInWords)
    const people = await usernames()
    const body = new URLSearchParams({ password: 'a password long enough' })
    const posted = await send(new URL(`${invited.link}/password`), { method: 'POST', body })
    expectPage(posted, 200, ends.signInInstead.title)
    expect(await usernames()).toEqual(people)
    await signIn(robin)
    expectProblem(await peopleOf(adatum, robin), 'not-found')
  })

  test('finds the invitation, declines it, and is still nobody there', async () => {
    const { items } = await succeed('listMyInvitations', { by: robin })
    expect(items).toMatchObject([{ invitationId: invited.invitationId, organizationName: 'Adatum' }])
    await succeed('declineInvitation', { by: robin, params: { invitationId: invited.invitationId } })
    expectPage(await send(invited.link), 410, ends.declined.title)
    expectProblem(await peopleOf(adatum, robin), 'not-found')
    const seen = await succeed('getInvitation', at(adatum, invited))
    expect(seen).toMatchObject({ status: 'revoked', revokedBecause: 'declined' })
  })

  test('accepts it after all, when it was sent again, and is in with the token at hand', async () => {
    const known = await mails(robin.email)
    await settled()
    await changeItem('invitation', { invitationId: invited.invitationId }, { sentAt: ago(minute) })
    await succeed('resendInvitation', at(adatum, invited))
    expectPage(await send(await linkTo(robin.email, known)), 200, ends.signInInstead.title)
    const accept = { by: robin, params: { invitationId: invited.invitationId } }
    const { errors } = expectProblem(await call('acceptInvitation', { ...accept, body: {} }), 'invalid')
    expect(errors).toMatchObject([{ pointer: '#/firstName' }])
    await succeed('acceptInvitation', { ...accept, body: { firstName: 'Robin', lastName: 'Smets' } })
    expect((await peopleOf(adatum, robin)).status).toBe(200)
    expect((await peopleOf(contoso, robin)).status).toBe(403)
    const { items } = await succeed('listMyOrganizations', { by: robin })
    expect(items.map(({ name }) => name).sort()).toEqual(['Adatum', 'Contoso Bakeries'])
    expect((await succeed('listMyInvitations', { by: robin })).items).toEqual([])
  })

  test('is told of it by one mail, which speaks of no password that was chosen', async () => {
    await settled()
    const told = (await mails(robin.email)).filter(({ subject }) => subject.startsWith('Your access to Adatum'))
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain('accepted by somebody who signed in with this address')
  })
})

describe('somebody whom two organizations invite at once', () => {
  test('activates by one link; the other leads to signing in, and is accepted there', async () => {
    const email = 'sam.maes@adatum.example'
    const first = await invite(contoso, email)
    const second = await invite(adatum, email)
    expectPage(await send(first.link), 200, passwordWords.title)
    expectPage(await send(second.link), 200, passwordWords.title)
    const person = await signIn(await activate(email))
    const ended = await Promise.all([first.link, second.link].map(async (link) => textOfPage((await send(link)).text)))
    expect(ended.filter((text) => text.includes(ends.used.title))).toHaveLength(1)
    expect(ended.filter((text) => text.includes(ends.signInInstead.title))).toHaveLength(1)
    const [offer] = (await succeed('listMyInvitations', { by: person })).items
    const params = { invitationId: String(offer?.invitationId) }
    const body = { firstName: 'Sam', lastName: 'Maes' }
    await succeed('acceptInvitation', { by: person, params, body })
    for (const place of [contoso, adatum]) expect((await peopleOf(place, person)).status).toBe(200)
    await settled()
  })
})

leavesOnlyCleanTraces()
