import { featureNames } from '../../shared/contract/routes.ts'
import type { FeatureInfra } from '../constructs/feature.ts'
import type { HousedStacks } from '../constructs/house.ts'
import { access } from '../features/access.ts'
import { activities } from '../features/activities.ts'
import { apiKeys } from '../features/api-keys.ts'
import { catalog } from '../features/catalog.ts'
import { contactRoles } from '../features/contact-roles.ts'
import { contracts } from '../features/contracts.ts'
import { docs } from '../features/docs.ts'
import { groups } from '../features/groups.ts'
import { invitations } from '../features/invitations.ts'
import { me } from '../features/me.ts'
import { notifications } from '../features/notifications.ts'
import { organizations } from '../features/organizations.ts'
import { permissionGroups } from '../features/permission-groups.ts'
import { portal } from '../features/portal.ts'
import { profiles } from '../features/profiles.ts'
import { roles } from '../features/roles.ts'
import { webhooks } from '../features/webhooks.ts'

/** Access comes first: its authorizer stands before the routes of all the others. */
const features: readonly FeatureInfra[] = [
  access,
  activities,
  apiKeys,
  catalog,
  contactRoles,
  contracts,
  docs,
  invitations,
  me,
  notifications,
  organizations,
  permissionGroups,
  roles,
  groups,
  portal,
  profiles,
  webhooks,
]

/** Builds every feature, each partly in the one stack and partly in the other. */
export function buildFeatures(stacks: HousedStacks): void {
  const missing = featureNames.filter((name) => !features.some((feature) => feature.name === name))
  if (missing.length > 0) throw new Error(`infra/stacks/features.ts builds nothing for ${missing.join(', ')}`)
  for (const feature of features) feature.build(stacks)
}
