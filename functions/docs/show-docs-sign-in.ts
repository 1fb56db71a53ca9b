import type { PageOperation } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'
import { docsSignInPage } from './docs-page.tsx'

/** Hands the code of a sign-in to the documentation and closes itself. What the address says is read in the browser alone. */
export const showDocsSignIn: PageOperation<'showDocsSignIn'> = async () => ({
  status: 200,
  html: docsSignInPage({ appName: env('APP_NAME'), publicUrl: env('PUBLIC_URL') }),
})
