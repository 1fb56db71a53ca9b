import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf, directoryUsers, enterUser, signInByHand } from '../../support/cloud-services-directory.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { linkTo } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { trials } from '../../support/trials.ts'
import { addCustomer, beginProvider, joinAlso, type Tenant } from '../../support/world.ts'
import { follow, followAll, recoverFrom, takeBackup } from '../../support/world-backup.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshContact } from '../../support/world-contacts.ts'
import { approving, codeFor, onPage, publishedKind, type SentContract, sentTo } from '../../support/world-contracts.ts'
import { formsOf } from '../../support/world-forms.ts'
import { activate, freshEmail, type Invitee, invite, join, type Person } from '../../support/world-people.ts'
import { type Item, itemsOf } from '../../support/world-table.ts'

const recoveredAt = new Date(Date.now() + after.hours(2))
/** An hour after the API was closed for the recovery, or as many hours as are given. */
const afterwards = <Result>(act: () => Promise<Result>, hours = 1): Promise<Result> =>
  atTime(recoveredAt.getTime() + after.hours(hours) - Date.now(), act)
const recovered = () => vi.stubEnv('RECOVERED_AT', recoveredAt.toISOString())
afterEach(() => vi.unstubAllEnvs())

const userOf = ({ identityId }: Pick<Person, 'identityId'>) =>
  directoryUsers().find(({ username }) => username === identityId)
const statusOf = async (path: string) => (await send({ method: 'GET', path })).status
const about = (person: Pick<Person, 'organizationId' | 'profileId'>, by: Person) => ({
  by,
  params: { organizationId: person.organizationId, profileId: person.profileId },
})
const activitiesOf = async (action: string) => (await itemsOf('activity')).filter((item) => item.action === action)

/** Asks for another sign-in address, and gives the link that went there. */
async function askForAddress(person: Person): Promise<{ readonly email: string; readonly link: string }> {
  const email = freshEmail()
  await succeed('changeMyEmail', { by: person, body: { email } })
  await settle()
  return { email, link: linkTo(email) }
}

let provider: Tenant
let contoso: Tenant
let adatum: Tenant
let backup: readonly Item[]
let people: Record<'leaver' | 'mover' | 'sleeper' | 'riser' | 'asker' | 'phoneless' | 'both' | 'latecomer', Person>
let waiting: Invitee
let contactEmail: string
let contract: SentContract
let links: Record<'asker' | 'phoneless' | 'contact' | 'sentSince' | 'sentBefore' | 'remindedSince', string>

