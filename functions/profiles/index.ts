import { profiles } from '../../shared/contract/profiles.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { createProfile } from './create-profile.ts'
import { getProfile } from './get-profile.ts'
import { listProfiles } from './list-profiles.ts'

export const handler = httpFunction(profiles, { createProfile, getProfile, listProfiles })
