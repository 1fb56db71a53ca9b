import { beforeAll, describe, expect, test } from 'vitest'
import { parseEmailAddress } from '../../../shared/domain/address.ts'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import {
  codeOf,
  directoryUsers,
  signInByHand,
  whileDirectory,
  wrongCodeOf,
} from '../../support/cloud-services-directory.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { conflicting } from '../../support/fault-kinds.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { addCustomer, changeGrants, joinAlso, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import {
  activate,
  choosePassword,
  freshEmail,
  freshPassword,
  join,
  type Person,
  passwordForm,
  submit,
} from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('resetMfa')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ profileId, organizationId }: Pick<Person, 'profileId' | 'organizationId'>, by: Person) => ({
  by,
  params: { organizationId, profileId },
})
const someone = async (defaultRole?: string) => {
  const person = await join(world.customer.owner, world.customer.organizationId, defaultRole ? { defaultRole } : {})
  await settle()
  return person
}
const reset = (person: Person, by = world.customer.owner) => succeed('resetMfa', about(person, by))
const signIn = ({ email, password, totpKey }: Person) => signInByHand(email, password, codeOf(totpKey))
const statusOf = (
  { identityId, organizationId: own }: Person,
  headers = bearer(accessToken(identityId)),
  organizationId: string = own,
) => call('listProfiles', { params: { organizationId }, headers }).then(({ status }) => status)
const actionsOf = async ({ profileId }: Pick<Person, 'profileId'>) =>
  (await itemsOf('activity')).filter(({ subjectId }) => subjectId === profileId).map(({ action }) => action)

