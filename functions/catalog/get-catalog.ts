import {
  activityActions,
  ownerOnlyPermissions,
  permissions,
  portalRoles,
  predefinedRoles,
  providerOnlyPermissions,
  services,
} from '../../shared/domain/catalog.ts'
import { contactRoles, signingAuthorityWording } from '../../shared/domain/contact-roles.ts'
import { notificationCategories } from '../../shared/domain/notification-categories.ts'
import type { Operation } from '../../shared/frame/operation.ts'

/** The catalog is code and the same for everyone; each release brings its own. */
export const getCatalog: Operation<'getCatalog'> = async () => ({
  permissions: permissions.map(({ id, sentence }) => ({ id, sentence, reserved: reservedTo(id) })),
  portalRoles: portalRoles.map(({ permissions, ...role }) => ({ ...role, permissions: [...permissions] })),
  services: services.map(({ applicationRoles, ...service }) => ({
    ...service,
    applicationRoles: [...applicationRoles],
  })),
  roles: predefinedRoles.map(({ permissions, ...role }) => ({ ...role, permissions: [...permissions] })),
  contactRoles: contactRoles.map(({ required, ...role }) => ({
    ...role,
    required: typeof required === 'string' ? required : [...required],
  })),
  signingAuthority: { ...signingAuthorityWording },
  activityActions: [...activityActions],
  notificationCategories: notificationCategories.map(({ id, sentence, mayBeMuted }) => ({ id, sentence, mayBeMuted })),
})

function reservedTo(permission: string): 'owners' | 'provider' | null {
  if (ownerOnlyPermissions.has(permission)) return 'owners'
  return providerOnlyPermissions.has(permission) ? 'provider' : null
}
