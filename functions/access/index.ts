import { access } from '../../shared/contract/access.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { getEffectivePermissions } from './get-effective-permissions.ts'

export const handler = httpFunction(access, { getEffectivePermissions })
