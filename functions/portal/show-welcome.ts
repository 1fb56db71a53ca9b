import type { PageOperation } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'
import { welcomePage } from './welcome-page.tsx'

/** The page that the hosted sign-in sends people back to. It reads nothing from the address it was called with. */
export const showWelcome: PageOperation<'showWelcome'> = async ({ visitor: { language } }) => ({
  status: 200,
  html: welcomePage({
    language,
    appName: env('APP_NAME'),
    apiUrl: env('PUBLIC_URL'),
    docsUrl: `${env('PUBLIC_URL')}/docs`,
  }),
})
