import { type Affected, acrossOrganization } from '../../shared/domain/access-difference.ts'
import {
  type OrganizationKind,
  permissions,
  providerOnlyPermissions,
  type Right,
  type ServiceId,
  services,
} from '../../shared/domain/catalog.ts'

/** The application roles of services, which whoever was given them holds while the service is active. */
const rolesOf = (which: readonly ServiceId[]): readonly Right[] =>
  services
    .filter(({ id }) => which.includes(id))
    .flatMap(({ applicationRoles }) => applicationRoles.map(({ id }) => id))

/** What a service gives, to everyone who was given any of it. */
export const rightsOfService = (service: ServiceId) => acrossOrganization(rolesOf([service]))

/** Everything that can be held in an organization: whoever was given some of it has it while the organization is active. */
export const rightsWhileActive = ({
  kind,
  services: active,
}: {
  readonly kind: OrganizationKind
  readonly services: readonly ServiceId[]
}) =>
  acrossOrganization([
    ...permissions
      .map(({ id }) => id)
      .filter((permission) => kind === 'provider' || !providerOnlyPermissions.has(permission)),
    ...rolesOf(active),
  ])

/** That everyone gains these, or loses those. */
export const everyone = (change: Partial<Pick<Affected, 'gains' | 'loses'>>): readonly Affected[] => [
  { who: { kind: 'everyone' }, gains: [], loses: [], ...change },
]
