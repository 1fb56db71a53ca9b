import { profiles } from '../../shared/contract/profiles.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { changeProfile } from './change-profile.ts'
import { createProfile } from './create-profile.ts'
import { deactivateProfile } from './deactivate-profile.ts'
import { getProfile } from './get-profile.ts'
import { listProfiles } from './list-profiles.ts'
import { reactivateProfile } from './reactivate-profile.ts'
import { removeProfile } from './remove-profile.ts'
import { resetMfa } from './reset-mfa.ts'
import { signOutProfile } from './sign-out-profile.ts'

export const handler = httpFunction(profiles, {
  changeProfile,
  createProfile,
  deactivateProfile,
  getProfile,
  listProfiles,
  reactivateProfile,
  removeProfile,
  resetMfa,
  signOutProfile,
})
