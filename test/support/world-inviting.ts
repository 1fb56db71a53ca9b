import type { invitationOutcomes } from '../../shared/contract/invitation-schemas.ts'
import { type Request, succeed } from './gateway-call.ts'
import type { Tenant } from './world.ts'
import { freshEmail, type Person } from './world-people.ts'
import { itemsOf } from './world-table.ts'

/** A call of inviteUsers by the owner of the organization, or by somebody else there. */
export const asked = ({ organizationId, owner }: Tenant, body: object, by: Person = owner): Request => ({
  by,
  params: { organizationId },
  body,
})

/** The same call under an Idempotency-Key. */
export const keyed = (request: Request, key: string): Request => ({ ...request, headers: { 'Idempotency-Key': key } })

/** Has the owner invite, and answers what became of each in the order given. */
export const inviteAll = async (tenant: Tenant, body: object) =>
  (await succeed('inviteUsers', asked(tenant, body))).items

export const outcomes = (items: readonly { outcome: (typeof invitationOutcomes)[number] }[]) =>
  items.map(({ outcome }) => outcome)

/** That many addresses which nobody has. */
export const addresses = (count: number): readonly string[] => Array.from({ length: count }, () => freshEmail())

export const profileOf = ({ owner, organizationId }: Tenant, profileId: string | null | undefined) =>
  succeed('getProfile', { by: owner, params: { organizationId, profileId: profileId ?? '' } })

/** The invitations of an organization, as they are stored. */
export const invitationsOf = async ({ organizationId }: Tenant) =>
  (await itemsOf('invitation')).filter((item) => item.pk === organizationId)
