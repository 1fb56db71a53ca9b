import type { PageOperation } from '../../shared/frame/operation.ts'
import { docsFile } from './docs-file.ts'

/** Serves a script or a style of the documentation. */
export const getDocsFile: PageOperation<'getDocsFile'> = async ({ params: { file } }) => ({
  content: docsFile(file),
  mediaType: file.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
  kept: 'forever',
})
