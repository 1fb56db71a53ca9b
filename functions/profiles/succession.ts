import { type ContactRole, type ContactRoleHeld, contactRoles } from '../../shared/domain/contact-roles.ts'
import type { ProfileId } from '../../shared/domain/ids.ts'
import { invalidField } from '../../shared/domain/problems.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import type { PersonChange } from '../../shared/frame/change-people.ts'
import { askedByNaming, attested } from '../../shared/frame/contact-naming.ts'
import type { Succession } from '../../shared/frame/contacts.ts'
import { relieved, withoutDeputyship } from '../../shared/frame/deputies.ts'
import { requireAlso } from '../../shared/frame/granting.ts'
import { contactRolesInForce, isIntended, listContacts } from '../../shared/table/contact.ts'
import { countLinkMail } from '../../shared/table/inviting.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'

type Request = {
  readonly query: { readonly successor?: ProfileId | undefined; readonly attestation?: string | undefined }
  readonly caller: OrganizationCaller
  readonly now: string
}

/** What hands somebody's contact roles on; nothing where no successor is named, or where there is nothing to hand on. */
export type HandedOn = {
  readonly changes: readonly PersonChange[]
  readonly succession?: Succession
  readonly writes: readonly Write[]
}

/**
 * The contact roles of whoever leaves, handed on to a successor with their place among the holders: that names a contact, which takes the
 * permission to. The successor must qualify as anybody who is named, and is asked by mail like them. Nobody stands in for whoever leaves
 * any more.
 */
export async function handedOn({ query, caller, now }: Request, leaver: ProfileRecord): Promise<HandedOn> {
  const { organizationId } = leaver
  const before = await successorHere(query.successor, leaver)
  const left = rolesOf(leaver)
  if (!before || left.length === 0) return { changes: [], writes: [] }
  await requireAlso(caller, 'contact-roles:manage', now)

  const contacts = await listContacts(organizationId)
  const taken = left.filter((role) => !before.contactRoles?.[role])
  if (query.attestation !== undefined && !taken.includes('commercial'))
    throw invalidField('query#/attestation', 'not-needed', 'They become no Commercial Contact by this.')
  const given = Object.fromEntries(taken.map((role) => [role, heldAnew(role, { query, caller, now })]))
  const after: ProfileRecord = {
    ...withoutDeputyship(taken.length > 0 ? askedByNaming(before, caller, now) : before, leaver.profileId, left, now),
    contactRoles: { ...before.contactRoles, ...given },
    updatedAt: now,
  }
  const about = { contactRole: left.join(' '), inPlaceOf: leaver.profileId }
  return {
    changes: [
      {
        before,
        after,
        action: 'contact-role.assigned',
        about: { ...about, ...(taken.length > 0 && after.question && { generation: after.question.generation }) },
      },
      ...(await relieved(leaver, left, contacts, now, before.profileId)),
    ],
    succession: { leaver: leaver.profileId, successor: before.profileId },
    writes: taken.length > 0 ? [countLinkMail(organizationId, now)] : [],
  }
}

/** The contact roles that somebody holds. */
export const rolesOf = (profile: ProfileRecord): readonly ContactRole[] =>
  contactRoles.map(({ id }) => id).filter((role) => contactRolesInForce(profile)[role])

/** Nobody stands in any more for somebody who is removed without a successor; nothing to do where one takes over, who sees to it. */
export async function leftBehind(leaver: ProfileRecord, now: string): Promise<readonly PersonChange[]> {
  const left = rolesOf(leaver)
  return left.length > 0 ? relieved(leaver, left, await listContacts(leaver.organizationId), now) : []
}

async function successorHere(
  successor: ProfileId | undefined,
  { organizationId, profileId }: ProfileRecord,
): Promise<ProfileRecord | undefined> {
  if (successor === undefined) return undefined
  const pointer = 'query#/successor'
  if (successor === profileId) throw invalidField(pointer, 'invalid', 'Nobody succeeds themselves.')
  const found = await getProfile({ organizationId, profileId: successor })
  if (!found) throw invalidField(pointer, 'not-found', 'There is no such profile here.')
  if (isIntended(found)) throw invalidField(pointer, 'draft', 'It is a draft: confirm it first.')
  if (found.status === 'deactivated')
    throw invalidField(pointer, 'deactivated', 'They are deactivated: reactivate them first.')
  return found
}

function heldAnew(contactRole: ContactRole, { query, caller, now }: Request): ContactRoleHeld {
  const said = contactRole === 'commercial' ? query.attestation : undefined
  const attestation =
    said === undefined
      ? undefined
      : attested({ wording: said, pointer: 'query#/attestation' }, contactRole, caller, now)
  return {
    assignedAt: now,
    ...(attestation && { attestation }),
    ...(contactRole === 'technical' && { globalAdministrator: 'unknown' as const }),
  }
}
