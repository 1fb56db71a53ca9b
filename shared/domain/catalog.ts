// Long because it is a list: everything that an organization can give, each with a sentence for people.
import { id, type PermissionGroupId, type RoleId } from './ids.ts'

/** Everything that can be allowed in the portal: `noun:verb`, with a sentence that completes "may …". */
export const permissions = [
  { id: 'organization:read', sentence: 'see the organization, its services and its help' },
  { id: 'organization:change', sentence: 'change the details and settings of the organization' },
  { id: 'organization:remove', sentence: 'remove the organization' },
  { id: 'customers:administer', sentence: 'create customers, and act for them as their administrator' },
  { id: 'billing:manage', sentence: 'manage what the organization pays for and how' },
  { id: 'profiles:read', sentence: 'see everyone the organization knows' },
  {
    id: 'profiles:manage',
    sentence: 'add, invite, change, deactivate and remove people, and give them a default role',
  },
  { id: 'invitations:read', sentence: 'see who was invited by whom, and what became of it' },
  { id: 'permission-groups:read', sentence: 'see permission groups and their members' },
  { id: 'permission-groups:manage', sentence: 'make and change permission groups, and choose their members' },
  { id: 'roles:read', sentence: 'see roles and what they allow' },
  { id: 'roles:manage', sentence: 'make, change and remove custom roles' },
  { id: 'groups:read', sentence: 'see groups' },
  { id: 'groups:manage', sentence: 'make, change and remove groups' },
  { id: 'groups:access-all', sentence: 'use their default role in every group without being given access to it' },
  { id: 'group-access:read', sentence: 'see who has access to a group, and with which role' },
  { id: 'group-access:manage', sentence: 'give and take access to groups, and set group roles' },
  { id: 'contact-roles:read', sentence: 'see who stands for what, and which roles are not covered' },
  { id: 'contact-roles:manage', sentence: 'name contacts, their order and their deputies' },
  { id: 'access:read', sentence: 'see what anyone may do, and why' },
  { id: 'access:grant-any', sentence: 'give anyone any access that is not reserved to owners' },
  { id: 'activities:read', sentence: 'see who did what to whom, and when' },
  { id: 'activities:export', sentence: 'export activities' },
  { id: 'contracts:read', sentence: 'see contracts and how far they are' },
  { id: 'contracts:request', sentence: 'send contracts for approval, and remind of them' },
  { id: 'contracts:cancel', sentence: 'cancel contracts that are not decided' },
  { id: 'contracts:evidence', sentence: 'see who approved a contract, with the evidence and the certificate' },
  { id: 'api-keys:read', sentence: 'see which API keys exist and what they may do' },
  { id: 'api-keys:manage', sentence: 'make, rotate and revoke API keys' },
  { id: 'webhooks:read', sentence: 'see webhooks and their deliveries' },
  { id: 'webhooks:manage', sentence: 'make, change and remove webhooks, and deliver again' },
  { id: 'notifications:read', sentence: 'see which messages were sent, and to whom' },
  { id: 'notifications:send', sentence: 'send messages to the contacts of customers' },
  { id: 'services:manage', sentence: 'switch services on and off' },
  { id: 'documents:manage', sentence: 'write and publish the documents that contracts are made of' },
  { id: 'devices:read', sentence: 'see devices' },
  { id: 'devices:manage', sentence: 'configure, move and remove devices' },
  { id: 'devices:enrol', sentence: 'enrol new devices' },
  { id: 'content:read', sentence: 'see the content library' },
  { id: 'content:manage', sentence: 'add, change and remove content' },
  { id: 'analytics:read', sentence: 'see how devices and content are used' },
] as const satisfies readonly { id: `${string}:${string}`; sentence: string }[]

/** One thing that can be allowed in the portal. */
export type Permission = (typeof permissions)[number]['id']

const allPermissions: readonly Permission[] = permissions.map((permission) => permission.id)

/** Permissions that no permission group and no custom role of a customer contains (A6). */
export const ownerOnlyPermissions: ReadonlySet<string> = new Set<Permission>([
  'organization:remove',
  'roles:manage',
  'billing:manage',
  'customers:administer',
])

