import type { FeatureName } from './routes.ts'

/** What each feature is for, in a sentence. */
export const featureSentences: Readonly<Record<FeatureName, string>> = {
  access: 'What somebody may do, by which way, and why not; and who can do something.',
  activities: 'Who did what to whom, when and from where: listed, followed and exported.',
  'api-keys': 'What programs call with, in place of a sign-in.',
  catalog: 'The permissions, roles, services and actions that there are.',
  'contact-roles': 'Who officially stands for what in an organization, and whether every role is covered.',
  contracts: 'What a commercial contact has to approve, and the documents that are approved.',
  docs: 'This documentation, and a page for every problem code.',
  groups: 'Sets of what connected applications look after, and who has access to each.',
  invitations: 'The way from an address to a user: invited by mail, activated with a second factor.',
  me: 'What whoever is signed in may know and change of themselves.',
  notifications: 'What the provider writes to the contacts of an organization, and who would receive it.',
  organizations: 'The provider, its resellers and their customers, and the services that are active for them.',
  'permission-groups': 'Named sets of roles, given to their members across the organization.',
  portal: 'Where somebody arrives who has just signed in.',
  profiles: 'The people and shared mailboxes that an organization knows.',
  roles: 'Named sets of permissions, of which a user has one across the organization or one in a group.',
  webhooks: 'Addresses that are told of what happens, with what was delivered to them.',
}
