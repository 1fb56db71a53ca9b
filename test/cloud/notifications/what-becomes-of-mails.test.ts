import { beforeAll, describe, expect, test, vi } from 'vitest'
import { busEvents } from '../../support/deployed-events.ts'
import { tellOf } from '../../support/deployed-mails.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { changeItem, itemsOf } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  activate,
  aProvider,
  beginAfresh,
  newestMail,
  patience,
  type SignedIn,
  settled,
} from '../../support/deployed-world.ts'

let contoso: { organizationId: string; owner: SignedIn }

beforeAll(async () => {
  await beginAfresh()
  const provider = await aProvider()
  contoso = await aCustomer(provider.owner, provider.organizationId, 'Contoso', 'mia.jansen@contoso.example')
})

const here = (params: object = {}) => ({
  by: contoso.owner,
  params: { organizationId: contoso.organizationId, ...params },
})
const two = 120_000

/** Invites somebody, who then has the mail. */
async function invite(email: string) {
  noteSecret('address', email)
  const { items } = await succeed('inviteUsers', { ...here(), body: { addresses: [email] } })
  const { profileId = '', invitationId = '' } = items[0] ?? {}
  await newestMail(email, 1)
  await settled()
  return { email, profileId: String(profileId), invitationId: String(invitationId) }
}
type Invited = Awaited<ReturnType<typeof invite>>

const shown = async ({ profileId, invitationId }: Invited) => ({
  delivery: (await succeed('getInvitation', here({ invitationId }))).delivery,
  addressState: (await succeed('getProfile', here({ profileId }))).addressState,
})
const becomes = (invited: Invited, end: Awaited<ReturnType<typeof shown>>) =>
  vi.waitFor(async () => expect(await shown(invited)).toEqual(end), patience)

describe('what SES tells of the mail of an invitation', () => {
  test('that it arrived: the invitation shows it', async () => {
    const jan = await invite('jan.peeters@contoso.example')
    expect(await shown(jan)).toEqual({ delivery: 'sent', addressState: 'unverified' })
    await tellOf(jan.email, 'delivered')
    await becomes(jan, { delivery: 'delivered', addressState: 'unverified' })
  })

  test('that it came back for good: administrators see it at the invitation, the person and what happened, and a mail that arrives clears it', async () => {
    const noor = await invite('noor.maes@contoso.example')
    await tellOf(noor.email, 'bounced')
    await becomes(noor, { delivery: 'bounced', addressState: 'undeliverable' })
    await settled()
    const { items } = await succeed('listActivities', { ...here(), query: { action: 'address.undeliverable' } })
    expect(items).toMatchObject([
      { subject: noor.profileId, actor: 'system:follow-mails', about: { because: 'bounced' } },
    ])
    const told = (await busEvents()).filter((event) => event['detail-type'] === 'address.undeliverable')
    expect(told).toHaveLength(1)
    expect(JSON.stringify(told)).not.toContain('@')

    const { invitationId } = noor
    await changeItem('invitation', { invitationId }, { sentAt: new Date(Date.now() - two).toISOString() })
    await succeed('resendInvitation', { ...here({ invitationId }), body: {} })
    await newestMail(noor.email, 2)
    await settled()
    await becomes(noor, { delivery: 'sent', addressState: 'undeliverable' })
    await tellOf(noor.email, 'delivered')
    await becomes(noor, { delivery: 'delivered', addressState: 'unverified' })
  })

  test('that it came back for good: another address begins anew, and its link verifies it', async () => {
    const els = await invite('els.aerts@contoso.example')
    await tellOf(els.email, 'bounced')
    await becomes(els, { delivery: 'bounced', addressState: 'undeliverable' })
    const { profileId } = els
    const { version } = await succeed('getProfile', here({ profileId }))
    const email = 'els.wouters@contoso.example'
    noteSecret('address', email)
    const headers = { 'if-match': `"${version}"` }
    await succeed('changeProfile', { ...here({ profileId }), headers, body: { email } })
    await newestMail(email, 1)
    await settled()
    await becomes(els, { delivery: 'sent', addressState: 'unverified' })
    await activate(email)
    await becomes(els, { delivery: 'sent', addressState: 'verified' })
  })

  test('that it is unwanted: it did arrive, and the person is marked', async () => {
    const wim = await invite('wim.claes@contoso.example')
    await tellOf(wim.email, 'delivered')
    await becomes(wim, { delivery: 'delivered', addressState: 'unverified' })
    await tellOf(wim.email, 'complained')
    await becomes(wim, { delivery: 'delivered', addressState: 'undeliverable' })
  })

  test('nothing of it is kept with an address', async () => {
    const kept = [...(await itemsOf('mailbox')), ...(await itemsOf('mail-claim'))]
    expect(kept.length).toBeGreaterThan(5)
    expect(JSON.stringify(kept)).not.toContain('@contoso')
  })
})

leavesOnlyCleanTraces()
