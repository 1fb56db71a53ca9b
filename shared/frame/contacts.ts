import {
  type ContactOrderRecord,
  type Contacts,
  changeOrder,
  contactOf,
  contactRolesInForce,
  contactWrites,
  deputyForInForce,
  listContacts,
  orderAfter,
} from '../table/contact.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import type { Write } from '../table/transaction.ts'

/** What becomes of one person, as far as contacts go. */
export type ContactChange = { readonly before: ProfileRecord | undefined; readonly after: ProfileRecord | undefined }

/** Somebody whose contact roles go to somebody else, with their place among the holders. */
export type Succession = Parameters<typeof orderAfter>[2]

/** Everyone who counts for coverage before and after changes of people, and what they write of contacts and of their order. */
export type ContactsMoved = {
  readonly before: Contacts
  readonly after: Contacts
  readonly writes: readonly Write[]
}

/** What changes of people make of contacts: one Query. Reads nothing, and is undefined, where nobody's contact changes. */
export async function contactsMoved(
  { organizationId }: Pick<OrganizationRecord, 'organizationId'>,
  changes: readonly ContactChange[],
  succession?: Succession,
): Promise<ContactsMoved | undefined> {
  const concerned = changes.filter(
    ({ before, after }) => JSON.stringify(contactOf(before)) !== JSON.stringify(contactOf(after)),
  )
  if (concerned.length === 0) return undefined
  const before = await listContacts(organizationId)
  const order: ContactOrderRecord = { ...before.order, ...orderAfter(before.order, concerned, succession) }
  const replaced = new Set(concerned.map(({ before, after }) => (after ?? before)?.profileId))
  const others = before.contacts.filter(({ profileId }) => !replaced.has(profileId))
  return {
    before,
    after: { contacts: [...others, ...concerned.flatMap(({ after }) => contactOf(after) ?? [])], order },
    writes: [
      ...(concerned.some(changesOrder) ? [changeOrder(before.order, order)] : []),
      ...concerned.flatMap((one) => contactWrites(contactOf(one.before), contactOf(one.after))),
    ],
  }
}

/** Whoever becomes or ceases to be a contact, holder or deputy. */
const changesOrder = ({ before, after }: ContactChange): boolean => {
  const standing = (profile: ProfileRecord | undefined) =>
    JSON.stringify([Object.keys(contactRolesInForce(profile)).sort(), deputyForInForce(profile)])
  return standing(before) !== standing(after)
}
