import type { Operation } from '../../shared/frame/operation.ts'
import { webhookHere, webhookReply } from './webhook-here.ts'

export const getWebhook: Operation<'getWebhook'> = async ({ params, now }) =>
  webhookReply(await webhookHere(params), now)
