import { addressStateOf } from '../../shared/domain/address-state.ts'
import { mayBeAskedAnew } from '../../shared/domain/contact-question.ts'
import type { ContactRoleHeld } from '../../shared/domain/contact-roles.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { askedByNaming, attested, statedIn } from '../../shared/frame/contact-naming.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { isIntended, listContacts } from '../../shared/table/contact.ts'
import { countLinkMail } from '../../shared/table/inviting.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { holdersReply } from './holder-reply.ts'

/**
 * Names somebody contact (C1-C5), or states anew what is known of one who is. Whoever is named is asked by mail whether it is them
 * (C8); of a draft it is an intention, and nobody is asked until it is confirmed.
 */
export const assignContactRole: Operation<'assignContactRole'> = async (request) => {
  const { params, body, caller, now, newId, commit } = request
  const { organizationId, profileId, contactRole } = params
  const before = await getProfile(params)
  if (!before) throw new Problem('not-found')
  if (body.globalAdministrator !== undefined && contactRole !== 'technical')
    throw invalidField('#/globalAdministrator', 'not-needed', 'It is stated of a Technical Contact alone.')

  const known = before.contactRoles?.[contactRole]
  const held: ContactRoleHeld = {
    assignedAt: known?.assignedAt ?? now,
    attestation: attested(statedIn(body), contactRole, caller, now) ?? known?.attestation,
    globalAdministrator:
      body.globalAdministrator ?? known?.globalAdministrator ?? (contactRole === 'technical' ? 'unknown' : undefined),
  }
  const asks = !isIntended(before) && (!known || mayBeAskedAnew(before.question, addressStateOf(before), now))
  const reply = { profileId, contactRole }
  if (!asks && JSON.stringify(known) === JSON.stringify(held)) {
    const holders = holdersReply(contactRole, await listContacts(organizationId), now)
    const holder = holders.find((one) => one.profileId === profileId) ?? null
    return commit([], { ...reply, holder, coverageChanges: [] })
  }

  const after: ProfileRecord = {
    ...(asks ? askedByNaming(before, caller, now) : before),
    contactRoles: { ...before.contactRoles, [contactRole]: held },
    updatedAt: now,
  }
  const { writes, affected, coverageChanges, contacts } = await changePeople({ caller, now, newId }, [
    {
      before,
      after,
      action: asks || !known ? 'contact-role.assigned' : 'contact-role.changed',
      about: { contactRole, ...(asks && after.question && { generation: after.question.generation }) },
    },
  ])
  // Asking once more, whoever holds the role already, changes nobody's contact.
  const all = contacts ?? (asks ? await listContacts(organizationId) : undefined)
  const holders = all ? holdersReply(contactRole, all, now) : []
  return commit(
    [...(asks ? [countLinkMail(organizationId, now)] : []), ...writes],
    {
      ...reply,
      holder: holders.find((one) => one.profileId === profileId) ?? null,
      coverageChanges: [...coverageChanges],
    },
    affected,
  )
}
