import { portal } from '../../shared/contract/portal.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { showWelcome } from './show-welcome.ts'

export const handler = pageFunction(portal, { showWelcome })
