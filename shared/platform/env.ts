/** The settings a function may find in its environment. Which ones it does find follows from its `needs`. */
export type Setting =
  | 'TABLE_NAME'
  | 'PUBLIC_URL'
  | 'STAGE'
  | 'APP_NAME'
  | 'USER_POOL_ID'
  | 'PORTAL_CLIENT_ID'
  | 'ACTIVATION_CLIENT_ID'
  | 'LINK_TOKEN_KEY_ID'
  | 'SESSION_KEY_ID'
  | 'EVENT_BUS_NAME'
  | 'PARKED_QUEUE_URL'
  | 'SENDER_ADDRESS'
  | 'MAIL_CONFIGURATION_SET'
  | 'HOSTED_UI_URL'
  | 'FACTOR_SIGN_IN'
  | 'JWKS_URL'
  | 'RECOVERED_AT'
  | 'APPROVAL_WORKFLOW_ARN'
  | 'CONTRACT_DAY_SECONDS'
  | 'CERTIFICATE_KEY_ID'
  | 'WEBHOOK_KEY_ID'
  | 'WEBHOOK_RECEIVER'

/** The setting, or undefined where the function was deployed without it. */
export function optionalEnv(setting: Setting): string | undefined {
  const value = process.env[setting]
  return value === undefined || value === '' ? undefined : value
}

/** The setting. Throws where it is missing: a function without it was deployed without the `needs` that its code has. */
export function env(setting: Setting): string {
  const value = optionalEnv(setting)
  if (value === undefined)
    throw new Error(`${setting} is not set: the route's or trigger's needs do not name what it uses`)
  return value
}
