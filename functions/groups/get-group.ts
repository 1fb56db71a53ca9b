import type { Operation } from '../../shared/frame/operation.ts'
import { groupHere, groupReply } from './group-here.ts'

export const getGroup: Operation<'getGroup'> = async ({ params }) => groupReply(await groupHere(params))
