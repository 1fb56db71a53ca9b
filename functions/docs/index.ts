import { docs } from '../../shared/contract/docs.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { getDocsFile } from './get-docs-file.ts'
import { showDocs } from './show-docs.ts'
import { showDocsSignIn } from './show-docs-sign-in.ts'
import { showOpenApi } from './show-open-api.ts'
import { showProblem } from './show-problem.ts'
import { showProblems } from './show-problems.ts'

export const handler = pageFunction(docs, {
  showDocs,
  showDocsSignIn,
  getDocsFile,
  showOpenApi,
  showProblems,
  showProblem,
})
