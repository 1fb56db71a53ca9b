import { documentRows } from '../../shared/contract/document-rows.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { createDocument } from './create-document.ts'
import { getDocument } from './get-document.ts'
import { listDocuments } from './list-documents.ts'
import { publishDocument } from './publish-document.ts'

export const handler = httpFunction(
  documentRows,
  { createDocument, listDocuments, getDocument, publishDocument },
  'documents',
)
