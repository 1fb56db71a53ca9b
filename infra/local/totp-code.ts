import { Secret, TOTP } from 'otpauth'

/** The code that an authenticator app with this key shows now. */
export function totpCode(totpSecret: string, at: Date = new Date()): string {
  return new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: at.getTime() })
}
