import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile as read } from '../../shared/table/profile.ts'
import { profileReply } from './profile-reply.ts'

export const getProfile: Operation<'getProfile'> = async ({ params }) => {
  const profile = await read(params)
  if (!profile) throw new Problem('not-found')
  return profileReply(profile)
}
