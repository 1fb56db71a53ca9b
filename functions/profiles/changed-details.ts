import type { BodyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { foldAddress } from '../../shared/domain/address.ts'
import { addressReplaced } from '../../shared/domain/address-state.ts'
import type { Language } from '../../shared/domain/language.ts'
import { type FieldError, Problem } from '../../shared/domain/problems.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** What a caller may change of a profile. */
export type ProfileChanges = BodyOf<RouteOf<'changeProfile'>>

const onlyOf = {
  person: ['firstName', 'lastName', 'salutation', 'jobTitle', 'department', 'phone', 'user', 'confirm'],
  'shared-mailbox': ['displayName'],
} as const satisfies Record<ProfileRecord['kind'], readonly (keyof ProfileChanges)[]>

/** Refuses what a profile of this kind does not have (P2, P3), and what contradicts itself. */
export function requireFieldsOfKind({ kind }: ProfileRecord, changes: ProfileChanges): void {
  const [foreign, whose] =
    kind === 'person'
      ? [onlyOf['shared-mailbox'], 'Only a shared mailbox has it.']
      : [onlyOf.person, 'Only a person has it.']
  const errors: FieldError[] = foreign
    .filter((field) => changes[field] !== undefined)
    .map((field) => ({ pointer: `#/${field}`, code: 'not-of-this-kind', detail: whose }))
  if (changes.user === false && changes.confirm)
    errors.push({ pointer: '#/confirm', code: 'contradiction', detail: 'Whoever stops being a user is not invited.' })
  if (errors.length > 0) throw new Problem('invalid', { errors })
}

/** The profile with what was said of it: what is left out stays, null clears. */
export function changedDetails(
  before: ProfileRecord,
  changes: ProfileChanges,
  usual: { readonly language: Language; readonly now: string },
): ProfileRecord {
  const { user: _, confirm: __, language, jobTitle, department, phone, externalId, ...rest } = changes
  const { email = before.email, salutation = before.salutation } = rest
  const { firstName = before.firstName, lastName = before.lastName, displayName = before.displayName } = rest
  const cleared = <Value>(said: Value | null | undefined, was: Value | undefined): Value | undefined =>
    said === undefined ? was : (said ?? undefined)
  return {
    ...before,
    email,
    ...(foldAddress(email) === foldAddress(before.email) ? {} : addressReplaced(usual.now)),
    salutation,
    firstName,
    lastName,
    displayName,
    language: cleared(language, before.language) ?? usual.language,
    jobTitle: cleared(jobTitle, before.jobTitle),
    department: cleared(department, before.department),
    phone: cleared(phone, before.phone),
    externalId: cleared(externalId, before.externalId),
  }
}
