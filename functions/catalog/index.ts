import { catalog } from '../../shared/contract/catalog.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { getCatalog } from './get-catalog.ts'

export const handler = httpFunction(catalog, { getCatalog })
