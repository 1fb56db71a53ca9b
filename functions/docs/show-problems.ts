import type { PageOperation } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'
import { problemsPage } from './explanation-page.tsx'

/** Lists every problem code of this deployment. */
export const showProblems: PageOperation<'showProblems'> = async () => ({
  status: 200,
  html: problemsPage({ appName: env('APP_NAME'), publicUrl: env('PUBLIC_URL') }),
})
