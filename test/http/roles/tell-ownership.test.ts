import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publishNew, settle } from '../../support/cloud-services-bus.ts'
import { allMails } from '../../support/cloud-services-mail.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshDraft, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { activate, invite, type Person } from '../../support/world-people.ts'

let world: World
let here: MadeTenant
let other: Person
beforeAll(async () => {
  world = await seedWorld()
})
beforeEach(async () => {
  here = await freshCustomer(world.provider)
  other = await freshPerson(here, { defaultRole: 'rol_owner' })
  await publishNew()
})

const params = ({ profileId }: Pick<Person, 'profileId'>) => ({ organizationId: here.organizationId, profileId })
const giveOwner = (to: Pick<Person, 'profileId'>) =>
  succeed('setDefaultRole', { by: here.owner, params: params(to), body: { roleId: 'rol_owner' } })
/** To whom what was mailed after something was done. */
async function mailedBy(act: () => Promise<unknown>) {
  const before = allMails().length
  await act()
  await settle()
  return allMails()
    .slice(before)
    .map(({ to, subject }) => `${to}: ${subject}`)
    .sort()
}

describe('tellOwnership', () => {
  test('whoever is made an owner is told, and every other owner; nobody twice', async () => {
    const person = await freshPerson(here)
    expect(await mailedBy(() => giveOwner(person))).toEqual(
      [
        `${person.email}: U bent nu eigenaar van Wingtip`,
        ...[here.owner, other].map(({ email }) => `${email}: Wingtip heeft er een eigenaar bij`),
      ].sort(),
    )
    const told = allMails().findLast(({ to }) => to === other.email)
    expect(told?.text).toContain(person.email)
    // As it was given already, nothing has happened.
    expect(await mailedBy(() => giveOwner(person))).toEqual([])
  })

  test('whoever is an owner no more is told, and nobody else: by another role, and by none', async () => {
    for (const take of [
      (of: Person) => succeed('clearDefaultRole', { by: here.owner, params: params(of) }),
      (of: Person) => succeed('setDefaultRole', { by: here.owner, params: params(of), body: { roleId: 'rol_viewer' } }),
    ]) {
      const person = await freshPerson(here)
      await mailedBy(() => giveOwner(person))
      expect(await mailedBy(() => take(person))).toEqual([`${person.email}: U bent geen eigenaar meer van Wingtip`])
    }
  })

  test('owners are told of somebody invited once they have accepted; a draft and another role concern nobody', async () => {
    const invitee = await invite(here.owner, here.organizationId)
    expect(await mailedBy(() => giveOwner(invitee))).toEqual([])
    const told = await mailedBy(() => activate(invitee))
    expect(told.filter((mail) => mail.includes('eigenaar'))).toEqual(
      [here.owner, other].map(({ email }) => `${email}: Wingtip heeft er een eigenaar bij`).sort(),
    )
    const draft = await freshDraft(here)
    expect(await mailedBy(() => giveOwner(draft))).toEqual([])
    const viewer = await freshPerson(here)
    const body = { roleId: 'rol_viewer' }
    expect(await mailedBy(() => succeed('setDefaultRole', { by: here.owner, params: params(viewer), body }))).toEqual(
      [],
    )
  })

  test('an owner who is active again is told, and the other owners', async () => {
    const { profileId, email } = other
    await succeed('deactivateProfile', { by: here.owner, params: params({ profileId }) })
    expect(
      await mailedBy(() => succeed('reactivateProfile', { by: here.owner, params: params({ profileId }) })),
    ).toEqual(
      [`${email}: U bent nu eigenaar van Wingtip`, `${here.owner.email}: Wingtip heeft er een eigenaar bij`].sort(),
    )
  })

  test('nobody is told of what was refused', async () => {
    const person = await freshPerson(here)
    const refused = () => call('setDefaultRole', { by: person, params: params(person), body: { roleId: 'rol_owner' } })
    expect(await mailedBy(refused)).toEqual([])
  })
})