/** Permissions that mean something in the provider and are held by nobody elsewhere, owners included (A6). */
export const providerOnlyPermissions: ReadonlySet<string> = new Set<Permission>([
  'services:manage',
  'documents:manage',
  'notifications:send',
])

/**
 * Permissions that people hold and no API key does: whoever does this answers for it by name. A key that made keys could not be told from
 * the person who had it make them; naming somebody who stands for something, and asking for a signature, are statements of a person.
 */
export const personalPermissions: ReadonlySet<string> = new Set<Permission>([
  'api-keys:manage',
  'contact-roles:manage',
  'contracts:request',
])

/** The portal roles that a permission group can be made of. */
export const portalRoles = [
  {
    id: 'users-and-permissions-full-role',
    name: 'Users & Permissions: Full Role',
    sentence: 'Administers people, their access and their contact roles, and sees to contracts.',
    permissions: [
      'organization:read',
      'access:grant-any',
      'access:read',
      'profiles:read',
      'profiles:manage',
      'invitations:read',
      'permission-groups:read',
      'permission-groups:manage',
      'roles:read',
      'groups:read',
      'groups:manage',
      'group-access:read',
      'group-access:manage',
      'contact-roles:read',
      'contact-roles:manage',
      'activities:read',
      'activities:export',
      'contracts:read',
      'contracts:request',
      'contracts:cancel',
      'contracts:evidence',
    ],
  },
  {
    id: 'users-and-permissions-viewer',
    name: 'Users & Permissions: Viewer',
    sentence: 'Sees people, their access and their contact roles, and changes nothing.',
    permissions: [
      'organization:read',
      'access:read',
      'profiles:read',
      'invitations:read',
      'permission-groups:read',
      'roles:read',
      'groups:read',
      'group-access:read',
      'contact-roles:read',
    ],
  },
  {
    id: 'contracts-requester',
    name: 'Contracts: Requester',
    sentence: 'Sends contracts to the Commercial Contact and follows them.',
    permissions: ['contracts:read', 'contracts:request'],
  },
  {
    id: 'activities-viewer',
    name: 'Activities: Viewer',
    sentence: 'Sees who did what to whom, and when.',
    permissions: ['activities:read'],
  },
] as const satisfies readonly Entry<{ permissions: readonly Permission[] }>[]

type Entry<Rest> = { readonly id: string; readonly name: string; readonly sentence: string } & Rest

/** A named set of permissions in the portal, of which permission groups are made. */
export type PortalRole = (typeof portalRoles)[number]['id']

/** The services an organization can have, each with the roles there are in it: `<service>:<role>`. */
export const services = [
  {
    id: 'service-desk',
    name: 'Service Desk',
    sentence: 'Questions, incidents and changes, as tickets in ServiceNow.',
    applicationRoles: [
      { id: 'service-desk:requester', name: 'Requester', sentence: 'Opens tickets and follows their own.' },
      { id: 'service-desk:ticket-handler', name: 'Ticket Handler', sentence: 'Works on the tickets of everyone.' },
      { id: 'service-desk:it-administrator', name: 'IT Administrator', sentence: 'Answers for IT in ServiceNow.' },
      {
        id: 'service-desk:security-administrator',
        name: 'Security Administrator',
        sentence: 'Answers for security in ServiceNow.',
      },
    ],
  },
  {
    id: 'microsoft-365',
    name: 'Microsoft 365',
    sentence: 'Licences and subscriptions of Microsoft 365.',
    applicationRoles: [
      {
        id: 'microsoft-365:subscription-manager',
        name: 'Subscription Manager',
        sentence: 'Orders, changes and ends subscriptions.',
      },
      { id: 'microsoft-365:viewer', name: 'Viewer', sentence: 'Sees subscriptions and licences.' },
    ],
  },
  {
    id: 'reports',
    name: 'Reports',
    sentence: 'Reports on services, use and costs.',
    applicationRoles: [{ id: 'reports:viewer', name: 'Viewer', sentence: 'Reads reports.' }],
  },
  {
    id: 'secwise-watch',
    name: 'SecWise Watch',
    sentence: 'A security operations centre that watches day and night.',
    applicationRoles: [
      { id: 'secwise-watch:analyst', name: 'Analyst', sentence: 'Investigates and answers security incidents.' },
      { id: 'secwise-watch:viewer', name: 'Viewer', sentence: 'Sees security incidents.' },
    ],
  },
  {
    id: 'secwise-care',
    name: 'SecWise Care',
    sentence: 'Care for the security of the whole environment.',
    applicationRoles: [
      { id: 'secwise-care:analyst', name: 'Analyst', sentence: 'Works on findings and measures.' },
      { id: 'secwise-care:viewer', name: 'Viewer', sentence: 'Sees findings and measures.' },
    ],
  },
  {
    id: 'device-fleet',
    name: 'Device Fleet',
    sentence: 'Management of devices and what runs on them.',
    applicationRoles: [
      { id: 'device-fleet:operator', name: 'Operator', sentence: 'Operates devices.' },
      { id: 'device-fleet:viewer', name: 'Viewer', sentence: 'Sees devices.' },
    ],
  },
] as const satisfies readonly Entry<{ applicationRoles: readonly Entry<{ id: `${string}:${string}` }>[] }>[]