// One story: a backup, what happened after it, and what the recovery makes of that.
beforeAll(async () => {
  provider = await beginProvider()
  contoso = await addCustomer(provider, 'Contoso Bakeries')
  adatum = await addCustomer(provider, 'Adatum')
  const { owner, organizationId } = contoso
  const one = () => join(owner, organizationId, { defaultRole: 'rol_admin' })
  const [leaver, mover, sleeper, riser, asker, phoneless, both] = [
    await one(),
    await one(),
    await one(),
    await one(),
    await one(),
    await one(),
    await one(),
  ]
  await joinAlso(both, adatum.organizationId)
  waiting = await invite(owner, organizationId)
  contactEmail = freshEmail()
  const { profileId: contact } = await succeed('createProfile', {
    by: owner,
    params: { organizationId },
    body: { kind: 'person', user: false, email: contactEmail, firstName: 'An', lastName: 'Wouters' },
  })
  const named = { organizationId, profileId: contact, contactRole: 'dpo' }
  await succeed('assignContactRole', { by: owner, params: named, body: {} })
  const signatory = await freshContact(contoso, ['commercial'])
  contract = await sentTo({ tenant: contoso, contact: signatory }, await publishedKind(provider, 'service-agreement'))
  const asked = await askForAddress(asker)
  await succeed('resetMfa', about(phoneless, owner))
  await succeed('deactivateProfile', about(riser, owner))
  await settle()
  links = {
    asker: asked.link,
    phoneless: linkTo(phoneless.email),
    contact: linkTo(contactEmail),
    sentBefore: waiting.link,
    sentSince: '',
    remindedSince: '',
  }
  backup = await takeBackup()

  await succeed('removeProfile', about(leaver, owner))
  await succeed('deactivateProfile', about(sleeper, owner))
  await succeed('reactivateProfile', about(riser, owner))
  const moved = await askForAddress(mover)
  const [form] = formsOf((await send({ method: 'GET', path: moved.link })).body)
  await send({ method: 'POST', path: form?.path ?? '', form: { ...form?.fields } })
  await atTime(after.minutes(2), async () => {
    await succeed('resendInvitation', {
      by: owner,
      params: { organizationId, invitationId: waiting.invitationId },
    })
    await settle()
  })
  const { contractId } = contract
  await succeed('remindContract', { by: owner, params: { organizationId, contractId } })
  await settle()
  links = { ...links, sentSince: linkTo(waiting.email), remindedSince: linkTo(signatory.email) }
  const latecomer = await join(owner, organizationId)
  await settle()
  people = { leaver, mover, sleeper, riser, asker, phoneless, both, latecomer }

  expect(userOf(leaver)).toBeUndefined()
  expect(userOf(mover)?.email).toBe(moved.email)
  expect([userOf(sleeper)?.enabled, userOf(riser)?.enabled]).toEqual([false, true])
})

describe('without a recovery', () => {
  test('refuses to end anything, and says why', async () => {
    const answer = await invoke(await loadHandler('profiles', 'follow-recovery'), { step: 'organizations' })
    expect(answer).toMatchObject({ problem: { code: 'not-found', detail: expect.stringContaining('recovered') } })
  })
  test.each([{}, { step: 'everything' }, { step: 'erasures' }, { step: 'erasures', organizations: ['org_x'] }])(
    'refuses %j',
    async (payload) => {
      const answer = await invoke(await loadHandler('profiles', 'follow-recovery'), payload)
      expect(answer).toMatchObject({ problem: { code: 'invalid' } })
    },
  )
})

