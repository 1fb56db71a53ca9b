import { organizations } from '../../shared/contract/organizations.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { createOrganization } from './create-organization.ts'
import { getOrganization } from './get-organization.ts'

export const handler = httpFunction(organizations, { createOrganization, getOrganization })