/** A service that an organization may have. */
export type ServiceId = (typeof services)[number]['id']
export type ApplicationRole = (typeof services)[number]['applicationRoles'][number]['id']

/** What can be held: a permission in the portal, or a role in a connected service. No text is both. */
export type Right = Permission | ApplicationRole

const serviceOfRole: ReadonlyMap<string, ServiceId> = new Map(
  services.flatMap((service) => service.applicationRoles.map((role) => [role.id, service.id] as const)),
)

/** The service an application role belongs to; undefined for a permission. */
export function serviceOf(right: Right): ServiceId | undefined {
  return serviceOfRole.get(right)
}

const permissionIds: ReadonlySet<string> = new Set(allPermissions)
/** True for the id of a permission. */
export const isPermission = (text: string): text is Permission => permissionIds.has(text)

/** True for the id of an application role. */
export const isApplicationRole = (text: string): text is ApplicationRole => serviceOfRole.has(text)

export type RoleLevel = 'organization' | 'group'

/** The managed-service provider itself, of which there is one, or a customer of it or of a reseller. */
export type OrganizationKind = 'provider' | 'customer'

export type PredefinedRole = {
  readonly roleId: RoleId
  readonly name: string
  readonly sentence: string
  readonly level: RoleLevel
  readonly permissions: readonly Permission[]
}

/** The one role that only owners give, and that an organization never loses its last holder of (A7). */
export const ownerRoleId = id('role', 'rol_owner')

const groupViewer = ['groups:read', 'group-access:read', 'devices:read', 'content:read', 'analytics:read'] as const
const groupOperator = [
  'groups:read',
  'devices:read',
  'devices:manage',
  'devices:enrol',
  'content:read',
  'content:manage',
  'analytics:read',
] as const

/** The roles that every organization has and nobody can change (A8). */
export const predefinedRoles: readonly PredefinedRole[] = [
  {
    roleId: ownerRoleId,
    name: 'Owner',
    sentence: 'May do everything, and alone decides about owners, custom roles, billing and the end of it all.',
    level: 'organization',
    permissions: allPermissions,
  },
  {
    roleId: id('role', 'rol_admin'),
    name: 'Admin',
    sentence: 'May do everything that is not reserved to owners.',
    level: 'organization',
    permissions: allPermissions.filter((permission) => !ownerOnlyPermissions.has(permission)),
  },
  {
    roleId: id('role', 'rol_viewer'),
    name: 'Viewer',
    sentence: 'Sees everything and changes nothing.',
    level: 'organization',
    permissions: [...allPermissions.filter((permission) => permission.endsWith(':read')), 'groups:access-all'],
  },
  {
    roleId: id('role', 'rol_analyst'),
    name: 'Analyst',
    sentence: 'Sees groups, devices and how they are used.',
    level: 'organization',
    permissions: ['groups:read', 'devices:read', 'analytics:read', 'groups:access-all'],
  },
  {
    roleId: id('role', 'rol_content-developer'),
    name: 'Content Developer',
    sentence: 'Looks after the content library.',
    level: 'organization',
    permissions: ['content:read', 'content:manage'],
  },
  {
    roleId: id('role', 'rol_device-setup-user'),
    name: 'Device Setup User',
    sentence: 'Enrols devices into any group.',
    level: 'organization',
    permissions: ['groups:read', 'devices:enrol', 'groups:access-all'],
  },
  {
    roleId: id('role', 'rol_group-admin'),
    name: 'Group Admin',
    sentence: 'Decides who has access to the group, and looks after its devices and content.',
    level: 'group',
    permissions: [...groupOperator, 'group-access:read', 'group-access:manage'],
  },
  {
    roleId: id('role', 'rol_group-operator'),
    name: 'Group Operator',
    sentence: 'Looks after the devices and content of the group.',
    level: 'group',
    permissions: groupOperator,
  },
  {
    roleId: id('role', 'rol_group-viewer'),
    name: 'Group Viewer',
    sentence: 'Sees the group, its members, devices and content.',
    level: 'group',
    permissions: groupViewer,
  },
  {
    roleId: id('role', 'rol_group-device-setup-user'),
    name: 'Group Device Setup User',
    sentence: 'Enrols devices into the group.',
    level: 'group',
    permissions: ['groups:read', 'devices:enrol'],
  },
]

