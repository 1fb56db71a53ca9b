import { type FieldError, Problem } from '../../shared/domain/problems.ts'
import { holdersOf } from '../../shared/domain/role-coverage.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { asContact, changeOrder, listContacts } from '../../shared/table/contact.ts'
import { contactRolesReply, orderVersion } from './holder-reply.ts'

/** Puts the holders of a contact role into an order; the first of them is primary. */
export const orderContactRole: Operation<'orderContactRole'> = async (request) => {
  const { params, body, caller, now, newId, expectedVersion, commit } = request
  const { organizationId, contactRole } = params
  const known = await listContacts(organizationId)
  if (orderVersion(known) !== expectedVersion) throw new Problem('stale')
  const { contacts, order } = known
  const held = holdersOf(contactRole, { contacts: contacts.map(asContact), order: order.holders }).map(
    ({ profileId }) => profileId,
  )
  const errors = body.profileIds.flatMap((one, position): FieldError[] => {
    const pointer = `#/profileIds/${position}`
    if (!held.includes(one)) return [{ pointer, code: 'not-found', detail: 'They do not hold this contact role.' }]
    const twice = body.profileIds.indexOf(one) !== position
    return twice ? [{ pointer, code: 'duplicate', detail: 'They were named before.' }] : []
  })
  const left = held.filter((one) => !body.profileIds.includes(one))
  if (left.length > 0 && errors.length === 0)
    errors.push({ pointer: '#/profileIds', code: 'incomplete', detail: `Name every holder: ${left.join(', ')} too.` })
  if (errors.length > 0) throw new Problem('invalid', { errors })
  if (String(held) === String(body.profileIds)) return commit([], contactRolesReply(known, now))

  const holders = { ...order.holders, [contactRole]: body.profileIds }
  const [first = ''] = body.profileIds
  return commit(
    [
      changeOrder(order, { holders }),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'contact-role.ordered',
        at: now,
        by: caller,
        about: { contactRole, primaryBefore: held[0] ?? '', primary: first },
      }),
    ],
    contactRolesReply({ contacts, order: { ...order, holders, version: order.version + 1 } }, now),
  )
}
