import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ContractId, OrganizationId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, stored, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** How an organization stands with its service agreement: the one that is open, of which there is one at most, and the one that was signed (K2). */
const agreements = new Entity(
  {
    model: model('service-agreement'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      openId: { type: CustomAttributeType<ContractId>('string') },
      signedId: { type: CustomAttributeType<ContractId>('string') },
    },
    indexes: { ofOrganization: primary(['${organizationId}', ['organizationId']], ['service-agreement', []]) },
  },
  { table: tableName(), client: documents },
)

/** How an organization stands with its service agreement; neither id where it never had one. */
export type ServiceAgreement = EntityItem<typeof agreements>

/** Reads how an organization stands with its service agreement, strongly. */
export async function getServiceAgreement(organizationId: OrganizationId): Promise<ServiceAgreement> {
  const { data } = await agreements.get({ organizationId }).go({ consistent: true })
  return data ?? { organizationId }
}

/** The raw key of it, for a BatchGet over several entities; `parseServiceAgreement` reads what comes back. */
export const serviceAgreementKey = (organizationId: OrganizationId) =>
  keyOf(agreements.schema.indexes.ofOrganization, { organizationId })
/** Reads what came back for `serviceAgreementKey`. */
export const parseServiceAgreement = (
  item: Record<string, unknown> | undefined,
  organizationId: OrganizationId,
): ServiceAgreement => (item && agreements.parse({ Item: item }).data) ?? { organizationId }

/** Opens a service agreement, on condition that none is open: 409 `agreement-open`. */
export const openAgreement = (before: ServiceAgreement, contractId: ContractId): Write =>
  put(
    agreements
      .put(stored({ ...before, openId: contractId }))
      .where(({ openId, signedId }, { notExists, eq }) =>
        [notExists(openId), before.signedId ? eq(signedId, before.signedId) : notExists(signedId)].join(' AND '),
      )
      .params(),
    new Problem('agreement-open'),
  )

/** The open one came to an end: signed, or not. */
export const closeAgreement = (before: ServiceAgreement, contractId: ContractId, ended: 'signed' | 'unsigned'): Write =>
  put(
    agreements
      .put(stored({ ...before, openId: undefined, signedId: ended === 'signed' ? contractId : before.signedId }))
      .where(({ openId, signedId }, { notExists, eq }) =>
        [eq(openId, contractId), before.signedId ? eq(signedId, before.signedId) : notExists(signedId)].join(' AND '),
      )
      .params(),
  )
