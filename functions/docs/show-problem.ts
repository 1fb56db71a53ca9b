import { isProblemCode, Problem } from '../../shared/domain/problems.ts'
import type { PageOperation } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'
import { explanationPage } from './explanation-page.tsx'

/** Explains a problem code to whoever followed the `type` of a problem document. */
export const showProblem: PageOperation<'showProblem'> = async ({ params: { code } }) => {
  if (!isProblemCode(code)) throw new Problem('not-found')
  return { status: 200, html: explanationPage({ code, appName: env('APP_NAME'), publicUrl: env('PUBLIC_URL') }) }
}
