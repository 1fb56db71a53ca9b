import { isProblemCode, type ProblemCode, problems } from '../../shared/domain/problems.ts'
import { renderPage } from '../../shared/frame/page-layout.tsx'

type DocsFrame = { readonly appName: string; readonly publicUrl: string }

/** The page of one problem code, in English as the codes themselves are. */
export function explanationPage({ code, appName, publicUrl }: DocsFrame & { readonly code: ProblemCode }): string {
  const { status, title, advice } = problems[code]
  return renderPage({
    language: 'en',
    appName,
    about: 'Problem codes',
    title,
    children: (
      <>
        <p class="lead">{marked(advice)}</p>
        <p>
          A call was answered with status {status} and the code <code>{code}</code>. The code never changes its meaning,
          so a program may decide by it; <code>detail</code> and <code>errors</code> in the answer say more about the
          call itself.
        </p>
        <p>
          <a href={`${publicUrl}/docs/problems`}>Every problem code</a>
        </p>
      </>
    ),
  })
}

/** The list of all problem codes, by status. */
export function problemsPage({ appName, publicUrl }: DocsFrame): string {
  const codes = Object.keys(problems).filter(isProblemCode)
  return renderPage({
    language: 'en',
    appName,
    about: 'Problem codes',
    title: 'Every problem code',
    children: (
      <>
        <p class="lead">
          An error is a problem document. Decide by its <code>code</code>; its <code>type</code> leads to the page of
          that code.
        </p>
        <dl class="facts">
          {codes
            .sort((one, other) => problems[one].status - problems[other].status)
            .map((code) => (
              <div key={code}>
                <dt>
                  {problems[code].status} <a href={`${publicUrl}/docs/problems/${code}`}>{code}</a>
                </dt>
                <dd>
                  {problems[code].title}. {marked(problems[code].advice)}
                </dd>
              </div>
            ))}
        </dl>
        <p>
          <a href={`${publicUrl}/docs`}>The API documentation</a>
        </p>
      </>
    ),
  })
}

/** What stands between backticks is code. */
const marked = (text: string) => text.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>))
