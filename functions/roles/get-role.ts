import type { Operation } from '../../shared/frame/operation.ts'
import { roleHere } from './role-here.ts'
import { roleReply } from './role-reply.ts'

export const getRole: Operation<'getRole'> = async ({ params }) => roleReply(await roleHere(params))
