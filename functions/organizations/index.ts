import { organizations } from '../../shared/contract/organizations.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { activateService } from './activate-service.ts'
import { changeOrganization } from './change-organization.ts'
import { createOrganization } from './create-organization.ts'
import { deactivateService } from './deactivate-service.ts'
import { getHelp } from './get-help.ts'
import { getOrganization } from './get-organization.ts'
import { listActingOrganizations } from './list-acting-organizations.ts'
import { listOrganizations } from './list-organizations.ts'
import { removeOrganization } from './remove-organization.ts'
import { restoreOrganization } from './restore-organization.ts'
import { resumeOrganization } from './resume-organization.ts'
import { suspendOrganization } from './suspend-organization.ts'

export const handler = httpFunction(organizations, {
  activateService,
  changeOrganization,
  createOrganization,
  deactivateService,
  getHelp,
  getOrganization,
  listActingOrganizations,
  listOrganizations,
  removeOrganization,
  restoreOrganization,
  resumeOrganization,
  suspendOrganization,
})
