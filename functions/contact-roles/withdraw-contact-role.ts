import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'

/** Takes a contact role from somebody. What others were to do as their deputy ends with it, since nobody is absent. */
export const withdrawContactRole: Operation<'withdrawContactRole'> = async (request) => {
  const { params, caller, now, newId, commit } = request
  const { profileId, contactRole } = params
  const before = await getProfile(params)
  if (!before) throw new Problem('not-found')
  const reply = { profileId, contactRole, holder: null }
  const { [contactRole]: held, ...kept } = before.contactRoles ?? {}
  if (!held) return commit([], { ...reply, coverageChanges: [] })

  const after = { ...before, contactRoles: Object.keys(kept).length > 0 ? kept : undefined, updatedAt: now }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    { before, after, action: 'contact-role.withdrawn', about: { contactRole } },
  ])
  return commit(writes, { ...reply, coverageChanges: [...coverageChanges] }, affected)
}
