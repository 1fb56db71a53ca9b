import { beforeAll, describe, expect, test } from 'vitest'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { succeed } from '../../support/gateway-call.ts'
import { changeAs, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { coveredCustomer, nameContact } from '../../support/world-coverage.ts'
import { freshPerson } from '../../support/world-fresh.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** The subjects of what administrators get for it, and the newest text. */
async function mailsOf(here: Awaited<ReturnType<typeof coveredCustomer>>, act: () => Promise<unknown>) {
  const before = mailsTo(here.owner.email).length
  await act()
  await settle()
  const mails = mailsTo(here.owner.email).slice(before)
  return { subjects: mails.map(({ subject }) => subject), text: mails.at(-1)?.text ?? '' }
}
const lost = 'De contactrollen van Wingtip vragen uw aandacht'
const whole = 'Alle contactrollen van Wingtip zijn ingevuld'

describe('administrators are told', () => {
  test('what was lost, whose, what it costs and what to do, and that it is covered again', async () => {
    const here = await coveredCustomer(world.provider)
    const params = { organizationId: here.organizationId, profileId: here.dpo.profileId }
    const gone = await mailsOf(here, () => succeed('deactivateProfile', { by: here.owner, params }))
    expect(gone.subjects).toEqual([lost])
    expect(gone.text).toContain('Functionaris voor gegevensbescherming')
    expect(gone.text).toContain('Is gedeactiveerd: Robin Claes')
    expect(gone.text).toContain('komen dringende meldingen over naleving te laat aan')
    expect(gone.text).toContain('Activeer de persoon opnieuw')
    const back = await mailsOf(here, () => succeed('reactivateProfile', { by: here.owner, params }))
    expect(back.subjects).toEqual([whole])
    expect(back.text).toContain('Functionaris voor gegevensbescherming (Robin Claes)')
  })

  test('each of them once, in their own language, however often the event comes', async () => {
    const here = await coveredCustomer(world.provider)
    const admin = await freshPerson(here, { defaultRole: 'rol_admin' })
    await changeAs('profile.changed', admin, (before) => ({ ...before, language: 'fr' }))
    const params = { organizationId: here.organizationId, profileId: here.dpo.profileId, contactRole: 'dpo' }
    const { subjects } = await mailsOf(here, () => succeed('withdrawContactRole', { by: here.owner, params }))
    const [event] = busEvents().slice(-1)
    if (event?.detailType !== 'coverage.changed') throw new Error(`${event?.detailType} came last`)
    await deliver(event)
    expect(subjects).toEqual([lost])
    expect(mailsTo(here.owner.email).filter(({ subject }) => subject === lost)).toHaveLength(1)
    expect(mailsTo(admin.email).map(({ subject }) => subject)).toEqual([
      'Les rôles de contact de Wingtip demandent votre attention',
    ])
    expect(mailsTo(here.plain.email)).toEqual([])
    expect(mailsTo(here.technical.email).map(({ subject }) => subject)).toEqual([
      'U bent aangeduid als contactpersoon van Wingtip',
    ])
  })

  test('of whoever says that it is not them, although they were waited for', async () => {
    const here = await coveredCustomer(world.provider)
    const { profileId } = await succeed('createProfile', {
      by: here.owner,
      params: { organizationId: here.organizationId },
      body: { kind: 'person', user: false, email: 'not.me@contoso.example', firstName: 'Jo', lastName: 'Smets' },
    })
    const named = await mailsOf(here, () => nameContact(here, { profileId }, 'watchlist'))
    expect(named.subjects).toEqual([])
    const { organizationId } = here
    const said = await mailsOf(here, () =>
      changeAs('contact.disowned', { organizationId, profileId }, (before) => ({
        ...before,
        addressState: 'disowned',
      })),
    )
    expect(said.subjects).toEqual([lost])
    expect(said.text).toContain('Zegt het niet te zijn, of antwoordt niet: Jo Smets')
  })

  test('with the next mail of what closes while other gaps are open', async () => {
    const here = await coveredCustomer(world.provider)
    const of = ({ profileId }: { readonly profileId: string }) => ({
      by: here.owner,
      params: { organizationId: here.organizationId, profileId },
    })
    const { subjects } = await mailsOf(here, async () => {
      await succeed('deactivateProfile', of(here.dpo))
      await succeed('deactivateProfile', of(here.commercial))
    })
    // Both were seen at once, by whichever event came first.
    expect(subjects).toEqual([lost])
    expect((await mailsOf(here, () => succeed('reactivateProfile', of(here.dpo)))).subjects).toEqual([])
    expect((await mailsOf(here, () => succeed('reactivateProfile', of(here.commercial)))).subjects).toEqual([whole])
  })
})

test('what SES could not be asked for is sent when the event comes again', async () => {
  const here = await coveredCustomer(world.provider)
  const params = { organizationId: here.organizationId, profileId: here.dpo.profileId, contactRole: 'dpo' }
  await succeed('withdrawContactRole', { by: here.owner, params })
  await expect(whileMail('is-down', settle)).rejects.toThrow()
  const event = busEvents().findLast(({ detailType }) => detailType === 'coverage.changed')
  if (!event) throw new Error('nothing was noticed')
  await atTime(after.minutes(1), () => deliver(event))
  expect(mailsTo(here.owner.email).filter(({ subject }) => subject === lost)).toHaveLength(1)
})