describe('after a recovery', () => {
  const users = () => directoryUsers().map(({ username, email, enabled }) => ({ username, email, enabled }))
  let before: ReturnType<typeof users>
  let log: readonly Record<string, unknown>[]

  beforeAll(async () => {
    await recoverFrom(backup)
    recovered()
    before = users()
    log = await logOf(() => afterwards(() => followAll()))
  })

  test('tokens of before are refused from the first request on, and tokens of after are taken', async () => {
    recovered()
    const { identityId, organizationId } = contoso.owner
    const ask = (issuedAt: Date) =>
      call('listProfiles', {
        params: { organizationId },
        headers: bearer(accessToken(identityId, { iat: issuedAt.getTime() / 1000, exp: Date.now() / 1000 + 1e6 })),
      })
    await afterwards(async () => {
      expect((await ask(new Date(recoveredAt.getTime() - after.minutes(5)))).status).toBe(401)
      expect((await ask(new Date(recoveredAt.getTime() + after.minutes(5)))).status).toBe(200)
    })
    vi.unstubAllEnvs()
    const { identityId: own } = contoso.owner
    const [identity] = (await itemsOf('identity')).filter((item) => item.identityId === own)
    expect(identity?.tokensValidFrom).toBe(Math.ceil(recoveredAt.getTime() / 1000))
  })

  test('the pool has the users, addresses and locks that the table knows, and nobody is signed in there', async () => {
    const { leaver, mover, sleeper, riser, latecomer, both } = people
    expect(before.map(({ username }) => username)).toContain(latecomer.identityId)
    expect(userOf(latecomer)).toBeUndefined()
    expect(userOf(mover)?.email).toBe(mover.email)
    expect([userOf(sleeper)?.enabled, userOf(riser)?.enabled]).toEqual([true, false])
    for (const person of [mover, sleeper, both, contoso.owner, provider.owner])
      expect(userOf(person)?.signOuts).toBeGreaterThan(0)
    expect(userOf(leaver)).toBeUndefined()
    const absent = log.filter(({ event }) => event === 'recovery.sign-in-absent').map(({ principal }) => principal)
    expect(absent).toContain(`user:${leaver.identityId}`)
  })

  test('whoever came after the backup is nobody, and their address can be invited anew', async () => {
    const { latecomer } = people
    const again = await invite(contoso.owner, contoso.organizationId, {}, latecomer.email)
    const { identityId } = await activate(again)
    expect(identityId).not.toBe(latecomer.identityId)
  })

  test('every link that was mailed before is dead: of an invitation, another address, a lost phone, a contact, a contract', async () => {
    await afterwards(async () => {
      for (const link of [links.sentBefore, links.asker, links.phoneless, links.contact, contract.link])
        expect(await statusOf(link)).toBe(410)
      // They were sent after the backup, so the table has never heard of them.
      for (const link of [links.sentSince, links.remindedSince]) expect(await statusOf(link)).toBe(404)
    })
  })

  test('an invitation is sent again under a number that was used before, and the link of then stays dead', async () => {
    await afterwards(async () => {
      const { organizationId, invitationId, email } = waiting
      await succeed('resendInvitation', { by: contoso.owner, params: { organizationId, invitationId } })
      await settle()
      expect(linkTo(email)).not.toBe(links.sentSince)
      expect(await statusOf(linkTo(email))).toBe(200)
      expect(await statusOf(links.sentSince)).toBe(404)
    })
  })

  test('whoever has a contract to approve is sent another link, which works', async () => {
    await afterwards(async () => {
      await settle()
      // They are asked as a contact as well, by another mail.
      const link = linkTo(contract.contact.email, '/approve/')
      const code = await codeFor({ ...contract, link })
      expect((await onPage(link, 'decision', approving(code))).status).toBe(200)
      await settle()
    })
  })

  test('contacts are asked anew, by a link that works', async () => {
    await afterwards(async () => {
      await settle()
      expect(linkTo(contactEmail)).not.toBe(links.contact)
      expect(await statusOf(linkTo(contactEmail))).toBe(200)
    })
    expect(await activitiesOf('contact.asked')).toHaveLength(2)
  })

  test('each organization is told once, and of each invitation that ended', async () => {
    const told = await activitiesOf('deployment.recovered')
    const organizations = [provider, contoso, adatum].map(({ organizationId }) => organizationId)
    expect(told.map(({ organizationId }) => String(organizationId)).sort()).toEqual(organizations.sort())
    for (const { summary } of told) expect(summary).toMatchObject({ actor: 'system:follow-recovery' })
    const ended = await activitiesOf('invitation.cut-short')
    expect(ended.map(({ subjectId }) => subjectId)).toEqual([waiting.profileId])
    await afterwards(async () => {
      recovered()
      expect(await followAll()).toEqual({ done: true, organizations: 0 })
    })
    expect(await activitiesOf('deployment.recovered')).toHaveLength(told.length)
  })

  test('whoever lost their user gets a new one when their sign-in is reset', async () => {
    const { leaver } = people
    await afterwards(async () => {
      await succeed('resetMfa', about(leaver, contoso.owner))
      await settle()
      expect(await statusOf(linkTo(leaver.email))).toBe(200)
    })
  })
})

