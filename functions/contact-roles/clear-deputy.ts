import { changePeople } from '../../shared/frame/change-people.ts'
import { contactsOfHolder, deputiesOf, standingIn } from '../../shared/frame/deputies.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { Moved } from '../../shared/table/transaction.ts'
import { holdersReply } from './holder-reply.ts'

/** Says that a holder is there again: nobody stands in for them. */
export const clearDeputy: Operation<'clearDeputy'> = async ({ params, caller, now, newId, commit }) => {
  const { organizationId, profileId: holder, contactRole } = params
  const known = await contactsOfHolder(params)
  const [deputy] = deputiesOf(params, known)
  const replyWith = (from: typeof known) => ({
    profileId: holder,
    contactRole,
    holder: holdersReply(contactRole, from, now).find((one) => one.profileId === holder) ?? null,
  })
  if (deputy === undefined) return commit([], { ...replyWith(known), coverageChanges: [] })

  const before = await getProfile({ organizationId, profileId: deputy })
  if (!before?.deputyFor?.[contactRole]?.[holder]) throw new Moved('a deputy who was one when contacts were read')
  const { writes, affected, coverageChanges, contacts } = await changePeople({ caller, now, newId }, [
    {
      before,
      after: standingIn(before, params, undefined, now),
      action: 'contact-role.deputy-cleared',
      about: { contactRole, holder },
    },
  ])
  return commit(writes, { ...replyWith(contacts ?? known), coverageChanges: [...coverageChanges] }, affected)
}
