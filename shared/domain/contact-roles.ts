import type { ServiceId } from './catalog.ts'
import type { Definitions } from './definitions.ts'
import { applicationRolesHeld, type EvaluatedOrganization, type Grants } from './evaluator.ts'
import type { Principal, ProfileId } from './ids.ts'

/**
 * What a contact can officially stand for. `required` says where an organization must have one: everywhere, nowhere, or where one of
 * these services is active; `gap` what it costs to have none (C7).
 */
export const contactRoles = [
  {
    id: 'technical',
    name: 'Technical Contact',
    sentence: 'First to be asked and told about technical and security matters, tenants and continuity.',
    gap: 'Nobody is told first of incidents, tenant issues and health alerts.',
    required: 'always',
  },
  {
    id: 'commercial',
    name: 'Commercial Contact',
    sentence: 'Approves contracts on behalf of the organization, and is told of licences and renewals.',
    gap: 'Nobody can approve the service agreement or a CSP contract, so no tenant is provisioned.',
    required: 'always',
  },
  {
    id: 'dpo',
    name: 'Data Protection Officer',
    sentence: 'Answers for data protection, and is told of data breaches and audits.',
    gap: 'Critical compliance notifications are delayed.',
    required: 'always',
  },
  {
    id: 'watchlist',
    name: 'Watchlist Contact',
    sentence: 'Is copied on all mail of the Service Desk; may be a distribution list.',
    gap: 'Nobody is copied on mail of the Service Desk.',
    required: 'never',
  },
  {
    id: 'security-escalation',
    name: 'Security Incident Escalation Contact',
    sentence: 'Is told first of grave security incidents, and works on them with the security operations centre.',
    gap: 'Critical security alerts are delayed or missed.',
    required: ['secwise-watch', 'secwise-care'],
  },
] as const satisfies readonly {
  id: string
  name: string
  sentence: string
  gap: string
  required: 'always' | 'never' | readonly ServiceId[]
}[]

/** One of them. */
export type ContactRole = (typeof contactRoles)[number]['id']

/** Whether an organization with these services must have somebody for a contact role. */
export function isRequired(contactRole: ContactRole, services: readonly ServiceId[]): boolean {
  const required = contactRoles.find(({ id }) => id === contactRole)?.required ?? 'never'
  return typeof required === 'string' ? required === 'always' : required.some((service) => services.includes(service))
}

/** What whoever names a Commercial Contact, or a deputy of one, states by giving its version; a new wording gets a new version (C2). */
export const signingAuthorityWording = {
  version: '2026-11',
  sentence: 'I state that this person may accept legal terms and sign contracts on behalf of the organization.',
} as const

/** That somebody was stated to have signing authority: by whom, when (ISO 8601), and in which wording. */
export type Attestation = {
  /** The version of the wording. */
  readonly wording: string
  readonly attestedAt: string
  readonly attestedBy: Principal
  /** Their profile, in the organization itself or in the one that they acted from. */
  readonly attestedByProfile?: ProfileId | undefined
}

/** Whether somebody is Global Administrator of the tenant, as it was stated (C1). */
export type GlobalAdministrator = 'yes' | 'no' | 'unknown'

/** What somebody has of one contact role; `attestation` of `commercial` alone, `globalAdministrator` of `technical` alone. */
export type ContactRoleHeld = {
  readonly assignedAt: string
  readonly attestation?: Attestation | undefined
  readonly globalAdministrator?: GlobalAdministrator | undefined
}

/** That somebody stands in for a holder: from `from` on, and no longer at `until`. The holder is absent for exactly that time (C9). */
export type DeputyTerm = {
  readonly from: string
  readonly until: string
  readonly attestation?: Attestation | undefined
}

/** The contact roles of somebody. */
export type ContactRolesHeld = { readonly [Role in ContactRole]?: ContactRoleHeld | undefined }
/** The holders whom somebody stands in for, by contact role. */
export type DeputyFor = { readonly [Role in ContactRole]?: Readonly<Record<ProfileId, DeputyTerm>> | undefined }

/** What somebody must be or have for a contact role (C1-C4, P3), each with how to get it. */
export const prerequisites = {
  person: 'A shared mailbox can only be a Watchlist Contact: name a person.',
  'service-desk-role':
    'Add them to a permission group that gives a role in the Service Desk, while that service is active.',
  'signing-authority':
    'State their signing authority: send `attestation` with the version of the wording that the catalog shows.',
  'secwise-active': 'Have the provider activate SecWise Watch or SecWise Care.',
  'security-administrator':
    'Add them to a permission group that makes them IT Administrator or Security Administrator in the Service Desk, while that service is active.',
} as const

/** One of them. */
export type Prerequisite = keyof typeof prerequisites

const isPrerequisite = (name: string): name is Prerequisite => Object.hasOwn(prerequisites, name)

/** The name of each of them. */
export const prerequisiteNames = Object.keys(prerequisites).filter(isPrerequisite)

/** Whether a contact role takes access: without having accepted nobody can do what it is for. */
export const takesAccess = (contactRole: ContactRole): boolean =>
  contactRole === 'technical' || contactRole === 'security-escalation'

/** Somebody as far as prerequisites go. */
export type Candidate = Grants & { readonly kind: 'person' | 'shared-mailbox'; readonly user: boolean }

/**
 * What somebody lacks for a contact role at a moment. What was given to them counts whether or not they have accepted already or are
 * deactivated since, and while the organization is suspended: coverage tells these apart.
 */
export function missingPrerequisites(
  contactRole: ContactRole,
  candidate: Candidate,
  attestation: Attestation | undefined,
  { organization, definitions }: { readonly organization: EvaluatedOrganization; readonly definitions: Definitions },
  at: string,
): readonly Prerequisite[] {
  if (contactRole === 'watchlist') return []
  if (candidate.kind !== 'person') return ['person']
  const held = candidate.user
    ? applicationRolesHeld(
        {
          organization: { ...organization, status: 'active' },
          access: { ...candidate, status: 'active' },
          definitions,
        },
        at,
      )
    : []
  const missing: Prerequisite[] = []
  if (contactRole === 'technical' && !held.some((role) => role.startsWith('service-desk:')))
    missing.push('service-desk-role')
  if (contactRole === 'commercial' && !attestation) missing.push('signing-authority')
  if (contactRole === 'security-escalation') {
    if (!isRequired('security-escalation', organization.services)) missing.push('secwise-active')
    if (!held.some((role) => securityAdministrators.has(role))) missing.push('security-administrator')
  }
  return missing
}

const securityAdministrators: ReadonlySet<string> = new Set([
  'service-desk:it-administrator',
  'service-desk:security-administrator',
])

/** How many may hold one contact role; so an organization has at most 50 holders, and a deputy for each. */
export const mostHolders = 10
