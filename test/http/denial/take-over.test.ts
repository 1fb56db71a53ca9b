import { readFileSync } from 'node:fs'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ownerRoleId } from '../../../shared/domain/catalog.ts'
import { listByDefaultRole } from '../../../shared/table/profile-list.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { directoryUsers, signInByHand, codeOf as timedCode } from '../../support/cloud-services-directory.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { itemAt } from '../../support/table-fixtures.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { changeGrants } from '../../support/world-changes.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { isNoteOfUse } from '../../support/world-keys.ts'
import type { Person } from '../../support/world-people.ts'
import { writesAmong } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'
import { type Actor, actorsOf, acts, targets } from './take-over-cast.ts'

/** What was agreed to, in a form that people read: a change of it is a decision. */
const agreed = readFileSync(new URL('take-over.md', import.meta.url), 'utf8')

let world: World
let actors: Readonly<Record<string, Actor>>
beforeAll(async () => {
  world = await seedWorld()
  actors = await actorsOf(world)
})
// There is room for a hundred owners, and each part of the table makes a dozen.
afterEach(async () => {
  for (const { organizationId, owner } of [world.customer, world.twin, world.resellersCustomer])
    for (const { profileId } of await listByDefaultRole(organizationId, ownerRoleId, 100))
      if (profileId !== owner.profileId)
        await changeGrants({ organizationId, profileId }, (before) => ({ ...before, defaultRole: undefined }))
})

describe.each(Object.entries(acts))('the take-over matrix of %s', (name, act) => {
  test('comes to what was agreed to, whoever does it to whomever', async () => {
    const columns: (readonly string[])[] = []
    for (const target of Object.values(targets)) {
      const cells: string[] = []
      // Whoever was refused has changed nothing, so the next one finds the same person.
      const ready = new Map<string, Awaited<ReturnType<typeof prepare>>>()
      const prepare = async (there: Tenant) => {
        const also = target.elsewhere && (await freshPerson(world.twin, target.elsewhere))
        return { also, run: await act(there, target, also) }
      }
      for (const { by, there } of Object.values(actors)) {
        const { also, run } = ready.get(there.organizationId) ?? (await prepare(there))
        ready.set(there.organizationId, { also, run })
        const outcome = await outcomeFor(also, () => asWeakAsCanBe(() => run(by)))
        if (outcome.startsWith('ok')) ready.delete(there.organizationId)
        cells.push(outcome)
      }
      columns.push(cells)
    }
    const rows = Object.keys(actors).map((actor, at) => line([actor, ...columns.map((cells) => String(cells[at]))]))
    expect(section(name, rows)).toBe(agreedSection(name))
  })
})

test('the table has a part for each of the acts, and no other', () => {
  const count = [acts, actors, targets].reduce((product, names) => product * Object.keys(names).length, 1)
  console.log(`S9 take-over: ${count} cells`)
  expect([...agreed.matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(Object.keys(acts))
})

/** Whoever manages people, permission groups and access to groups by the weakest role there is, and holds nothing that they could give. */
const asWeakAsCanBe = <Result>(act: () => Promise<Result>): Promise<Result> =>
  whileDevelopersMay('profiles:manage', () =>
    whileDevelopersMay('permission-groups:manage', () => whileDevelopersMay('group-access:manage', act)),
  )

type Run = () => Promise<{ readonly status: number; readonly body: string }>

/** `ok`, `nothing to do`, or the code of the refusal, which changes nothing. */
async function outcomeOf(run: Run): Promise<string> {
  let outcome = ''
  const calls = await callsDuring(async () => {
    const { status, body } = await run()
    const { code = 'ok' } = JSON.parse(body)
    expect(status < 300, body).toBe(code === 'ok')
    outcome = code
  })
  const wrote = writesAmong(calls.filter((one) => !isNoteOfUse(one))).length > 0
  if (outcome !== 'ok') expect(wrote, outcome).toBe(false)
  return outcome === 'ok' && !wrote ? 'nothing to do' : outcome
}

/**
 * The same towards somebody who is somebody elsewhere `also`: all that is known of them there, and their sign-in, are the same bytes
 * when everything that follows has happened too. Resetting a factor alone reaches both (A13): where it is allowed, everything is the
 * same but the moment from which tokens count.
 */
async function outcomeFor(also: Person | undefined, run: Run): Promise<string> {
  if (!also) return outcomeOf(run)
  const { organizationId, profileId, identityId, email, password, totpKey } = also
  const known = async () => ({
    profile: await itemAt(organizationId, `profile#${profileId}`),
    access: await itemAt(identityId, `access#${organizationId}`),
    identity: await itemAt(identityId, 'identity'),
    signIn: directoryUsers().find(({ username }) => username === identityId),
  })
  const before = await known()
  const outcome = await outcomeOf(run)
  if (outcome === 'ok') await settle()
  const after = await known()
  if (Number(after.access?.tokensValidFrom) > Number(before.access?.tokensValidFrom)) {
    const alike = { tokensValidFrom: 0, updatedAt: '', version: 0 }
    expect({ ...after.profile, ...alike }).toEqual({ ...before.profile, ...alike })
    expect({ ...after.access, ...alike }).toEqual({ ...before.access, ...alike })
    return `${outcome}, in both`
  }
  expect(after).toEqual(before)
  expect(signInByHand(email, password, timedCode(totpKey))).toEqual({ username: identityId })
  return outcome
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const section = (name: string, rows: readonly string[]): string =>
  [
    `## ${name}`,
    '',
    line(['by', ...Object.keys(targets)]),
    line(['by', ...Object.keys(targets)].map(() => '---')),
    ...rows,
  ].join('\n')

const agreedSection = (name: string): string =>
  `## ${name}${agreed.split(`## ${name}\n`)[1]?.split('\n## ')[0]?.trimEnd().replace(/^/, '\n') ?? ''}`
