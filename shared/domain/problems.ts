// Long because it is a list.
/**
 * Every problem this deployment answers with: its HTTP status, its title, and what whoever meets it can do next. The code is
 * the last part of the problem's `type` and never changes its meaning.
 */
export const problems = {
  'malformed-body': {
    status: 400,
    title: 'The body is not valid JSON',
    advice: 'Send one JSON object, encoded as UTF-8.',
  },
  invalid: {
    status: 400,
    title: 'The request is not valid',
    advice: 'Correct the fields named in `errors` and send it again.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor does not belong to this list',
    advice:
      'Leave `cursor` out to begin at the first page, and use only the `nextCursor` of the same list and filters.',
  },
  unauthenticated: {
    status: 401,
    title: 'Nobody is signed in',
    advice: 'Send `Authorization: Bearer` with an access token that has not expired, or with an API key.',
  },
  forbidden: {
    status: 403,
    title: 'You may not do this here',
    advice: 'Ask an administrator of the organization for the permission named in `detail`.',
  },
  'cannot-grant': {
    status: 403,
    title: 'You may not give what you do not hold',
    advice: 'Ask an owner, or a member of Users & Permissions – Full Role, to do it.',
  },
  'owner-only': {
    status: 403,
    title: 'Only an owner may do this',
    advice: 'Ask an owner of the organization to do it.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    advice: 'Check the address and the ids in it; what belongs to another organization answers the same.',
  },
  'already-answered': {
    status: 409,
    title: 'This call was answered before, and its answer cannot be shown again',
    advice: 'The call took effect the first time. Use a new Idempotency-Key for a new call.',
  },
  'request-in-progress': {
    status: 409,
    title: 'The same call is still running',
    advice: 'Wait for the first call to end, then send it again with the same Idempotency-Key.',
  },
  'address-taken': {
    status: 409,
    title: 'The address belongs to another profile of this organization',
    advice: 'Use the profile that has it, or another address.',
  },
  'external-id-taken': {
    status: 409,
    title: 'The externalId belongs to another profile of this organization',
    advice: 'Use the profile that has it, or another externalId.',
  },
  'last-owner': {
    status: 409,
    title: 'The organization would lose its last active owner',
    advice: 'Make somebody else an owner first, and do it again once they have accepted.',
  },
  'too-many-owners': {
    status: 409,
    title: 'An organization has at most 100 owners',
    advice: 'Take ownership from somebody else first.',
  },
  'too-many-permission-groups': {
    status: 409,
    title: 'Somebody is in at most 20 permission groups',
    advice: 'Take the person out of another permission group first, or make one group of several.',
  },
  'too-many-permission-groups-here': {
    status: 409,
    title: 'An organization has at most 200 permission groups of its own',
    advice: 'Remove a permission group that nobody needs first, or change one that is there.',
  },
  'too-many-roles-here': {
    status: 409,
    title: 'An organization has at most 100 custom roles',
    advice: 'Remove a role that nobody needs first, or change one that is there.',
  },
  'too-many-groups-here': {
    status: 409,
    title: 'An organization has at most 1,000 groups',
    advice: 'Remove a group that nobody needs first.',
  },
  'too-many-webhooks': {
    status: 409,
    title: 'An organization has at most 10 webhooks',
    advice: 'Remove a webhook that nobody needs first, or have one of them told of more.',
  },
  'webhook-disabled': {
    status: 409,
    title: 'The webhook is switched off',
    advice: 'Switch it on again first, by changing `enabled` to true.',
  },
  'delivery-waiting': {
    status: 409,
    title: 'The delivery is not over yet',
    advice:
      'Wait: it is tried again by itself at `nextAttemptAt`. Once it has succeeded or failed it can be asked for again.',
  },
  'too-many-api-keys-here': {
    status: 409,
    title: 'An organization has at most 100 API keys that are not revoked',
    advice: 'Revoke a key that no program uses first: the list says when each was last used.',
  },
  'key-ended': {
    status: 409,
    title: 'The API key is revoked or has expired',
    advice: 'Make another API key; this one never works again.',
  },
  'too-many-groups': {
    status: 409,
    title: 'Somebody has access to at most 100 groups by hand, and to 10 by an invitation',
    advice:
      'Withdraw access to another group first, or give a default role that reaches all groups. What an invitation does not bring can be given once it is sent.',
  },
  'access-all-groups': {
    status: 409,
    title: 'The default role reaches all groups',
    advice: 'Give the person another default role first: nobody is taken out of a group that their role reaches.',
  },
  'name-taken': {
    status: 409,
    title: 'The name is taken in this organization',
    advice: 'Choose another name; upper and lower case are the same here, and names of system groups are taken too.',
  },
  'system-permission-group': {
    status: 409,
    title: 'A system permission group cannot be changed or removed',
    advice: 'Make a permission group of your own with `copyFrom`, and change that one.',
  },
  'predefined-role': {
    status: 409,
    title: 'A predefined role cannot be changed or removed',
    advice: 'Make a role of your own with `copyFrom`, and change that one.',
  },
  'in-use': {
    status: 409,
    title: 'It is still in use',
    advice: 'Name what takes its place in `replaceWith`, or take everyone out of it first.',
  },
  'prerequisites-missing': {
    status: 409,
    title: 'The person lacks what the contact role takes',
    advice: 'Do what `errors` says for each prerequisite that is missing, and send it again.',
  },
  'too-many-holders': {
    status: 409,
    title: 'A contact role has at most 10 holders',
    advice: 'Withdraw the role from somebody else first.',
  },
  'not-a-holder': {
    status: 409,
    title: 'The person does not hold this contact role',
    advice: 'Name them contact first.',
  },
  'no-recipients': {
    status: 409,
    title: 'Nobody would get the message',
    advice: 'Ask resolveRecipients who was passed over and why; then have somebody named who can be reached.',
  },
  'too-many-recipients': {
    status: 409,
    title: 'A message has at most 100 recipients',
    advice: 'Name fewer addressees: the watchlist is copied as well.',
  },
  'agreement-open': {
    status: 409,
    title: 'A service agreement is waiting for approval already',
    advice: 'List the contracts to see whom it waits for; remind them, or cancel it before you request another one.',
  },
  'no-agreement-published': {
    status: 409,
    title: 'No service agreement has been published',
    advice: 'Ask the provider to publish one: an organization signs it before its first CSP contract.',
  },
  'provider-attests': {
    status: 409,
    title: 'The provider approves no contracts',
    advice: 'Contracts are approved by customers: request it in the organization of the customer.',
  },
  'contract-ended': {
    status: 409,
    title: 'The contract has ended',
    advice: 'Read it to see how. Request a new one, which names it in `replaces`, if it is still wanted.',
  },
  'not-sent': {
    status: 409,
    title: 'Nobody has the contract at this moment',
    advice: 'Read it to see what it waits for. Whoever it is sent to next gets a link of their own.',
  },
  'not-approved': {
    status: 409,
    title: 'The contract was not approved',
    advice: 'Only an approved contract can be replaced: request a new one without `replaces`.',
  },
  'not-decided': {
    status: 409,
    title: 'Nobody has decided on the contract',
    advice: 'There is evidence once its approver has approved or declined.',
  },
  'evidence-pending': {
    status: 409,
    title: 'The evidence is being signed',
    advice: 'Ask again in a minute.',
  },
  'not-a-user': {
    status: 409,
    title: 'The profile is not a user',
    advice: 'Make the person a user first: permission groups and sign-ins are for users.',
  },
  'not-active': {
    status: 409,
    title: 'The person does not sign in here',
    advice: 'Read the profile: a draft is confirmed, and somebody deactivated is reactivated, before this can be done.',
  },
  'not-a-draft': {
    status: 409,
    title: 'The profile is not a draft',
    advice: 'There is nothing to confirm: whoever is invited already can be sent the invitation again.',
  },
  deactivated: {
    status: 409,
    title: 'The profile is deactivated',
    advice: 'Reactivate it first, if it is to be used again.',
  },
  'not-deactivated': {
    status: 409,
    title: 'The profile is not deactivated',
    advice: 'There is nothing to give back: read the profile to see where it stands.',
  },
  'intentions-gone': {
    status: 409,
    title: 'Something that the draft was to be given cannot be given now',
    advice:
      'Take the draft out of the permission groups named in `detail`, or have their service activated, and confirm again.',
  },
  'identity-shared': {
    status: 409,
    title: 'The person signs in to organizations that you do not administer',
    advice: 'Ask the provider to do it, since it would end their sign-in everywhere.',
  },
  'invitation-accepted': {
    status: 409,
    title: 'The invitation has been accepted',
    advice:
      'The person signs in already, so there is nothing to send, to withdraw or to decide. An administrator changes, deactivates or removes the profile instead.',
  },
  'invitation-revoked': {
    status: 409,
    title: 'The invitation was withdrawn already',
    advice: 'An administrator sends it again if the person is to be invited after all.',
  },
  'invitation-expired': {
    status: 409,
    title: 'The invitation has expired',
    advice: 'Ask whoever invited you to send it again.',
  },
  'inviter-lost-access': {
    status: 409,
    title: 'Whoever invited could no longer give this',
    advice: 'The invitation was withdrawn, and administrators were told. Ask one of them to send it again.',
  },
  'newer-invitation': {
    status: 409,
    title: 'The person has a newer invitation',
    advice: 'List the invitations, and use the newest one of that profile: only its link works.',
  },
  'profile-removed': {
    status: 409,
    title: 'The person was removed',
    advice: 'Invite the address anew.',
  },
  'service-not-active': {
    status: 409,
    title: 'The service is not active in this organization',
    advice: 'Ask the provider, or the parent organization, to activate it first.',
  },
  'has-owner': {
    status: 409,
    title: 'The organization has an owner of its own',
    advice: 'Ask one of its owners to invite further owners.',
  },
  'provider-exists': {
    status: 409,
    title: 'The provider has an owner who signs in already',
    advice: 'Ask an owner of the provider for an invitation.',
  },
  'role-needs-group': {
    status: 409,
    title: 'A role of level group needs at least one group',
    advice: 'Name the groups in `groups`, or choose a role of level organization.',
  },
  'too-many-levels': {
    status: 409,
    title: 'Organizations have two levels',
    advice: 'Choose as its parent the provider, or, where it has no customers of its own, a customer of the provider.',
  },
  'provider-stays': {
    status: 409,
    title: 'The provider cannot be removed',
    advice: 'It administers all the others. Remove customers one by one, or take down the deployment.',
  },
  'has-customers': {
    status: 409,
    title: 'The organization has customers of its own',
    advice: 'Remove its customers first, or ask an owner of the provider to give them another parent.',
  },
  'restore-too-late': {
    status: 409,
    title: 'The organization was removed more than 30 days ago',
    advice: 'What it had is being erased and cannot be brought back. Create a new organization.',
  },
  stale: {
    status: 412,
    title: 'It was changed since you read it',
    advice: 'Read it again, make your change on the new version, and send the new ETag in If-Match.',
  },
  'nothing-to-publish': {
    status: 409,
    title: 'The document has no draft',
    advice: 'Send the next version in `languages`; versions that were published stay as they are.',
  },
  'body-too-large': { status: 413, title: 'The body is larger than 256 KB', advice: 'Send less in one call.' },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not JSON',
    advice: 'Send `Content-Type: application/json`.',
  },
  'key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another body',
    advice: 'Use a new Idempotency-Key for every new call.',
  },
  'if-match-required': {
    status: 428,
    title: 'If-Match is missing',
    advice: 'Read it, and send its ETag in If-Match.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many calls',
    advice: 'Wait as many seconds as Retry-After says.',
  },
  'internal-error': {
    status: 500,
    title: 'Something failed on our side',
    advice: 'Try again; if it stays, tell whoever runs this service the `requestId`.',
  },
  busy: {
    status: 503,
    title: 'Too many changes at once',
    advice: 'Nothing was changed. Try again after as many seconds as Retry-After says.',
  },
} as const satisfies Record<string, { status: number; title: string; advice: string }>

/** The last part of a problem's `type`. */
export type ProblemCode = keyof typeof problems

/** True when a text is one of the codes. */
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problems, text)

/** One field that is wrong: where it stands (`#/addresses/0` in the body as in RFC 9457, `query#/limit` elsewhere), a code, and what is wrong with it. */
export type FieldError = { readonly pointer: string; readonly code: string; readonly detail: string }

/**
 * The one error that callers see: RFC 9457's problem document in the making. `detail` and `errors` are shown to the caller;
 * `cause` is only for the log; `retryAfterSeconds` becomes Retry-After.
 */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly errors: readonly FieldError[]
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ProblemCode,
    shown: { detail?: string; errors?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(code, { cause: shown.cause })
    this.name = 'Problem'
    this.code = code
    this.detail = shown.detail
    this.errors = shown.errors ?? []
    this.retryAfterSeconds = shown.retryAfterSeconds
  }

  get status(): number {
    return problems[this.code].status
  }
}

/** A 400 about one field. `pointer` is a JSON pointer into the body, such as `#/addresses/0`. */
export function invalidField(pointer: string, code: string, detail: string): Problem {
  return new Problem('invalid', { errors: [{ pointer, code, detail }] })
}
