import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { id } from '../../../shared/domain/ids.ts'
import { busEvents, settle } from '../../support/cloud-services-bus.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { firstAdministrator } from '../../support/world.ts'
import { textOf } from '../../support/world-forms.ts'
import { activate } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

const email = 'ada@northwind.example'
const asked = { organizationName: 'Northwind Managed Services', email, firstName: 'Ada', lastName: 'Peeters' }
const Refused = z.strictObject({
  problem: z.strictObject({ code: z.string(), detail: z.string(), errors: z.array(z.object({ pointer: z.string() })) }),
})
const Done = z.strictObject({
  outcome: z.enum(['invited', 'sent-again']),
  organizationId: z.string(),
  invitationId: z.string(),
})
const refusalOf = async (payload: unknown) => Refused.parse(await firstAdministrator(payload)).problem

// One story: each test goes on where the one before has ended.
describe('first-administrator', () => {
  let organizationId = ''
  let invitationId = ''

  test.each([
    [{}, ['#/organizationName', '#/email', '#/firstName', '#/lastName']],
    [{ ...asked, email: 'ada' }, ['#/email']],
    [{ ...asked, organizationName: 'a'.repeat(101) }, ['#/organizationName']],
    [{ ...asked, language: 'es' }, ['#/language']],
    [{ ...asked, timeZone: 'Mars/Olympus_Mons' }, ['#/timeZone']],
    [{ ...asked, kind: 'customer' }, ['#/kind']],
    ['Northwind', ['#']],
  ])('refuses %j, naming what is wrong, and changes nothing', async (payload, pointers) => {
    const { code, errors } = await refusalOf(payload)
    expect(code).toBe('invalid')
    expect(errors.map(({ pointer }) => pointer)).toEqual(pointers)
    expect(await dumpTable()).toEqual([])
  })

  test('two at once make one provider', async () => {
    const [one, other] = await Promise.allSettled([firstAdministrator(asked), firstAdministrator(asked)])
    const done = [one, other].flatMap((result) => (result.status === 'fulfilled' ? [Done.safeParse(result.value)] : []))
    const invited = done.filter(({ data }) => data?.outcome === 'invited')
    expect(invited).toHaveLength(1)
    expect(await itemsOf('provider')).toHaveLength(1)
    expect(await itemsOf('organization')).toHaveLength(1)
    expect(await itemsOf('profile')).toHaveLength(1)
    organizationId = invited[0]?.data?.organizationId ?? ''
    invitationId = invited[0]?.data?.invitationId ?? ''
  })

  test('creates the provider and sends its first owner an invitation like any other', async () => {
    await settle()
    const [mail] = mailsTo(email)
    expect(mail?.subject).toContain('Northwind Managed Services')
    expect(mail?.text).toContain('Dear Ada Peeters,')
    const page = await send({ method: 'GET', path: linkTo(email) })
    expect(page.status).toBe(200)
    const actions = (await itemsOf('activity')).map(({ action, summary }) => `${action} by ${Object(summary).actor}`)
    expect(actions).toContain('provider.created by deployer')
    expect(actions).toContain('invitation.created by deployer')
    expect(busEvents().length).toBe(actions.length)
  })

  test('a second call sends it again, with an alarm, and the older link is dead', async () => {
    const older = linkTo(email)
    let answer: unknown
    const log = await logOf(async () => {
      answer = await firstAdministrator({ ...asked, email: 'mallory@evil.example', organizationName: 'Evil' })
    })
    expect(Done.parse(answer)).toEqual({ outcome: 'sent-again', organizationId, invitationId })
    expect(log).toMatchObject([{ level: 'warn', event: 'first-administrator.sent-again' }])
    expect((await send({ method: 'GET', path: older })).status).toBe(410)
    await settle()
    expect(mailsTo('mallory@evil.example')).toEqual([])
    const newer = linkTo(email)
    expect(newer).not.toBe(older)
    expect((await send({ method: 'GET', path: newer })).status).toBe(200)
    expect(textOf((await send({ method: 'GET', path: older })).body)).toContain('There is a newer link for you')
  })

  test('the one who accepts owns the provider', async () => {
    const [profile] = await itemsOf('profile')
    const owner = await activate({
      organizationId: id('organization', organizationId),
      profileId: id('profile', String(profile?.profileId)),
      email,
    })
    const provider = await succeed('getOrganization', { by: owner, params: { organizationId } })
    expect(provider).toMatchObject({ kind: 'provider', name: 'Northwind Managed Services', language: 'en' })
  })

  test('refuses when it is accepted, and changes nothing', async () => {
    await settle()
    const before = await dumpTable()
    expect((await refusalOf(asked)).code).toBe('provider-exists')
    expect(await dumpTable()).toEqual(before)
  })
})
