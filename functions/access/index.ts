import { access } from '../../shared/contract/access.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { explainAccess } from './explain-access.ts'
import { getEffectivePermissions } from './get-effective-permissions.ts'
import { whoCan } from './who-can.ts'

export const handler = httpFunction(access, { explainAccess, getEffectivePermissions, whoCan })
