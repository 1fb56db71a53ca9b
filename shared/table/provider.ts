import { CustomAttributeType, Entity } from 'electrodb'
import type { InvitationId, OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { model, primary, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** The guard that keeps a deployment to one provider, and remembers the invitation of its first owner. */
const providers = new Entity(
  {
    model: model('provider'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      firstInvitationId: { type: CustomAttributeType<InvitationId>('string'), required: true },
      createdAt: { type: 'string', required: true },
    },
    indexes: { one: primary(['deployment', []], ['provider', []]) },
  },
  { table: tableName(), client: documents },
)

export type Provider = { organizationId: OrganizationId; firstInvitationId: InvitationId; createdAt: string }

/** The provider of this deployment, read strongly; undefined before there is one. */
export async function getProvider(): Promise<Provider | undefined> {
  const { data } = await providers.get({}).go({ consistent: true })
  return data ?? undefined
}

/** Becomes the provider, on condition that there is none. */
export function createProvider(provider: Provider): Write {
  return put(
    providers
      .put(provider)
      .where(({ organizationId }, { notExists }) => notExists(organizationId))
      .params(),
  )
}
