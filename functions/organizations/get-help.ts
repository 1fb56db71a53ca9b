import { type HelpKind, helpFrom } from '../../shared/domain/help.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { organizationsAbove } from '../../shared/frame/organizations-above.ts'
import { helpReply } from './organization-reply.ts'

/** Whom to turn to: each entry from the nearest organization that says it. */
export const getHelp: Operation<'getHelp'> = async ({ caller: { organization } }) => {
  const { parent, provider } = await organizationsAbove(organization)
  const found = helpFrom([organization, ...[parent, provider].filter((one) => one !== undefined)])
  const said = (kind: HelpKind) => {
    const help = found.get(kind)
    if (!help) return null
    const { entry, from } = help
    return { ...helpReply(entry), organizationId: from.organizationId, organizationName: from.name }
  }
  return {
    customerSuccessManager: said('customerSuccessManager'),
    serviceDesk: said('serviceDesk'),
    chat: said('chat'),
    securityOperations: said('securityOperations'),
  }
}
