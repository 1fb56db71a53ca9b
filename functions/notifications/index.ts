import { notifications } from '../../shared/contract/notifications.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { listNotifications } from './list-notifications.ts'
import { resolveRecipients } from './resolve-recipients.ts'
import { sendNotification } from './send-notification.ts'

export const handler = httpFunction(notifications, { sendNotification, resolveRecipients, listNotifications })
