import type { Operation } from '../../shared/frame/operation.ts'
import { groupHere } from './group-here.ts'
import { permissionGroupReply } from './permission-group-reply.ts'

export const getPermissionGroup: Operation<'getPermissionGroup'> = async ({ params }) =>
  permissionGroupReply(await groupHere(params))
