import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { relieved, requireRelieved } from '../../shared/frame/deputies.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listContacts } from '../../shared/table/contact.ts'
import { getProfile } from '../../shared/table/profile.ts'

/** Takes a contact role from somebody; whoever stands in for them there does so no more. */
export const withdrawContactRole: Operation<'withdrawContactRole'> = async (request) => {
  const { params, caller, now, newId, commit } = request
  const { organizationId, profileId, contactRole } = params
  const [before, contacts] = await Promise.all([getProfile(params), listContacts(organizationId)])
  if (!before) throw new Problem('not-found')
  const reply = { profileId, contactRole, holder: null }
  const { [contactRole]: held, ...kept } = before.contactRoles ?? {}
  if (!held) return commit([], { ...reply, coverageChanges: [] })

  const after = { ...before, contactRoles: Object.keys(kept).length > 0 ? kept : undefined, updatedAt: now }
  const changed = await changePeople({ caller, now, newId }, [
    { before, after, action: 'contact-role.withdrawn', about: { contactRole } },
    ...(await relieved(params, [contactRole], contacts, now)),
  ])
  requireRelieved(params, [contactRole], changed.contacts)
  const { writes, affected, coverageChanges } = changed
  return commit(writes, { ...reply, coverageChanges: [...coverageChanges] }, affected)
}
