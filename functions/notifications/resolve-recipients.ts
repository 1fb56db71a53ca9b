import type { Operation } from '../../shared/frame/operation.ts'
import { recipientsReply } from './recipients-reply.ts'
import { whoReceives } from './who-receives.ts'

/** Who would get a message and who would not, and why, as it would be sent at this moment (N4). */
export const resolveRecipients: Operation<'resolveRecipients'> = async ({ body, caller: { organization }, now }) =>
  recipientsReply(await whoReceives(organization, body, now), organization.organizationId)
