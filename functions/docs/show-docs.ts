import type { PageOperation } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'
import { docsPage } from './docs-page.tsx'

/** Shows the documentation, which signs in as a client of the hosted sign-in like any other. */
export const showDocs: PageOperation<'showDocs'> = async () => ({
  status: 200,
  html: docsPage({ appName: env('APP_NAME'), publicUrl: env('PUBLIC_URL'), clientId: env('PORTAL_CLIENT_ID') }),
})
