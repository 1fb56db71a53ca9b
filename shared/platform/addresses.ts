import { env } from './env.ts'

/** Where people sign in: Cognito's hosted UI, which sends them back to the page of welcome. */
export function signInAddress(): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: env('PORTAL_CLIENT_ID'),
    redirect_uri: `${env('PUBLIC_URL')}/welcome`,
    scope: 'openid rolecall/api',
  })
  return `${env('HOSTED_UI_URL')}/oauth2/authorize?${query}`
}

/** The address of an activation link, and of what its forms post to. */
export const activationAddress = (token: string, step?: 'password' | 'factor' | 'ask'): string =>
  [env('PUBLIC_URL'), 'activate', encodeURIComponent(token), step].filter((part) => part !== undefined).join('/')

/** The address of a link that confirms another sign-in address, and of what its form posts to. */
export const confirmAddress = (token: string): string =>
  `${env('PUBLIC_URL')}/confirm-address/${encodeURIComponent(token)}`

/** The address of the link by which a contact says whether it is them, and of what its forms post to. */
export const contactAddress = (token: string): string => `${env('PUBLIC_URL')}/contact/${encodeURIComponent(token)}`

/** The address of the link by which a contract is approved, and of what its forms post to and its document is read at. */
export const approvalAddress = (
  token: string,
  step?: 'code' | 'decision' | 'question' | 'hand-over' | 'document',
): string =>
  [env('PUBLIC_URL'), 'approve', encodeURIComponent(token), step].filter((part) => part !== undefined).join('/')

/** The address of the page on which certificates are checked. */
export const verificationAddress = (): string => `${env('PUBLIC_URL')}/verify`
