import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { deactivate, seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { formsOf, textOf } from '../../support/world-forms.ts'
import { type Invitee, invite, join, type Person, submit } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('askForInvitation')

let world: World
/** Who invites here: nobody else mails them. */
let inviter: Person
beforeAll(async () => {
  world = await seedWorld()
  inviter = await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
  await settle()
})

const inviteHere = (by = inviter) => invite(by, world.customer.organizationId)
const open = (link: string) => send({ method: 'GET', path: link })
const ask = (link: string) => send({ method: 'POST', path: `${link}/ask`, form: {} })
/** Fills in the form of the expired link's page, as a browser does. */
async function askOnPage(link: string): Promise<Answer> {
  const [form] = formsOf((await open(link)).body)
  if (!form) throw new Error('the page has nothing to ask with')
  return submit(form, {})
}
const expectPage = ({ status, body }: Answer, expected: number, says: string) =>
  expect({ status, text: textOf(body) }).toEqual({ status: expected, text: expect.stringContaining(says) })
const asking = async ({ profileId }: Invitee) =>
  (
    await succeed('listActivities', {
      by: world.customer.owner,
      params: { organizationId: world.customer.organizationId },
      query: { limit: '100' },
    })
  ).items.filter(({ action, subject }) => action === 'invitation.asked-for' && subject === profileId)

const expired = <Result>(act: () => Promise<Result>) => atTime(after.days(8), act)
/** The mails that a moment's work makes somebody get. */
async function mailsDuring({ email }: Pick<Person, 'email'>, act: () => Promise<unknown>) {
  const before = mailsTo(email).length
  await act()
  await settle()
  return mailsTo(email).slice(before)
}

describe('askForInvitation', () => {
  test('200 tells the inviter of whom it is and what to do, and the page says so', async () => {
    const invitee = await inviteHere()
    const [mail, ...more] = await mailsDuring(inviter, () =>
      expired(async () => expectPage(await askOnPage(invitee.link), 200, 'A new link was asked for')),
    )
    expect(more).toEqual([])
    expect(mail?.subject).toBe('A new invitation to Contoso Bakeries is asked for')
    expect(mail?.text).toContain(invitee.email)
    expect(await asking(invitee)).toMatchObject([{ actor: `link:${invitee.invitationId}` }])
    expect(mailsTo(invitee.email)).toHaveLength(1)
  })

  test('200 leads to a new link once the inviter sends it again', async () => {
    const invitee = await inviteHere()
    await expired(async () => {
      await ask(invitee.link)
      const { organizationId, invitationId } = invitee
      await succeed('resendInvitation', { by: inviter, params: { organizationId, invitationId } })
      await settle()
      expectPage(await ask(invitee.link), 410, 'There is a newer link for you')
      expect((await open(linkTo(invitee.email))).status).toBe(200)
    })
  })

  test('200 again within the hour, for ten at once as well, and the inviter is told once; after an hour once more', async () => {
    const invitee = await inviteHere()
    const mails = await mailsDuring(inviter, () =>
      expired(async () => {
        for (const answer of await Promise.all(Array.from({ length: 10 }, () => ask(invitee.link))))
          expectPage(answer, 200, 'A new link was asked for')
        await atTime(after.minutes(59), async () => expectPage(await ask(invitee.link), 200, 'asked for'))
      }),
    )
    expect(mails).toHaveLength(1)
    const later = await mailsDuring(inviter, () =>
      atTime(after.days(8) + after.minutes(61), async () => expectPage(await ask(invitee.link), 200, 'asked for')),
    )
    expect(later).toHaveLength(1)
    expect(await asking(invitee)).toHaveLength(2)
  })

  test('200 tells the administrators where the inviter is active no more', async () => {
    const leaving = await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
    const invitee = await inviteHere(leaving)
    await deactivate(leaving)
    const mails = await mailsDuring(world.customer.owner, () =>
      expired(async () =>
        expectPage(await ask(invitee.link), 200, 'We have told an administrator of Contoso Bakeries'),
      ),
    )
    expect(mails).toHaveLength(1)
    expect(mailsTo(leaving.email).filter(({ subject }) => subject.includes('asked for'))).toEqual([])
  })

  test('200 in the language of the inviter', async () => {
    const { profileId, organizationId } = inviter
    const read = () => succeed('getProfile', { by: world.customer.owner, params: { organizationId, profileId } })
    const speak = async (language: string) =>
      succeed('changeProfile', {
        by: world.customer.owner,
        params: { organizationId, profileId },
        headers: { 'if-match': `"${(await read()).version}"` },
        body: { language },
      })
    const invitee = await inviteHere()
    await speak('nl')
    const [mail] = await mailsDuring(inviter, () => expired(() => ask(invitee.link)))
    await speak('en')
    expect(mail?.subject).toBe('Er is een nieuwe uitnodiging voor Contoso Bakeries gevraagd')
  })

  test('answers any other link as it stands, and changes nothing', async () => {
    const invitee = await inviteHere()
    const { organizationId, invitationId } = invitee
    const before = await dumpTable()
    expectPage(await ask(invitee.link), 200, 'Choose your password')
    expectPage(await ask('/activate/unknown'), 404, 'This link does not work')
    expect(await dumpTable()).toEqual(before)
    await succeed('revokeInvitation', { by: inviter, params: { organizationId, invitationId } })
    expectPage(await expired(() => ask(invitee.link)), 410, 'This invitation was withdrawn')
    expect(await asking(invitee)).toEqual([])
  })

  test('is not offered while the organization is suspended, when nothing could be sent', async () => {
    const invitee = await inviteHere()
    await setStatus(world.customer.organizationId, 'suspended')
    await expired(async () => {
      expect(formsOf((await open(invitee.link)).body)).toEqual([])
      expectPage(await ask(invitee.link), 410, 'This link has expired')
    })
    await setStatus(world.customer.organizationId, 'active')
    expect(await asking(invitee)).toEqual([])
  })
})
