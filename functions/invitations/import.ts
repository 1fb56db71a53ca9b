import { importRows } from '../../shared/contract/import-rows.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { applyImport } from './apply-import.ts'
import { planImport } from './plan-import.ts'

export const handler = httpFunction(importRows, { planImport, applyImport }, 'import')
