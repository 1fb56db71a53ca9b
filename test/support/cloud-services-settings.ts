import { env } from '../../shared/platform/env.ts'

/** What the functions find in their environment here, for whatever answers in place of AWS. */
export const settings = {
  PUBLIC_URL: env('PUBLIC_URL'),
  HOSTED_UI_URL: env('HOSTED_UI_URL'),
  USER_POOL_ID: env('USER_POOL_ID'),
  PORTAL_CLIENT_ID: env('PORTAL_CLIENT_ID'),
  ACTIVATION_CLIENT_ID: env('ACTIVATION_CLIENT_ID'),
  LINK_TOKEN_KEY_ID: env('LINK_TOKEN_KEY_ID'),
  SESSION_KEY_ID: env('SESSION_KEY_ID'),
  EVENT_BUS_NAME: env('EVENT_BUS_NAME'),
  PARKED_QUEUE_URL: env('PARKED_QUEUE_URL'),
  SENDER_ADDRESS: env('SENDER_ADDRESS'),
  MAIL_CONFIGURATION_SET: env('MAIL_CONFIGURATION_SET'),
  CERTIFICATE_KEY_ID: env('CERTIFICATE_KEY_ID'),
  WEBHOOK_KEY_ID: env('WEBHOOK_KEY_ID'),
  APPROVAL_WORKFLOW_ARN: env('APPROVAL_WORKFLOW_ARN'),
} as const
