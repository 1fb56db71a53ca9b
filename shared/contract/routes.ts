import { access } from './access.ts'
import { activities } from './activities.ts'
import { apiKeys } from './api-keys.ts'
import { catalog } from './catalog.ts'
import { contactRoles } from './contact-roles.ts'
import { contracts } from './contracts.ts'
import { docs } from './docs.ts'
import { groups } from './groups.ts'
import { invitations } from './invitations.ts'
import { me } from './me.ts'
import { notifications } from './notifications.ts'
import { organizations } from './organizations.ts'
import { permissionGroups } from './permission-groups.ts'
import { portal } from './portal.ts'
import { profiles } from './profiles.ts'
import { roles } from './roles.ts'
import type { Feature, Route } from './route.ts'
import { webhooks } from './webhooks.ts'

/** Every feature by its name, the one list of routes that everything else is derived from. */
export const features = {
  access,
  activities,
  'api-keys': apiKeys,
  catalog,
  'contact-roles': contactRoles,
  contracts,
  docs,
  invitations,
  me,
  notifications,
  organizations,
  'permission-groups': permissionGroups,
  roles,
  groups,
  portal,
  profiles,
  webhooks,
} as const satisfies Record<string, Feature>

/** The name of a feature: its folder in functions/, its file in shared/contract/ and infra/features/. */
export type FeatureName = keyof typeof features
type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never
/** Every row of every feature, by its operation. */
type Rows = AllOf<(typeof features)[FeatureName]>

/** The name of an operation: its file, its test and its metric. */
export type OperationId = keyof Rows
/** The row of an operation. */
export type RouteOf<Id extends OperationId> = Rows[Id]

/** Every row with the feature and the operation it belongs to, in the order of the features' names. */
export function allRoutes(): readonly {
  readonly feature: FeatureName
  readonly operationId: OperationId
  readonly route: Route
}[] {
  return featureNames.flatMap((feature) =>
    Object.entries(features[feature]).map(([operationId, route]: [string, Route]) => ({
      feature,
      operationId: operationId as OperationId,
      route,
    })),
  )
}

/** The features' names, sorted. */
export const featureNames = (Object.keys(features) as FeatureName[]).sort()
