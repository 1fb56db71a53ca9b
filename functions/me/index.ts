import { me } from '../../shared/contract/me.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { changeMe } from './change-me.ts'
import { changeMyEmail } from './change-my-email.ts'
import { getMe } from './get-me.ts'
import { getMyPermissions } from './get-my-permissions.ts'
import { listMyOrganizations } from './list-my-organizations.ts'

export const handler = httpFunction(me, { changeMe, changeMyEmail, getMe, getMyPermissions, listMyOrganizations })
