import { type ApplicationRole, type PortalRole, portalRoles, services } from '../../shared/domain/catalog.ts'

const applicationRoles = services.flatMap((service) => service.applicationRoles.map(({ id }) => id))

/** Roles as they are stored: each once, in the order of the catalog. */
export const rolesChosen = (chosen: {
  readonly portalRoles: readonly PortalRole[]
  readonly applicationRoles: readonly ApplicationRole[]
}) => ({
  portalRoles: portalRoles.map(({ id }) => id).filter((role) => chosen.portalRoles.includes(role)),
  applicationRoles: applicationRoles.filter((role) => chosen.applicationRoles.includes(role)),
})
