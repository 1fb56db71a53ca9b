import { succeed } from '../../support/gateway-call.ts'
import type { Tenant, World } from '../../support/world.ts'

/** A message in two languages. */
export const message = {
  subject: { en: 'Mail is slow', nl: 'De mail is traag' },
  text: { en: 'We are looking into it.\nYou hear from us.', nl: 'We kijken ernaar.\nU hoort van ons.' },
}

/** A call with which the provider sends a message to a tenant. */
export const sending = (
  { provider }: World,
  { organizationId }: Pick<Tenant, 'organizationId'>,
  body: object = {},
) => ({
  by: provider.owner,
  params: { organizationId },
  body: { category: 'incident', ...message, ...body },
})

/** Has the provider say whom to turn to. */
export async function say({ provider: { organizationId, owner: by } }: World, help: object): Promise<void> {
  const params = { organizationId }
  const { version } = await succeed('getOrganization', { by, params })
  await succeed('changeOrganization', { by, params, headers: { 'if-match': `"${version}"` }, body: { help } })
}