const predefinedById = new Map(predefinedRoles.map((role) => [role.roleId, role]))

/** The predefined role of that id; undefined when it is a custom role's id, or nobody's. */
export function predefinedRole(roleId: RoleId): PredefinedRole | undefined {
  return predefinedById.get(roleId)
}

/** A permission group that is the same everywhere, and that nobody can change (A8). */
export type SystemPermissionGroup = {
  readonly permissionGroupId: PermissionGroupId
  readonly name: string
  readonly sentence: string
  /** The service whose organizations have it; undefined when every organization has it. */
  readonly service: ServiceId | undefined
  readonly portalRoles: readonly PortalRole[]
  readonly applicationRoles: readonly ApplicationRole[]
}

/** Users & Permissions – Full Role, whose members administer an organization. */
export const fullRoleGroupId = id('permissionGroup', 'pgr_full-role')

/** The permission groups nobody can change: they are adapted by copying (A8). A service's own give nothing while it is not active. */
export const systemPermissionGroups: readonly SystemPermissionGroup[] = [
  {
    permissionGroupId: fullRoleGroupId,
    name: 'Users & Permissions – Full Role',
    sentence: 'Administers people, their access and their contact roles.',
    service: undefined,
    portalRoles: ['users-and-permissions-full-role'],
    applicationRoles: [],
  },
  ...services.flatMap((service) =>
    service.applicationRoles.map((role) => ({
      permissionGroupId: id('permissionGroup', `pgr_${role.id.replace(':', '-')}`),
      name: `${service.name} – ${role.name}`,
      sentence: role.sentence,
      service: service.id,
      portalRoles: [],
      applicationRoles: [role.id],
    })),
  ),
]

const systemGroupById = new Map(systemPermissionGroups.map((group) => [group.permissionGroupId, group]))

/** The system permission group of that id; undefined when it is a custom one's id, or nobody's. */
export function systemPermissionGroup(permissionGroupId: PermissionGroupId): SystemPermissionGroup | undefined {
  return systemGroupById.get(permissionGroupId)
}

const permissionsByPortalRole = new Map(portalRoles.map((role) => [role.id, role.permissions]))

/** The permissions a portal role consists of. */
export function permissionsOfPortalRole(portalRole: PortalRole): readonly Permission[] {
  return permissionsByPortalRole.get(portalRole) ?? []
}

