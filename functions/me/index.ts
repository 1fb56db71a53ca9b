import { me } from '../../shared/contract/me.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { getMe } from './get-me.ts'

export const handler = httpFunction(me, { getMe })