describe('resetMfa', () => {
  test('200 leads whoever has lost the phone to a new password and factor, with which they sign in', async () => {
    const person = await someone('rol_admin')
    const reply = await reset(person)
    expect(reply).toMatchObject({ profileId: person.profileId, status: 'active' })
    await settle()
    expect(directoryUsers().some(({ username }) => username === person.identityId)).toBe(false)
    expect(signIn(person)).toHaveProperty('refused')

    const anew = await activate(person)
    expect(anew.identityId).toBe(person.identityId)
    expect(anew.totpKey).not.toBe(person.totpKey)
    expect(signIn(person)).toHaveProperty('refused')
    expect(await actionsOf(person)).toEqual(expect.arrayContaining(['factor.reset', 'factor.enrolled']))
    await atTime(after.minutes(1), async () => expect(await statusOf(anew)).toBe(200))
  })

  test('200 refuses every older token, in every organization and about oneself, and writes an activity in each', async () => {
    const person = await someone('rol_admin')
    const there = await addCustomer(world.provider, 'Adatum of the reset')
    const profileId = await joinAlso(person, there.organizationId)
    const headers = bearer(accessToken(person.identityId))
    expect((await call('getMe', { headers })).status).toBe(200)
    await reset(person, world.provider.owner)
    expect(await statusOf(person, headers)).toBe(401)
    expect(await statusOf(person, headers, there.organizationId)).toBe(401)
    expect((await call('getMe', { headers })).status).toBe(401)
    const { items } = await succeed('listActivities', {
      by: there.owner,
      params: { organizationId: there.organizationId },
    })
    expect(items.filter(({ action, subject }) => action === 'factor.reset' && subject === profileId)).toHaveLength(1)
  })

  test('200 mails one link, that tells what happened and sets nothing by being looked at', async () => {
    const person = await someone()
    const before = mailsTo(person.email).length
    await reset(person)
    await settle()
    for (const event of busEvents().filter(({ detail }) => detail.includes(person.profileId))) await deliver(event)
    const [mail, ...others] = mailsTo(person.email).slice(before)
    expect(others).toEqual([])
    expect(mail?.subject).toBe('Your sign-in to Rolecall was reset')
    const link = linkTo(person.email)
    for (const method of ['GET', 'HEAD', 'GET'] as const) expect((await send({ method, path: link })).status).toBe(200)
    expect(textOf((await send({ method: 'GET', path: link })).body)).toContain('Your sign-in to Rolecall was reset.')
    await activate(person)
  })

  test('200 mails the link to the address somebody signs in with, not to one that a profile was left with', async () => {
    const person = await someone()
    const [given, before] = [freshEmail(), mailsTo(person.email).length]
    await changeGrants(person, (profile) => ({ ...profile, email: parseEmailAddress(given) ?? profile.email }))
    await reset(person)
    await settle()
    expect(mailsTo(given)).toEqual([])
    expect(mailsTo(person.email)).toHaveLength(before + 1)
    const { body } = await submit(await passwordForm(linkTo(person.email)), { password: freshPassword() })
    expect(body).toContain(person.email)
    expect(body).not.toContain(given)
  })

  test('200 and the event of it that comes again, late, ends nothing that was set up since', async () => {
    const person = await someone()
    await reset(person)
    await settle()
    const anew = await activate(person)
    for (const event of busEvents().filter(({ detail }) => detail.includes(person.profileId))) await deliver(event)
    expect(signIn(anew)).not.toHaveProperty('refused')
  })

  test('200 again, after a minute, ends the link before; a used one says so', async () => {
    const person = await someone()
    await reset(person)
    await settle()
    const [first] = [linkTo(person.email)]
    await fail('too-many-requests', 'resetMfa', about(person, world.customer.owner))
    await atTime(after.minutes(2), async () => {
      await reset(person)
      await settle()
      expect(textOf((await send({ method: 'GET', path: first })).body)).toContain('There is a newer link for you')
      const second = linkTo(person.email)
      expect(second).not.toBe(first)
      await activate(person)
      const used = await send({ method: 'GET', path: second })
      expect([used.status, textOf(used.body)]).toEqual([410, expect.stringContaining('was set up anew')])
      const again = await send({
        method: 'POST',
        path: `${second}/password`,
        form: { password: 'a password of another' },
      })
      expect(again.status).toBe(410)
    })
  })

  test('429 too-many-requests the sixth time in a day', async () => {
    const person = await someone()
    for (let time = 0; time < 5; time++) await atTime(after.minutes(2 * time), async () => void (await reset(person)))
    await atTime(after.minutes(20), async () => {
      await fail('too-many-requests', 'resetMfa', about(person, world.customer.owner))
    })
  })

  test('a link is worth nothing after a day, nor while its person is deactivated, nor after 20 codes', async () => {
    const person = await someone()
    await reset(person)
    await settle()
    const link = linkTo(person.email)
    const read = async () => textOf((await send({ method: 'GET', path: link })).body)
    await atTime(after.hours(25), async () => expect(await read()).toContain('This link has expired'))
    await succeed('deactivateProfile', about(person, world.customer.owner))
    expect(await read()).toContain('does not work at the moment')
    await succeed('reactivateProfile', about(person, world.customer.owner))
    for (let attempts = 0; attempts < 4; attempts++) {
      const { attempt, totpKey } = await choosePassword(await passwordForm(link))
      for (let codes = 0; codes < 5; codes++) await submit(attempt, { code: wrongCodeOf(totpKey) })
    }
    const { attempt, totpKey } = await choosePassword(await passwordForm(link))
    const locked = await submit(attempt, { code: codeOf(totpKey) })
    expect([locked.status, textOf(locked.body)]).toEqual([410, expect.stringContaining('This link is locked')])
  })

  test('is followed up when Cognito was out of reach: no link before the old sign-in is gone', async () => {
    const person = await someone()
    const before = mailsTo(person.email).length
    await reset(person)
    await whileDirectory('removes-nobody', () => settle().catch(() => undefined))
    expect(mailsTo(person.email)).toHaveLength(before)
    for (const event of busEvents().filter(({ detail }) => detail.includes(person.profileId))) await deliver(event)
    expect(mailsTo(person.email)).toHaveLength(before + 1)
    await activate(person)
  })

  test('is followed up when another transaction held the link that is mailed: the event comes again, and the mail goes', async () => {
    const person = await someone()
    const before = mailsTo(person.email).length
    await reset(person)
    await whileMeddling(
      async (call) => {
        if (JSON.stringify(call.input).includes('"link#')) throw conflicting(call)
        return call.goOn()
      },
      () => expect(settle()).rejects.toThrow(),
    )
    expect(mailsTo(person.email)).toHaveLength(before)
    for (const event of busEvents().filter(({ detail }) => detail.includes(person.profileId))) await deliver(event)
    expect(mailsTo(person.email)).toHaveLength(before + 1)
  })

  test('409 identity-shared towards whoever is also where the caller administers nothing; the provider’s owners may', async () => {
    const person = await someone()
    const there = await addCustomer(world.provider, 'Adatum elsewhere')
    await joinAlso(person, there.organizationId)
    await fail('identity-shared', 'resetMfa', about(person, world.customer.owner))
    expect(await statusOf(person)).toBe(403)
    await reset(person, world.provider.owner)
  })

  test('409 identity-shared where the person holds more elsewhere than the caller could give there', async () => {
    const person = await someone()
    const there = await addCustomer(world.provider, 'Adatum owned')
    await freshPerson(there, { defaultRole: 'rol_owner' }, { also: person })
    const admin = await someone('rol_admin')
    await joinAlso(admin, there.organizationId)
    await fail('identity-shared', 'resetMfa', about(person, admin))
  })

  test('409 not-active for whoever does not sign in here', async () => {
    for (const who of [world.customer.pending, world.customer.deactivated])
      await fail('not-active', 'resetMfa', about(who, world.customer.owner))
  })

  test('403 owner-only towards an owner for whoever is none; cannot-grant towards whoever holds more', async () => {
    for (const by of [world.customer.admin, world.provider.owner])
      await fail('owner-only', 'resetMfa', about(world.customer.owner, by))
    await whileDevelopersManageProfiles(async () => {
      await fail('cannot-grant', 'resetMfa', about(world.customer.admin, world.customer.developer))
    })
  })

  test('404 for another organization’s', async () => {
    await fail('not-found', 'resetMfa', about(world.customer.plain, world.twin.owner))
  })
})
