import { beforeAll, describe, expect, test } from 'vitest'
import type * as z from 'zod'
import { DryRun } from '../../../shared/contract/dry-run.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { effectiveRights } from '../../../shared/domain/evaluator.ts'
import { isId } from '../../../shared/domain/ids.ts'
import { definitionsFor } from '../../../shared/frame/definitions.ts'
import { getOrganization } from '../../../shared/table/organization.ts'
import { getProfile } from '../../../shared/table/profile.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, type Request, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { expectSuccess, guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

let world: World
let compared = 0
let refused = 0
beforeAll(async () => {
  world = await seedWorld()
})

const rows = guarded.filter((operationId) => routeOf(operationId).dryRun)
const dry = (request: Request): Request => ({ ...request, query: { ...Object(request.query), dryRun: 'true' } })
const make = (operationId: OperationId, request: Request): Promise<Answer> => send(callOf(operationId, request))
const read = ({ status, body }: Answer): z.output<typeof DryRun> => {
  expect(status, body).toBe(200)
  return DryRun.parse(JSON.parse(body))
}

test('most rows that change access can be tried out', () => {
  expect(rows.length).toBeGreaterThan(20)
})

describe.each(rows)('%s with dryRun=true', (operationId) => {
  test('changes nothing, whoever asks and however often', async () => {
    const request = await validCall(operationId, world)
    const before = await dumpTable()
    const [first, second] = [read(await make(operationId, dry(request))), read(await make(operationId, dry(request)))]
    expect(withoutNewIds(second, before)).toEqual(withoutNewIds(first, before))
    expect(await dumpTable()).toEqual(before)
  })

  test('leaves an Idempotency-Key to the call itself', async () => {
    const request = await validCall(operationId, world)
    const keyed = { ...request, headers: { ...request.headers, 'Idempotency-Key': `dry-${operationId}` } }
    read(await make(operationId, dry(keyed)))
    expectSuccess(operationId, await make(operationId, keyed))
  })

  test('says of each person what the call then gives and takes', async () => {
    const request = await validCall(operationId, world)
    const { refusal, affected } = read(await make(operationId, dry(request)))
    expect(refusal).toBeNull()
    const people = affected.flatMap(({ who, ...change }) => (who.kind === 'profile' ? [{ ...who, ...change }] : []))
    const where = request.organizationId ?? world.customer.organizationId
    const before = await Promise.all(people.map(({ profileId }) => heldBy(where, profileId)))
    const known = new Set((await itemsOf('profile')).map(({ profileId }) => profileId))
    expectSuccess(operationId, await make(operationId, request))
    const [made] = (await itemsOf('profile')).filter(({ profileId }) => !known.has(profileId))
    for (const [at, { profileId, gains, loses }] of people.entries()) {
      compared++
      const [there, id] = known.has(profileId) ? [where, profileId] : [made?.organizationId, made?.profileId]
      const [had, has] = [before[at] ?? new Set<string>(), await heldBy(there, id)]
      expect(new Set(gains.map(inWords)), 'gains').toEqual(toldOnce(has.difference(had)))
      expect(new Set(loses.map(inWords)), 'loses').toEqual(toldOnce(had.difference(has)))
    }
  })

  test('says what the call answers that was made before, whether it is refused, wrong or done again', async () => {
    const request = await validCall(operationId, world)
    expectSuccess(operationId, await make(operationId, request))
    await expectSameAnswer(operationId, request)
  })

  test('says what the call answers when it is about an owner and its caller is none', async () => {
    const request = await validCall(operationId, world)
    const { organizationId, params } = request
    if (organizationId === undefined || params?.profileId === undefined) return
    const { profileId } = await freshPerson({ organizationId }, { defaultRole: 'rol_owner' })
    const by = await freshPerson({ organizationId }, { permissionGroups: ['pgr_full-role'] })
    await expectSameAnswer(operationId, { ...request, params: { ...params, profileId }, by })
  })
})

/** Expects a dry run to say of a call what the call then says itself. */
async function expectSameAnswer(operationId: OperationId, request: Request): Promise<void> {
  const told = await make(operationId, dry(request))
  const done = await make(operationId, request)
  if (done.status !== 403 && done.status !== 409) {
    if (done.status >= 400) expect(withoutRequestId(told)).toEqual(withoutRequestId(done))
    else expect(read(told).refusal).toBeNull()
    return
  }
  refused++
  const { code, title, detail } = JSON.parse(done.body)
  expect(read(told)).toEqual({ dryRun: true, refusal: { code, title, detail }, coverageChanges: [], affected: [] })
}

test('people were compared and rules refused, not only calls made', () => {
  expect(compared).toBeGreaterThan(10)
  expect(refused).toBeGreaterThan(5)
})

/** Somebody who would be new has another id each time. */
const withoutNewIds = (answer: unknown, table: unknown): unknown => {
  const known = JSON.stringify(table)
  return JSON.parse(JSON.stringify(answer), (_, value) =>
    typeof value === 'string' && value.startsWith('prf_') && !known.includes(value) ? 'somebody new' : value,
  )
}

/** A right where it is held: `<right>` across the organization, `<right> <group>` in one group. */
const inWords = ({ permission, groupId }: { readonly permission: string; readonly groupId: string | null }): string =>
  groupId === null ? permission : `${permission} ${groupId}`

/** What is gained or lost across the organization is so in its groups as well. */
const toldOnce = (rights: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...rights].filter((right) => !right.includes(' ') || !rights.has(right.replace(/ .*/, ''))))

/** What was given to somebody in an organization and in its groups, also where they have yet to accept it. */
async function heldBy(organizationId: unknown, profileId: unknown): Promise<ReadonlySet<string>> {
  if (!isId('organization', organizationId) || !isId('profile', profileId)) throw new Error(`${profileId} is nobody`)
  const [organization, profile] = await Promise.all([
    getOrganization(organizationId),
    getProfile({ organizationId, profileId }),
  ])
  if (!organization || !profile?.user || !['invited', 'active'].includes(profile.status)) return new Set()
  const definitions = await definitionsFor(organization, profile)
  const situation = { organization, definitions, access: { ...profile, status: 'active' as const } }
  const at = new Date().toISOString()
  const groups = (await itemsOf('group')).flatMap(({ organizationId: where, groupId }) =>
    where === organizationId && isId('group', groupId) ? [groupId] : [],
  )
  return new Set(
    [undefined, ...groups].flatMap((group) =>
      [...effectiveRights(situation, { at, group }).keys()].map((permission) =>
        inWords({ permission, groupId: group ?? null }),
      ),
    ),
  )
}
