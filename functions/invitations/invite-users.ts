import { foldAddress } from '../../shared/domain/address.ts'
import type { ProfileId } from '../../shared/domain/ids.ts'
import { accessGained } from '../../shared/domain/may-grant.ts'
import { invalidField } from '../../shared/domain/problems.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import { intendedGrants } from '../../shared/frame/intended-grants.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { newProfile } from '../../shared/table/profile.ts'
import { inviteInParts, requireReasonForOwners } from './invite-in-parts.ts'
import { inviteKnown, inviteNew } from './invite-one.ts'
import { judgedFirst } from './judged-first.ts'
import { type Known, knownPeople, lastInvitations } from './known-people.ts'
import { type Inviting, nothingDone, type Step } from './step.ts'
import { type TypedAddress, typedAddresses } from './typed-addresses.ts'

type Request = OperationRequest<'inviteUsers'>
type Intended = Awaited<ReturnType<typeof intendedGrants>>
/** An address or a profile, as it was given. */
type Asked = TypedAddress | { readonly typed: null; readonly profileId: ProfileId; readonly email?: undefined }

const mostPeople = 100

/**
 * Invites people by their addresses, and confirms drafts (I1, I7), with an outcome for each in the order given. The caller must be able to
 * give all that they would get (A4); the provider's owners may give Owner where there are owners, with a reason that all of these are told
 * (O3). What holds for everybody is judged before anybody is invited. The same call again under its key completes a broken one.
 */
export const inviteUsers: Operation<'inviteUsers'> = async (request) => {
  const { params, body, caller, now, newId, requestKey, commit, commitPart, hasTime } = request
  const asked = everyoneAskedFor(body)
  const grants = await intendedGrants(body, caller.organization)
  await requireMayGiveToAll(request, grants)

  const { resendPending, reason } = body
  const inviting = { caller, now, newId, requestKey, resendPending, reason }
  const { people, linkMailsLeft } = await knownPeople(params.organizationId, asked.map(soughtBy), now)
  const steps = await stepsFor(request, inviting, { asked, people, grants })
  requireReasonForOwners(steps, reason)
  const alone = asked.length === 1
  const judged = alone ? steps : await Promise.all(steps.map((step) => judgedFirst(step, inviting)))

  const doing = { ...inviting, alone, commitPart, hasTime, linkMailsLeft }
  const { settled, coverageChanges, last } = await inviteInParts(doing, judged)
  const items = asked.flatMap(({ typed }, position) => {
    const one = settled[position]
    return one ? [{ address: typed, ...one }] : []
  })
  return commit(last.writes, { items, coverageChanges: [...coverageChanges] }, last.affected)
}

/** The addresses first, then the profiles. 400 for nobody, and for more than 100. */
function everyoneAskedFor({ addresses = [], profileIds = [] }: Request['body']): readonly Asked[] {
  const typed = typedAddresses(addresses)
  const asked = [...typed, ...profileIds.map((profileId) => ({ typed: null, profileId }))]
  const field = profileIds.length > typed.length ? '#/profileIds' : '#/addresses'
  if (asked.length > mostPeople)
    throw invalidField(field, 'too-many-addresses', `A call invites at most ${mostPeople} people.`)
  if (asked.length === 0) throw invalidField(field, 'required', 'Name an address, or a profile that is a draft.')
  return asked
}

const soughtBy = (asked: Asked) => ('profileId' in asked ? { profileId: asked.profileId } : { email: asked.email })

/** Throws where the caller could not give somebody what all of them are to get. */
async function requireMayGiveToAll({ caller, body, now }: Request, grants: Intended): Promise<void> {
  const { organization } = caller
  const definitions = await definitionsFor(organization, grants)
  const gained = accessGained(undefined, grants, { organization, definitions }, now)
  await requireGrant(caller, gained, now, body.reason !== undefined)
}

async function stepsFor(
  request: Request,
  inviting: Inviting,
  of: { readonly asked: readonly Asked[]; readonly people: Known['people']; readonly grants: Intended },
): Promise<readonly Step[]> {
  const { params, body, caller, now, newId } = request
  const { asked, grants } = of
  const alone = asked.length === 1
  const people = of.people.map(({ byAddress, byId }) => byAddress ?? byId)
  // Alone nothing was done before its answer was kept.
  const last = alone && !body.resendPending ? new Map<never, never>() : await lastInvitations(people, now)
  const seen = new Set<string>()
  const steps = asked.map(async (one, position): Promise<Step> => {
    if ('problem' in one) return nothingDone('invalid', `The address ${one.problem}.`)
    const known = people[position]
    const name = known?.profileId ?? ('profileId' in one ? one.profileId : foldAddress(one.email))
    if (seen.has(name))
      return nothingDone('duplicate', 'It was named before in this call.', { profileId: known?.profileId ?? null })
    seen.add(name)
    if (known) return inviteKnown(known, last.get(known.profileId), grants, inviting)
    if ('profileId' in one) {
      if (alone) throw invalidField('#/profileIds/0', 'not-found', 'There is no such profile here.')
      return nothingDone('not-found', 'There is no such profile here.')
    }
    const { email, firstName, lastName } = one
    const fields = { kind: 'person', user: true, status: 'invited', email, firstName, lastName } as const
    const { language } = caller.organization
    const profile = newProfile(
      { ...fields, ...grants, language: body.language },
      { ...params, profileId: newId('profile'), language, now },
    )
    return inviteNew(profile, inviting)
  })
  return Promise.all(steps)
}
