import { beforeAll, describe, expect, test, vi } from 'vitest'
import { forgetContainers } from '../../support/deployed-functions.ts'
import { tellOf } from '../../support/deployed-mails.ts'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { itemsOf } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  aProvider,
  aUser,
  beginAfresh,
  mails,
  patience,
  type SignedIn,
  settled,
} from '../../support/deployed-world.ts'

const soc = 'soc@northwind.example'
let provider: { organizationId: string; owner: SignedIn }
let contoso: { organizationId: string; owner: SignedIn }
let people: Readonly<Record<'jan' | 'noor' | 'els' | 'wim', SignedIn>>
let ids: ReadonlyMap<string, string>

beforeAll(async () => {
  await beginAfresh()
  await forgetContainers('notifications')
  provider = await aProvider()
  contoso = await aCustomer(provider.owner, provider.organizationId, 'Contoso', 'mia.jansen@contoso.example')
  const params = { organizationId: contoso.organizationId }
  for (const service of ['service-desk', 'secwise-care'])
    await succeed('activateService', { by: provider.owner, params: { ...params, service } })
  const desk = ['pgr_service-desk-it-administrator']
  const user = (name: string, groups: readonly string[] = []) =>
    aUser(contoso.owner, contoso.organizationId, `${name}@contoso.example`, groups)
  people = {
    jan: await user('jan.peeters', desk),
    noor: await user('noor.maes', desk),
    els: await user('els.aerts', desk),
    wim: await user('wim.claes'),
  }
  ids = new Map((await itemsOf('profile')).map(({ email, profileId }) => [String(email), String(profileId)]))
  for (const [person, contactRole] of [
    [people.jan, 'technical'],
    [people.noor, 'security-escalation'],
    [people.wim, 'watchlist'],
  ] as const)
    await succeed('assignContactRole', {
      by: contoso.owner,
      params: { ...params, profileId: idOf(person), contactRole },
      body: {},
    })
  noteSecret('address', soc)
})

/** Waits until what SES has told of mails to somebody shows. */
const becomes = ({ email }: SignedIn, state: string) =>
  vi.waitFor(async () => {
    const params = { organizationId: contoso.organizationId, profileId: ids.get(email) ?? '' }
    expect((await succeed('getProfile', { by: contoso.owner, params })).addressState).toBe(state)
  }, patience)
const idOf = ({ email }: { readonly email: string }) => ids.get(email) ?? ''
const about = (body: object) => ({ by: provider.owner, params: { organizationId: contoso.organizationId }, body })
const written = (subject: string) => ({
  subject: { en: subject },
  text: { en: `${subject}: this is what we know.\nYou hear from us again.` },
})
/** The mails with that subject that have come to an address. */
const mailsAbout = async (subject: string, email: string) =>
  (await mails(email)).filter((mail) => mail.subject === subject)
const newestAbout = async (subject: string, email: string) => {
  await vi.waitFor(async () => expect(await mailsAbout(subject, email)).toHaveLength(1), patience)
  const [mail] = await mailsAbout(subject, email)
  return mail?.text.replaceAll(/\s+/g, ' ') ?? ''
}
const whoHasMail = async (subject: string) => {
  await settled()
  const everyone = [...ids.keys(), soc]
  const counts = await Promise.all(everyone.map(async (email) => (await mailsAbout(subject, email)).length))
  expect(Math.max(...counts)).toBeLessThanOrEqual(1)
  return everyone.filter((_, at) => counts[at] === 1).sort()
}
const emails = (...some: readonly { readonly email: string }[]) => some.map(({ email }) => email).sort()

