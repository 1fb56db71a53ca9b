import type { ContactRole } from './contact-roles.ts'

/** How grave a security incident is. */
export const severities = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

/** A contact role that a message goes to, and the one that it goes to where nobody of the first can be reached. */
export type Goal = { readonly contactRole: ContactRole; readonly else?: ContactRole }

/** Whom a message goes to: contact roles, or people whom its sender names, with a copy to others. */
export type Destination = {
  readonly goals: readonly Goal[]
  /** The sender names profiles of the organization, and none otherwise. */
  readonly addressees?: true
  /** The first holder alone, and nobody in their place. */
  readonly primaryAlone?: true
  readonly copiesWatchlist?: true
  /** The message names the provider's security operations centre, which is copied and answers replies. */
  readonly namesSecurityOperations?: true
}

const technical = { goals: [{ contactRole: 'technical' }] } as const satisfies Destination
const commercial = { goals: [{ contactRole: 'commercial' }] } as const satisfies Destination
const dpo = { goals: [{ contactRole: 'dpo' }] } as const satisfies Destination
const escalated = {
  goals: [{ contactRole: 'security-escalation', else: 'technical' }],
  namesSecurityOperations: true,
} as const satisfies Destination

/** Everything that the provider writes to an organization about, and who there hears of it (N1). */
export const notificationCategories = [
  {
    id: 'technical-update',
    sentence: 'News about how a service works or will work.',
    mayBeMuted: true,
    goesTo: technical,
  },
  {
    id: 'health-alert',
    sentence: 'A service is not as healthy as it should be.',
    mayBeMuted: true,
    goesTo: technical,
  },
  { id: 'change', sentence: 'Something is about to be changed.', mayBeMuted: true, goesTo: technical },
  { id: 'incident', sentence: 'A service is disturbed.', mayBeMuted: false, goesTo: technical },
  {
    id: 'tenant-issue',
    sentence: 'Something is wrong with a tenant of the organization.',
    mayBeMuted: false,
    goesTo: technical,
  },
  { id: 'licensing', sentence: 'Licences, and how they are used.', mayBeMuted: true, goesTo: commercial },
  { id: 'renewal', sentence: 'Something ends or is renewed soon.', mayBeMuted: true, goesTo: commercial },
  {
    id: 'contract',
    sentence: 'A contract waits for approval.',
    mayBeMuted: false,
    goesTo: { ...commercial, primaryAlone: true },
  },
  { id: 'privacy', sentence: 'How personal data is handled.', mayBeMuted: true, goesTo: dpo },
  { id: 'audit', sentence: 'An audit, and what it takes or found.', mayBeMuted: true, goesTo: dpo },
  {
    id: 'data-breach',
    sentence: 'Personal data may have come into wrong hands.',
    mayBeMuted: false,
    goesTo: { goals: [{ contactRole: 'dpo' }, { contactRole: 'technical' }] },
  },
  {
    id: 'service-desk',
    sentence: 'The Service Desk writes to somebody about their request.',
    mayBeMuted: false,
    goesTo: { goals: [], addressees: true, copiesWatchlist: true },
  },
  {
    id: 'security-incident',
    sentence: 'An attack, or what looks like one.',
    mayBeMuted: false,
    goesTo: { critical: escalated, high: escalated, medium: technical, low: technical },
  },
] as const satisfies readonly {
  id: string
  sentence: string
  mayBeMuted: boolean
  goesTo: Destination | Readonly<Record<Severity, Destination>>
}[]

/** What a message is about. */
export type NotificationCategory = (typeof notificationCategories)[number]['id']

/** A message as far as its recipients go: some categories come in several severities. */
export type Subject =
  | { readonly category: Exclude<NotificationCategory, 'security-incident'>; readonly severity?: undefined }
  | { readonly category: 'security-incident'; readonly severity: Severity }

/** A category whose holders may switch it off; none of them comes in several severities. */
export type MutableCategory = Extract<(typeof notificationCategories)[number], { mayBeMuted: true }>['id']

/** The categories whose holders may switch them off. */
export const mutableCategories: readonly MutableCategory[] = notificationCategories.flatMap((category) =>
  category.mayBeMuted ? [category.id] : [],
)

/** Whether whoever holds the contact role may switch messages of a category off. */
export const mayBeMuted = (category: NotificationCategory): boolean => mutableCategories.some((id) => id === category)

/** Where messages of a category go. */
export function destinationOf({ category, severity }: Subject): Destination {
  const goesTo = notificationCategories.find(({ id }) => id === category)?.goesTo
  if (!goesTo) throw new Error(`no category is called ${category}`)
  if (!('critical' in goesTo)) return goesTo
  if (!severity) throw new Error(`${category} comes in several severities`)
  return goesTo[severity]
}