describe('what was erased since the backup', () => {
  test('is erased again, whether or not the backup knows that it was removed', async () => {
    const known = await addCustomer(provider, 'Removed before')
    const unknown = await addCustomer(provider, 'Removed since')
    const byParent = (organizationId: string) => ({ by: provider.owner, params: { organizationId } })
    await succeed('removeOrganization', byParent(known.organizationId))
    await settle()
    recovered()
    const erased = [known.organizationId, unknown.organizationId]
    await afterwards(async () => {
      const begun = await follow({ step: 'erasures', organizations: erased })
      expect(begun).toEqual({ done: true, begun: 2 })
      expect(await follow({ step: 'erasures', organizations: erased })).toEqual({ done: true, begun: 0 })
      await invoke(await loadHandler('organizations', 'erase-organizations'), {})
    })
    const left = (await itemsOf('organization')).filter((item) => erased.some((one) => one === item.organizationId))
    expect(left.map(({ erasedAt }) => typeof erasedAt)).toEqual(['string', 'string'])
    expect((await itemsOf('profile')).filter((item) => erased.some((one) => one === item.organizationId))).toEqual([])
    await afterwards(settle)
    expect(userOf(unknown.owner)).toBeUndefined()
  })

  test('is nothing where the organization is not there, or is the provider', async () => {
    recovered()
    const organizations = ['org_01k2r8v6m0q3s5t7w9x1y3z5a7', provider.organizationId]
    expect(await follow({ step: 'erasures', organizations })).toEqual({ done: true, begun: 0 })
  })
})

describe('ended at any of its calls', () => {
  const { numRuns } = trials('a recovery ended at any of its calls', 100)

  test('it is begun again and does what is left, once', async () => {
    await recoverFrom(backup)
    recovered()
    const calls = { count: 0 }
    await whileMeddling(
      async ({ goOn }) => {
        calls.count++
        return goOn()
      },
      () => afterwards(() => followAll()),
    )
    expect(calls.count).toBeGreaterThan(30)
    const whole = summaryOf(await takeBackup())
    const every = Math.max(1, Math.floor(calls.count / numRuns))
    for (let dies = 1; dies <= calls.count; dies += every) {
      await recoverFrom(backup)
      let at = 0
      const dying = whileMeddling(
        async ({ goOn }) => {
          at++
          if (at !== dies) return goOn()
          // At every other one the call has been done, and its answer never came.
          if (Math.floor(dies / every) % 2 === 0) await goOn()
          throw new Error('the process was ended')
        },
        () => afterwards(() => followAll()),
      )
      await dying.catch(() => undefined)
      // Later: a link that was ended has expired by the clock of whoever begins again.
      expect(await afterwards(() => followAll(), 2)).toMatchObject({ done: true })
      expect(summaryOf(await takeBackup()), `ended at call ${dies}`).toEqual(whole)
    }
  })

  test('users of the pool are gone through in pages, from where the page before has ended', async () => {
    recovered()
    const strangers = Array.from({ length: 70 }, (_, number) => `idn_01k2r8v6m0q3s5t7w9x1y3z${String(number + 100)}`)
    for (const stranger of strangers) enterUser(stranger, freshEmail(), 'nothing that anybody knows')
    await follow({ step: 'users' })
    const left = directoryUsers().filter(({ username }) => strangers.includes(username))
    expect(left).toEqual([])
    const { owner } = contoso
    expect(signInByHand(owner.email, owner.password, codeOf(owner.totpKey))).toEqual({ username: owner.identityId })
  })
})

/** How many items there are of what, and which organizations and sign-ins are done; ids and moments are others each time. */
function summaryOf(items: readonly Item[]) {
  const counts: Record<string, number> = {}
  for (const { __edb_e__: entity, action = '' } of items) {
    const name = `${String(entity)} ${String(action)}`.trim()
    counts[name] = (counts[name] ?? 0) + 1
  }
  const done = items.filter(({ recoveredAt: at }) => at !== undefined).length
  const ended = items.filter(({ __edb_e__: entity, tokensValidFrom }) => entity === 'identity' && tokensValidFrom)
  return { counts, done, ended: ended.map(({ tokensValidFrom }) => tokensValidFrom) }
}