/** Everything that can have happened: `noun.past-verb`, with a sentence for whoever reads the list (V1). */
export const activityActions = [
  { id: 'provider.created', sentence: 'The provider was created by whoever deployed this.' },
  {
    id: 'deployment.recovered',
    sentence: 'Everything was recovered from a backup: everyone was signed out, and links in mails ended.',
  },
  { id: 'organization.created', sentence: 'The organization was created.' },
  { id: 'organization.changed', sentence: 'Details or settings of the organization were changed.' },
  { id: 'organization.moved', sentence: 'The organization was given another parent.' },
  { id: 'organization.suspended', sentence: 'The organization was suspended: nobody has access.' },
  { id: 'organization.resumed', sentence: 'The organization was resumed: access is back.' },
  { id: 'organization.removed', sentence: 'The organization was removed; it can be restored for 30 days.' },
  { id: 'organization.restored', sentence: 'The organization was restored.' },
  { id: 'organization.erased', sentence: 'Everything of the organization but evidence was erased.' },
  { id: 'service.activated', sentence: 'A service became active.' },
  { id: 'service.deactivated', sentence: 'A service was paused: its application roles give nothing.' },
  { id: 'profile.created', sentence: 'A person or a shared mailbox was added.' },
  { id: 'profile.changed', sentence: 'Details of a person or a shared mailbox were changed.' },
  { id: 'profile.confirmed', sentence: 'A draft was confirmed as a user.' },
  { id: 'profile.became-user', sentence: 'A contact became a user as well.' },
  { id: 'profile.ceased-to-be-user', sentence: 'A user became a contact only, and their access ended.' },
  { id: 'profile.address-replaced', sentence: 'A user was given another address, which was invited.' },
  { id: 'profile.deactivated', sentence: 'Someone was deactivated, and their access ended.' },
  { id: 'profile.reactivated', sentence: 'Someone was reactivated.' },
  { id: 'profile.removed', sentence: 'Someone was removed, and their access ended.' },
  { id: 'profile.erased', sentence: 'The personal values of someone were erased.' },
  { id: 'profile.signed-out', sentence: 'Someone was signed out everywhere in this organization.' },
  { id: 'factor.reset', sentence: 'The second factor and the password of someone were reset.' },
  { id: 'factor.enrolled', sentence: 'Someone chose a password and a second factor anew.' },
  { id: 'password.reset', sentence: 'Someone chose a new password after forgetting it.' },
  { id: 'sign-in-address.change-requested', sentence: 'Someone asked to sign in with another address.' },
  { id: 'sign-in-address.changed', sentence: 'Someone signs in with another address from now on.' },
  { id: 'address.undeliverable', sentence: 'Mail to someone came back for good, or was complained of.' },
  { id: 'address.deliverable', sentence: 'Mail arrives at someone again.' },
  { id: 'permission-group.created', sentence: 'A permission group was made.' },
  { id: 'permission-group.changed', sentence: 'A permission group was changed.' },
  { id: 'permission-group.removed', sentence: 'A permission group was removed.' },
  { id: 'permission-group.member-added', sentence: 'Someone joined a permission group.' },
  {
    id: 'permission-group.membership-changed',
    sentence: 'Someone is in a permission group between other dates than before.',
  },
  { id: 'permission-group.member-removed', sentence: 'Someone left a permission group.' },
  { id: 'permission-groups.replaced', sentence: 'The permission groups of someone were chosen anew.' },
  { id: 'role.created', sentence: 'A custom role was made.' },
  { id: 'role.changed', sentence: 'A custom role was changed.' },
  { id: 'role.removed', sentence: 'A custom role was removed.' },
  { id: 'access.began', sentence: 'The date came from which on something given to someone counts.' },
  { id: 'access.ended', sentence: 'The date came until which something given to someone counted.' },
  { id: 'default-role.set', sentence: 'Someone was given another default role.' },
  { id: 'default-role.cleared', sentence: 'The default role of someone was taken from them.' },
  { id: 'group.created', sentence: 'A group was made.' },
  { id: 'group.changed', sentence: 'A group was changed.' },
  { id: 'group.removed', sentence: 'A group was removed.' },
  { id: 'group-access.granted', sentence: 'Someone was given access to a group.' },
  { id: 'group-access.revoked', sentence: 'Access to a group was withdrawn from someone.' },
  { id: 'group-role.set', sentence: 'Someone was given a role in a group, instead of their default role.' },
  { id: 'group-role.cleared', sentence: 'The role of someone in a group was taken from them, and the access kept.' },
  { id: 'invitation.created', sentence: 'Someone was invited to become a user.' },
  { id: 'invitation.sent-again', sentence: 'An invitation was sent again, and its older links ended.' },
  { id: 'invitation.asked-for', sentence: 'Someone whose invitation has expired asked for a new one.' },
  { id: 'invitation.cut-short', sentence: 'The link of an invitation ended early; it can be sent again.' },
  { id: 'invitation.revoked', sentence: 'An invitation was withdrawn.' },
  { id: 'invitation.accepted', sentence: 'Someone accepted an invitation, and their access began.' },
  { id: 'invitation.declined', sentence: 'Someone declined an invitation.' },
  { id: 'api-key.created', sentence: 'An API key was made.' },
  { id: 'api-key.rotated', sentence: 'An API key was given another secret.' },
  { id: 'api-key.revoked', sentence: 'An API key was revoked.' },
  { id: 'api-key.orphaned', sentence: 'API keys work on that whoever made them could not make any more.' },
  { id: 'ownership.given', sentence: 'Someone became an owner.' },
  { id: 'contact-role.assigned', sentence: 'Someone was named contact.' },
  { id: 'contact-role.changed', sentence: 'What was stated of a contact was stated anew.' },
  { id: 'contact-role.withdrawn', sentence: 'Someone is no longer contact.' },
  { id: 'contact-role.ordered', sentence: 'The holders of a contact role were put into another order.' },
  { id: 'contact-role.deputy-set', sentence: 'Someone was named deputy of a contact.' },
  { id: 'contact-role.deputy-cleared', sentence: 'Someone is no longer deputy of a contact.' },
  { id: 'contact.asked', sentence: 'A contact was asked whether it is all still right.' },
  { id: 'contact.reminded', sentence: 'A contact was reminded of the question whether it is all still right.' },
  { id: 'contact.confirmed', sentence: 'A contact confirmed that it is them.' },
  { id: 'contact.disowned', sentence: 'Whoever reads mail for a contact says that it is not them.' },
  { id: 'contact.corrected', sentence: 'A contact corrected their details.' },
  {
    id: 'contact.address-suggested',
    sentence: 'A contact asked for another address, which an administrator has to set.',
  },
  { id: 'preferences.changed', sentence: 'Someone chose which notifications they want.' },
  { id: 'coverage.changed', sentence: 'Contact roles became covered or uncovered, and the administrators were told.' },
  { id: 'notification.sent', sentence: 'The provider sent a notification.' },
  { id: 'contract.requested', sentence: 'A contract was requested.' },
  { id: 'contract.waits-for-contact', sentence: 'A contract waits for somebody who can approve it.' },
  { id: 'contract.waits-for-agreement', sentence: 'A contract waits for the service agreement, which comes first.' },
  { id: 'contract.sent', sentence: 'A contract was sent to its approver.' },
  {
    id: 'contract.moved',
    sentence: 'A contract was sent to another approver, or another address, and older links ended.',
  },
  { id: 'contract.reminded', sentence: 'The approver of a contract was reminded, with a new link.' },
  { id: 'contract.held', sentence: 'A contract was put on hold, and its link ended.' },
  { id: 'contract.question-asked', sentence: 'The approver of a contract asked a question.' },
  { id: 'contract.handed-over', sentence: 'The approver of a contract handed it over to another Commercial Contact.' },
  { id: 'contract.approved', sentence: 'A contract was approved.' },
  { id: 'contract.declined', sentence: 'A contract was declined.' },
  { id: 'contract.expired', sentence: 'A contract expired without a decision.' },
  { id: 'contract.cancelled', sentence: 'A contract was cancelled.' },
  {
    id: 'contract.attestation-outdated',
    sentence: 'Whoever signed a contract has another name, address or phone number: it is to be attested anew.',
  },
  { id: 'contract.attestation-renewed', sentence: 'A contract whose signatory had changed was attested anew.' },
  { id: 'document.created', sentence: 'A document that contracts are made of was written, as a draft.' },
  { id: 'document.published', sentence: 'A version of a document was published.' },
  { id: 'webhook.created', sentence: 'A webhook was made.' },
  { id: 'webhook.changed', sentence: 'A webhook was changed, switched off or switched on again.' },
  { id: 'webhook.removed', sentence: 'A webhook was removed.' },
  {
    id: 'webhook.secret-rotated',
    sentence: 'A webhook was given a new secret; the one before signs beside it for a day.',
  },
  { id: 'webhook.redelivered', sentence: 'What a webhook had missed is delivered to it once more.' },
  { id: 'webhook.disabled', sentence: 'A webhook that failed for days, or asked for nothing more, was switched off.' },
  { id: 'session.started', sentence: 'Someone signed in.' },
  { id: 'activities.exported', sentence: 'Activities were exported.' },
] as const satisfies readonly { id: `${string}.${string}`; sentence: string }[]

/** What happened, in the catalog's words. */
export type ActivityAction = (typeof activityActions)[number]['id']
