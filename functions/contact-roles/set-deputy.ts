import { addressStateOf } from '../../shared/domain/address-state.ts'
import { mayBeAskedAnew } from '../../shared/domain/contact-question.ts'
import type { DeputyTerm } from '../../shared/domain/contact-roles.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { invalidField } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { askedByNaming, attested, statedIn } from '../../shared/frame/contact-naming.ts'
import { contactsOfHolder, deputiesOf, holds, relieved, standingIn } from '../../shared/frame/deputies.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { isIntended } from '../../shared/table/contact.ts'
import { remind } from '../../shared/table/due.ts'
import { countLinkMail } from '../../shared/table/inviting.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { Moved, type Write } from '../../shared/table/transaction.ts'
import { holdersReply } from './holder-reply.ts'

/**
 * Says who stands in for a holder, and when (C9): the deputy needs what the holder needs, and is asked by mail whether it is them. A
 * holder has one deputy, so whoever was it before is it no more.
 */
export const setDeputy: Operation<'setDeputy'> = async (request) => {
  const { params, caller, now, newId, commit } = request
  const { organizationId, profileId, contactRole } = params
  const known = await contactsOfHolder(params)
  const before = await deputyHere(request)
  const reply = { profileId, contactRole }
  const held = before.deputyFor?.[contactRole]?.[profileId]
  const term = termOf(request, held)
  const others = deputiesOf(params, known).filter((one) => one !== before.profileId)
  const asks = !held || mayBeAskedAnew(before.question, addressStateOf(before), now)
  if (!asks && others.length === 0 && JSON.stringify(held) === JSON.stringify(term)) {
    const holder = holdersReply(contactRole, known, now).find((one) => one.profileId === profileId) ?? null
    return commit([], { ...reply, holder, coverageChanges: [] })
  }

  const about = { contactRole, holder: profileId }
  const after = standingIn(asks ? askedByNaming(before, caller, now) : before, params, term, now)
  const { writes, affected, coverageChanges, contacts } = await changePeople({ caller, now, newId }, [
    ...(await relieved(params, [contactRole], known, now, before.profileId)),
    {
      before,
      after,
      action: 'contact-role.deputy-set',
      about: { ...about, ...(asks && after.question && { generation: after.question.generation }) },
    },
  ])
  // Somebody else was made deputy, or the holder holds the role no more, since these contacts were read.
  if (contacts && deputiesOf(params, contacts).length > 1) throw new Moved('two deputies of one holder')
  if (contacts && !holds(params, contacts)) throw new Moved('a deputy of somebody who holds the role no more')
  const holders = holdersReply(contactRole, contacts ?? known, now)
  return commit(
    [...(asks ? [countLinkMail(organizationId, now)] : []), ...writes, ...looksDue(organizationId, term)],
    {
      ...reply,
      holder: holders.find((one) => one.profileId === profileId) ?? null,
      coverageChanges: [...coverageChanges],
    },
    affected,
  )
}

type Request = OperationRequest<'setDeputy'>

async function deputyHere({ params, body }: Request): Promise<ProfileRecord> {
  const { organizationId, profileId } = params
  if (body.deputy === profileId) throw invalidField('#/deputy', 'invalid', 'Nobody stands in for themselves.')
  const profile = await getProfile({ organizationId, profileId: body.deputy })
  if (!profile) throw invalidField('#/deputy', 'not-found', 'There is no such profile here.')
  if (isIntended(profile)) throw invalidField('#/deputy', 'draft', 'It is a draft: confirm it first.')
  return profile
}

const toIso = (moment: string): string => new Date(moment).toISOString()

function termOf({ body, params, caller, now }: Request, held: DeputyTerm | undefined): DeputyTerm {
  // However somebody writes a moment, it is compared and kept in one form.
  const [from, until] = [toIso(body.from), toIso(body.until)]
  if (until <= from) throw invalidField('#/until', 'invalid', 'It has to be after `from`.')
  if (until <= now) throw invalidField('#/until', 'invalid', 'It has to be in the future.')
  const attestation = attested(statedIn(body), params.contactRole, caller, now) ?? held?.attestation
  return { from, until, ...(attestation && { attestation }) }
}

/** Who covers changes with the dates, and nobody does anything then: coverage is looked at by itself. */
const looksDue = (organizationId: OrganizationId, { from, until }: DeputyTerm): readonly Write[] =>
  [from, until].map((at) => remind({ kind: 'coverage', at, organizationId }))
