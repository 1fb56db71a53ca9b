import { type ProblemCode, problems } from '../../shared/domain/problems.ts'
import { renderPage } from '../../shared/frame/page-layout.tsx'

/** The page of one problem code, in English as the codes themselves are. */
export function explanationPage({ code, appName }: { readonly code: ProblemCode; readonly appName: string }): string {
  const { status, title, advice } = problems[code]
  return renderPage({
    language: 'en',
    appName,
    about: 'Problem codes',
    title,
    children: (
      <>
        <p class="lead">{advice}</p>
        <p>
          A call was answered with status {status} and the code <code>{code}</code>. The code never changes its meaning,
          so a program may decide by it; <code>detail</code> and <code>errors</code> in the answer say more about the
          call itself.
        </p>
      </>
    ),
  })
}
