import { isApplicationRole, isPermission, type Right, type ServiceId, serviceOf, services } from './catalog.ts'
import { type GroupId, type IdentityId, isId, type OrganizationId, type ProfileId } from './ids.ts'

/** Somebody or something, as AuthZEN names them: by what kind it is, and by its id among those. */
export type Entity = { readonly type: string; readonly id: string }

/** May this subject do this with that resource? As AuthZEN asks; nothing of it need be known here. */
export type AccessQuestion = {
  readonly subject: Entity
  readonly action: { readonly name: string }
  readonly resource: Entity
  readonly context?: QuestionContext | undefined
}

/** What of a question's context means something here. */
export type QuestionContext = {
  readonly organizationId?: OrganizationId | undefined
  /** The answer is to say how it came about. */
  readonly explain?: boolean | undefined
}

/** The kinds of subjects that hold anything: a sign-in, and somebody known to the organization. */
export type Subject = { readonly identityId: IdentityId } | { readonly profileId: ProfileId }
/** Where something is held: at the organization, in a group, or in a service, where application roles are. */
export type Where =
  | { readonly type: 'organization' }
  | { readonly type: 'group'; readonly groupId: GroupId }
  | { readonly type: 'service'; readonly service: ServiceId }

/** A question that can have a yes for an answer: somebody who may be known, and a right that there is in such a place. */
export type MeantQuestion = { readonly subject: Subject; readonly right: Right; readonly where: Where }

/** What a question means in an organization; undefined where it speaks of what cannot be here, which is a no. */
export function meantBy(question: AccessQuestion, organizationId: OrganizationId): MeantQuestion | undefined {
  if (!isAbout(question.context, organizationId)) return undefined
  const subject = subjectNamed(question.subject)
  const where = whereNamed(question.resource, organizationId)
  const right = where && rightNamed(question.action.name, where)
  return subject && right ? { subject, right, where } : undefined
}

/** Whether a context leaves the organization open, or names the one that is asked. */
export const isAbout = (context: QuestionContext | undefined, organizationId: OrganizationId): boolean =>
  context?.organizationId === undefined || context.organizationId === organizationId

/** The subject that is named, where there can be one: `user` is the username of access tokens, `profile` a profile of the organization. */
export function subjectNamed({ type, id }: Entity): Subject | undefined {
  if (type === 'user' && isId('identity', id)) return { identityId: id }
  if (type === 'profile' && isId('profile', id)) return { profileId: id }
  return undefined
}

/** The place that is named, where there can be one in this organization. */
export function whereNamed({ type, id }: Entity, organizationId: OrganizationId): Where | undefined {
  if (type === 'organization' && id === organizationId) return { type }
  if (type === 'group' && isId('group', id)) return { type, groupId: id }
  const service = type === 'service' ? services.find((one) => one.id === id)?.id : undefined
  return service && { type: 'service', service }
}

/** The right that an action names in a place of some type: a permission, or a role in that very service. */
export function rightNamed(name: string, where: Pick<Where, 'type'> & { readonly service?: ServiceId }) {
  if (where.type !== 'service') return isPermission(name) ? name : undefined
  return isApplicationRole(name) && (where.service ?? serviceOf(name)) === serviceOf(name) ? name : undefined
}

/** What questions name that has to be read before they can be answered. */
export type Named = {
  readonly identityIds: readonly IdentityId[]
  readonly profileIds: readonly ProfileId[]
  readonly groupIds: readonly GroupId[]
}

/** Everything that some subjects and places name, each once. */
export function namedBy(subjects: readonly (Subject | undefined)[], places: readonly (Where | undefined)[]): Named {
  return {
    identityIds: each(subjects.flatMap((subject) => (subject && 'identityId' in subject ? subject.identityId : []))),
    profileIds: each(subjects.flatMap((subject) => (subject && 'profileId' in subject ? subject.profileId : []))),
    groupIds: each(places.flatMap((where) => (where?.type === 'group' ? where.groupId : []))),
  }
}

const each = <Id>(ids: readonly Id[]): readonly Id[] => [...new Set(ids)]

/** How far a list of questions is gone through: to its end, or until the first answer of one kind. */
export const evaluationSemantics = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const
export type EvaluationSemantic = (typeof evaluationSemantics)[number]

/** The answers that are given: all of them, or those up to the one that settles it, which is the last. */
export function answersGiven<Answer>(
  answers: readonly Answer[],
  semantic: EvaluationSemantic,
  isYes: (answer: Answer) => boolean,
): readonly Answer[] {
  if (semantic === 'execute_all') return answers
  const settling = answers.findIndex((answer) => isYes(answer) === (semantic === 'permit_on_first_permit'))
  return settling < 0 ? answers : answers.slice(0, settling + 1)
}