describe('a message of the Service Desk', () => {
  const subject = 'Your laptop is ready'

  test('would go to whom it is addressed, and to the watchlist', async () => {
    const body = { category: 'service-desk', addressees: [idOf(people.els)] }
    const { recipients, passedOver } = await succeed('resolveRecipients', about(body))
    expect(recipients.map(({ profileId, why }) => [profileId, why.as, why.contactRole])).toEqual([
      [idOf(people.els), 'addressee', null],
      [idOf(people.wim), 'holder', 'watchlist'],
    ])
    expect(passedOver).toEqual([])
    await settled()
    expect(await whoHasMail(subject)).toEqual([])
  })

  test('goes there, a mail for each, which says why', async () => {
    const body = { category: 'service-desk', addressees: [idOf(people.els)], ...written(subject) }
    await succeed('sendNotification', about(body))
    expect(await newestAbout(subject, people.els.email)).toContain('The Service Desk wrote this mail to you')
    expect(await newestAbout(subject, people.wim.email)).toContain('on the watchlist of Contoso')
    expect(await whoHasMail(subject)).toEqual(emails(people.els, people.wim))
  })

  test('is nothing that a customer sends itself', async () => {
    const body = { category: 'service-desk', addressees: [idOf(people.els)], ...written(subject) }
    expectProblem(await call('sendNotification', { ...about(body), by: contoso.owner }), 'forbidden')
  })
})

describe('a grave security incident', () => {
  const subject = 'Somebody signs in from two countries'

  test('names the security operations centre, which is copied, and falls back to Technical while the escalation contact cannot be reached', async () => {
    const params = { organizationId: provider.organizationId }
    const { version } = await succeed('getOrganization', { by: provider.owner, params })
    await succeed('changeOrganization', {
      by: provider.owner,
      params,
      headers: { 'if-match': `"${version}"` },
      body: { help: { securityOperations: { name: 'Northwind SOC', email: soc, phone: '+3215000009' } } },
    })
    await tellOf(people.noor.email, 'bounced')
    await becomes(people.noor, 'undeliverable')

    const body = { category: 'security-incident', severity: 'high', ...written(subject) }
    const { passedOver } = await succeed('sendNotification', about(body))
    expect(passedOver).toMatchObject([{ profileId: idOf(people.noor), because: 'undeliverable' }])
    const mail = await newestAbout(subject, people.jan.email)
    for (const said of ['as Security Incident Escalation Contact of Contoso', 'Northwind SOC', soc, '+3215000009'])
      expect(mail).toContain(said)
    expect(await newestAbout(subject, soc)).toContain('as security operations centre of Northwind')
    expect(await whoHasMail(subject)).toEqual(emails(people.jan, { email: soc }))
    await tellOf(people.noor.email, 'delivered')
    await becomes(people.noor, 'verified')
  })
})

describe('an incident', () => {
  const subject = 'Mail is slow'

  test('goes to the deputy of whoever is away', async () => {
    const hour = 3_600_000
    const [from, until] = [-hour, hour].map((later) => new Date(Date.now() + later).toISOString())
    await succeed('setDeputy', {
      by: contoso.owner,
      params: { organizationId: contoso.organizationId, profileId: idOf(people.jan), contactRole: 'technical' },
      body: { deputy: idOf(people.els), from, until },
    })
    await succeed('sendNotification', about({ category: 'incident', ...written(subject) }))
    expect(await newestAbout(subject, people.els.email)).toContain('you currently stand in for somebody')
    expect(await whoHasMail(subject)).toEqual(emails(people.els))
  })

  test('and the list says to whom all of it went, why, and that it was sent', async () => {
    const params = { organizationId: contoso.organizationId }
    const { items } = await succeed('listNotifications', { by: contoso.owner, params })
    expect(items.map(({ category }) => category)).toEqual(['incident', 'security-incident', 'service-desk'])
    expect(items.flatMap(({ recipients }) => recipients.map(({ why, state }) => [why.as, state]))).toEqual([
      ['deputy', 'sent'],
      ['holder', 'sent'],
      ['security-operations', 'sent'],
      ['addressee', 'sent'],
      ['holder', 'sent'],
    ])
  })
})

leavesOnlyCleanTraces()
