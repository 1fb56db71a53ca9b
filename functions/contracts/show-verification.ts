import type { PageOperation } from '../../shared/frame/operation.ts'
import { verificationAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { verificationPage } from './verification-page.tsx'

/** Asks for a certificate to check. */
export const showVerification: PageOperation<'showVerification'> = async ({ visitor: { language } }) => ({
  status: 200,
  html: verificationPage({ language, appName: env('APP_NAME'), formAction: verificationAddress() }),
})
