import { beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import {
  invitationId,
  keyId,
  organizationId,
  permissionGroupId,
  profileId,
  roleId,
} from '../../../shared/contract/fields.ts'
import { askedBy, changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { predefinedRole } from '../../../shared/domain/catalog.ts'
import type { Situation } from '../../../shared/domain/evaluator.ts'
import { id, keyIdOf, type OrganizationId } from '../../../shared/domain/ids.ts'
import { getInvitation } from '../../../shared/table/invitation.ts'
import { type Choices, choicesFrom } from '../../support/choices.ts'
import { call, routeOf } from '../../support/gateway-call.ts'
import { guarded } from '../../support/gateway-valid-calls.ts'
import { trials } from '../../support/trials.ts'
import { seedWorld, type World } from '../../support/world.ts'
import type { Person } from '../../support/world-people.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'
import { isPlainlyOwner } from '../../unit/domain/plain-model.ts'
import {
  type Giver,
  gainsBetween,
  hasOwner,
  isNaming,
  look,
  namingsBetween,
  notTheirsToGive,
  type Seen,
  standingIn,
} from './could-give.ts'
import { freshArena, type Place } from './escalation-arena.ts'
import { anyWrite, raiseNothing, type Write, writes } from './escalation-writes.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

test('every row that changes something is among the writes, or a reason says why it can raise nobody’s access', () => {
  const known = { ...writes, ...raiseNothing }
  const changing = guarded.filter((operationId) => changes(routeOf(operationId)))
  expect(
    changing.filter((operationId) => !(operationId in known)),
    'add it to test/http/denial/escalation-writes.ts',
  ).toEqual([])
  expect(Object.keys(known).filter((name) => !guarded.some((operationId) => operationId === name))).toEqual([])
})

const gainedSomething = 'somebody gained something'
const wasNamed = 'somebody was named contact'
const wasShownAKey = 'somebody was shown the text of a key'
const gaveByKey = 'somebody gained something of a key'

/** Each must be seen often enough: what few calls come to is waited for, for so many times the trials at most. */
const rare = [wasNamed, wasShownAKey, gaveByKey]
const mostPatience = 6

/** How many calls are made in the same organizations, each in what the ones before it have left. */
const callsAnArena = 40

test('nobody ends with a permission that whoever called could not give, whatever is called by whomever', async () => {
  const { numRuns, seed } = trials('S10 escalation', 2000)
  const chance = choicesFrom(seed)
  const outcomes = new Map<string, number>()
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  await whileDevelopersMay('profiles:manage', () =>
    whileDevelopersManageGroupsAndKeys(async () => {
      let arena: readonly Place[] = []
      const isLacking = () => rare.some((outcome) => (outcomes.get(outcome) ?? 0) <= numRuns / 500)
      for (let run = 0; run < numRuns || (isLacking() && run < mostPatience * numRuns); run++) {
        if (run % callsAnArena === 0) arena = await freshArena(world, chance)
        const { outcome, gained, named, keyed, byKey, tooMuch, what } = await attempt(arena, chance)
        count(outcome)
        if (gained) count(gainedSomething)
        if (named) count(wasNamed)
        if (keyed) count(wasShownAKey)
        if (gained && byKey) count(gaveByKey)
        expect(tooMuch, `call ${run}: ${what}`).toEqual([])
      }
    }),
  )
  console.log(`S10 escalation: ${JSON.stringify(Object.fromEntries(outcomes))}`)
  // It says something only where there is something to be gained and something to be refused.
  const refused = ['cannot-grant', 'owner-only', 'has-owner'].reduce((sum, code) => sum + (outcomes.get(code) ?? 0), 0)
  expect(refused).toBeGreaterThan(numRuns / 50)
  expect(outcomes.get(gainedSomething) ?? 0).toBeGreaterThan(numRuns / 50)
  for (const outcome of rare) expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(numRuns / 500)
})

/** One call at random, and what anybody has gained by it that was not the giver's to give. */
async function attempt(arena: readonly Place[], chance: Choices) {
  const place = chance.of(arena)
  const { operation, write } = await anyWrite(place, chance, arena)
  const { by = callerFor(operation, place, arena, chance), ...request } = write
  const giver = await giverOf(operation, place, request, by)
  const then = await lookAround(place.organizationId)

  const now = new Date().toISOString()
  const answer = await call(operation, { ...request, by })
  expect(answer.status, answer.body).toBeLessThan(500)
  const reply = Answered.parse(answer.body === '' ? {} : JSON.parse(answer.body))
  noteNew(place, reply)

  const next = await lookAround(place.organizationId)
  const made = reply.organization && (await look(reply.organization.organizationId))
  const known = (seen: Seen) => then.find(({ organization }) => isSame(organization, seen.organization))
  const pairs = [
    // Where it was moved, its parent is one that was not looked at before.
    ...next.filter(known).map((after) => ({ before: known(after), after, above: then.slice(1) })),
    ...(made ? [{ before: undefined, after: made, above: then }] : []),
  ]
  const judged = pairs.map(({ before, after, above }) => {
    // Whoever accepts gains what was promised to them, and whoever has promised it must still be able to.
    const gains = [
      ...(operation === 'acceptInvitation'
        ? gainsBetween(active(before), active(after), now)
        : gainsBetween(before, after, now)),
      ...namingsBetween(before, after),
    ]
    const circumstances = { hadOwner: before !== undefined && hasOwner(before), reasonGiven: giver.reasonGiven }
    const standing = standingIn(giver.who, before ?? after, above)
    const moved = before && before.organization.parentId !== after.organization.parentId && !ownsProvider(standing, now)
    return { gains, tooMuch: [...notTheirsToGive(standing, gains, circumstances, now), ...(moved ? ['moved'] : [])] }
  })
  return {
    outcome: reply.code ?? 'ok',
    gained: judged.some(({ gains }) => gains.some(({ right }) => !isNaming(right))),
    keyed: reply.keyId !== undefined,
    byKey: 'keyId' in giver.who,
    named: judged.some(({ gains }) => gains.some(({ right }) => isNaming(right))),
    tooMuch: judged.flatMap(({ tooMuch }) => tooMuch),
    what: `${operation} by ${'text' in by ? by.keyId : `${by.profileId} of ${by.organizationId}`}: ${JSON.stringify(request)}`,
  }
}

/** Mostly somebody who may, there or from above; at times a key, and at times anybody. */
function callerFor(
  operation: OperationId,
  place: Place,
  arena: readonly Place[],
  chance: Choices,
): Person | Place['keys'][number] {
  // The first of a place holds all that a key may.
  const keys = chance.percent(60) ? place.keys.slice(0, 1) : place.keys
  if (chance.percent(35)) return chance.of(chance.percent(90) ? keys : arena.flatMap((one) => one.keys))
  const { provider, reseller } = world
  const above = [provider.owner, provider.secondOwner, reseller.owner]
  if (chance.percent(15)) return chance.of(arena.flatMap(({ people }) => people))
  const asked = askedBy(routeOf(operation))
  const fromAbove =
    operation === 'createOrganization' || asked.some((one) => one.in === 'parent' || one.in === 'provider')
  return chance.of(fromAbove || chance.percent(15) ? above : place.managers)
}

/** Whoever gives, and whether the owners were told why: what is accepted, or sent again, was given a reason when it was made. */
async function giverOf(
  operation: OperationId,
  { organizationId }: Place,
  { params, body }: Write,
  by: Person | Place['keys'][number],
) {
  const { inviter } =
    (params?.invitationId &&
      (await getInvitation({ organizationId, invitationId: id('invitation', params.invitationId) }))) ||
    {}
  const told = inviter?.reasonGiven === true || Object(body).reason !== undefined
  const inviting = inviter && keyIdOf(inviter.principal)
  const promising = inviting ? { keyId: inviting } : inviter?.identityId && { identityId: inviter.identityId }
  const who: Giver | undefined = operation === 'acceptInvitation' ? promising || undefined : by
  if (!who) throw new Error('an invitation that nobody has made')
  return { who, reasonGiven: told }
}

/** An organization, and those from which it can be administered: its parent, and the provider. */
async function lookAround(organizationId: OrganizationId): Promise<readonly Seen[]> {
  const there = await look(organizationId)
  if (!there) throw new Error(`there is no organization ${organizationId}`)
  const above = new Set([there.organization.parentId, world.provider.organizationId])
  const seen = await Promise.all(
    [...above].map((one) => (one === 'none' || one === organizationId ? undefined : look(one))),
  )
  return [there, ...seen.filter((one) => one !== undefined)]
}

const whileDevelopersManageGroupsAndKeys = <Result>(act: () => Promise<Result>): Promise<Result> =>
  whileDevelopersMay('permission-groups:manage', () => whileDevelopersMay('api-keys:manage', act))

const isSame = (one: { readonly organizationId: string }, other: { readonly organizationId: string }): boolean =>
  one.organizationId === other.organizationId

const active = <Of extends Seen | undefined>(seen: Of): Of =>
  seen && { ...seen, profiles: seen.profiles.filter(({ status }) => status === 'active') }

const ownsProvider = ({ actingFrom = [] }: Situation, now: string) =>
  actingFrom.some((there) => there.organization.kind === 'provider' && isPlainlyOwner(there, now))

/** As much as is read of any reply: what it has made, or the code of the refusal. */
const Answered = z.object({
  code: z.string().optional(),
  profileId: profileId.nullable().optional(),
  permissionGroupId: permissionGroupId.optional(),
  roleId: roleId.optional(),
  keyId: keyId.optional(),
  key: z.string().optional(),
  items: z.array(z.object({ profileId: profileId.nullish(), invitationId: invitationId.nullish() })).optional(),
  organization: z.object({ organizationId }).optional(),
})

/** What was made can be named by later calls. */
function noteNew(
  { profileIds, invitations, permissionGroups, roles, keys }: Place,
  reply: z.output<typeof Answered>,
): void {
  for (const { profileId, invitationId } of [
    { invitationId: null, profileId: reply.profileId ?? null },
    ...(reply.items ?? []),
  ]) {
    if (profileId && !profileIds.includes(profileId)) profileIds.push(profileId)
    if (invitationId) invitations.push({ invitationId })
  }
  const { permissionGroupId, roleId, keyId, key: text } = reply
  // The one before works on for a while, or does not; either is named by its text.
  if (keyId && text !== undefined) keys.push({ keyId, text })
  if (permissionGroupId && !permissionGroups.includes(permissionGroupId)) permissionGroups.push(permissionGroupId)
  if (roleId && !predefinedRole(roleId) && !roles.includes(roleId)) roles.push(roleId)
}
