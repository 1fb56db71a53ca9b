import * as z from 'zod'
import { type AccessQuestion, type EvaluationSemantic, evaluationSemantics } from '../domain/access-question.ts'
import { GrantStep, obstacleKinds } from './access-schemas.ts'
import { organizationId } from './fields.ts'

/*
 * The requests and replies of AuthZEN Authorization API 1.0. What comes may hold more than is known here, which is ignored (its section
 * 10.1.1): these are `z.object`, where the house's own are strict. What goes out holds nothing more, and no null (11.5).
 */

const longestName = 1024
const text = (description: string) =>
  z
    .string()
    .max(longestName)
    .meta({ description: `${description}; at most ${longestName.toLocaleString('en')} characters` })

/** More about an entity, as the caller wishes: nothing here is decided by it. */
const properties = z.record(z.string(), z.unknown()).optional().meta({ description: 'No decision depends on it' })

const subjectType = text(
  '`user` for a sign-in, `profile` for somebody known to the organization; of another type none may do anything',
)
const resourceType = text('`organization`, `group` or `service`; with another type nobody may do anything')
const ofResource = text('The organization’s id, the group’s id, or the service as the catalog names it')

const Subject = z
  .object({ type: subjectType, id: text('The `username` of access tokens, or the profile’s id'), properties })
  .meta({ id: 'AccessSubject', description: 'Whom it is asked about (AuthZEN 5.1)' })
const SubjectSearched = z.object({ type: subjectType, properties }).meta({ id: 'AccessSubjectSearched' })
const Resource = z
  .object({ type: resourceType, id: ofResource, properties })
  .meta({ id: 'AccessResource', description: 'Where they would do it (AuthZEN 5.2)' })
const ResourceSearched = z.object({ type: resourceType, properties }).meta({ id: 'AccessResourceSearched' })
const Action = z
  .object({
    name: text('A permission at an organization or in a group; an application role, `service:role`, in a service'),
    properties,
  })
  .meta({ id: 'AccessAction', description: 'What they would do (AuthZEN 5.3)' })
const Context = z
  .looseObject({
    organizationId: organizationId.optional().meta({
      description: 'The organization that is asked: people name it; an API key asks in its own, and need not say so',
    }),
    explain: z
      .boolean()
      .optional()
      .meta({ description: 'With `true` the answer’s own `context` says how it came about' }),
  })
  .meta({ id: 'AccessContext', description: 'Whatever else the caller knows (AuthZEN 5.4)' })

/** One question (AuthZEN 6.1). */
export const Evaluation = z
  .object({ subject: Subject, action: Action, resource: Resource, context: Context.optional() })
  .meta({ id: 'AccessEvaluation' })

/** The most questions that are asked in one call. */
export const mostEvaluations = 100

/** An evaluation of several that says too little to be a question, and neither does the top. */
export type Incomplete = { readonly missing: readonly string[] }

/** What a call with several questions comes to. */
type Asked = {
  readonly asked: readonly (AccessQuestion | Incomplete)[]
  /** A call without `evaluations` is the single question, and is answered as one. */
  readonly isSingle: boolean
  readonly semantic: EvaluationSemantic
}

type Evaluated = z.output<typeof Evaluation>

function questionOf(
  given: { readonly [Key in keyof Evaluated]?: Evaluated[Key] | undefined },
): AccessQuestion | Incomplete {
  const { subject, action, resource, context } = given
  if (subject && action && resource) return { subject, action, resource, context }
  return { missing: (['subject', 'action', 'resource'] as const).filter((key) => given[key] === undefined) }
}

/** Several questions at once, with what they share said once (AuthZEN 7.1); it is read as the questions it comes to. */
export const Evaluations = z
  .object({
    subject: Subject.optional(),
    action: Action.optional(),
    resource: Resource.optional(),
    context: Context.optional(),
    evaluations: z
      .array(
        z.object({
          subject: Subject.optional(),
          action: Action.optional(),
          resource: Resource.optional(),
          context: Context.optional(),
        }),
      )
      .max(mostEvaluations)
      .optional()
      .meta({ description: 'Each is a question of its own, and takes from the top what it does not say' }),
    options: z
      .object({
        evaluations_semantic: z
          .enum(evaluationSemantics)
          .optional()
          .meta({ description: 'Answer all of them, or stop with the first no, or the first yes' }),
      })
      .optional(),
  })
  .transform(({ evaluations = [], options, ...top }, context): Asked => {
    const asked = evaluations.length > 0 ? evaluations.map((one) => questionOf({ ...top, ...one })) : [questionOf(top)]
    const [first] = asked
    const isSingle = evaluations.length === 0
    for (const key of isSingle && first && 'missing' in first ? first.missing : [])
      context.addIssue({
        code: 'invalid_type',
        expected: 'object',
        input: undefined,
        message: 'expected an object, received undefined',
        path: [key],
      })
    return { asked, isSingle, semantic: options?.evaluations_semantic ?? 'execute_all' }
  })
  .meta({ id: 'AccessEvaluations' })

const page = z
  .object({
    token: z.string().max(2048).optional().meta({
      description: 'The `next_token` of the page before; everything else stays as it was',
    }),
    limit: z.int().min(0).optional().meta({ description: 'How many results a page has at most; never more than 100' }),
    properties,
  })
  .optional()
  .meta({ description: 'Which part of the results (AuthZEN 8.2.1)' })

/** Who may do this there? (AuthZEN 8.4.1); an id of the subject is ignored. */
export const SubjectSearch = z
  .object({ subject: SubjectSearched, action: Action, resource: Resource, context: Context.optional(), page })
  .meta({ id: 'AccessSubjectSearch' })
/** Where may they do this? (AuthZEN 8.5.1); an id of the resource is ignored. */
export const ResourceSearch = z
  .object({ subject: Subject, action: Action, resource: ResourceSearched, context: Context.optional(), page })
  .meta({ id: 'AccessResourceSearch' })
/** What may they do there? (AuthZEN 8.6.1) */
export const ActionSearch = z
  .object({ subject: Subject, resource: Resource, context: Context.optional(), page })
  .meta({ id: 'AccessActionSearch' })

const Step = z
  .strictObject({
    kind: GrantStep.shape.kind,
    id: GrantStep.shape.id,
    becomes: z.string().optional().meta({ description: 'The definition that has replaced it since' }),
    through: z.string().optional().meta({ description: 'The portal role or application role of a permission group' }),
    valid_from: z.string().optional(),
    valid_until: z.string().optional(),
  })
  .meta({ id: 'AccessStep', description: 'One grant that leads to a yes' })

/** The answer to a question (AuthZEN 5.5). */
export const Decision = z
  .strictObject({
    decision: z.boolean(),
    context: z
      .strictObject({
        path: z
          .array(Step)
          .optional()
          .meta({ description: 'Where it was asked for: every grant that leads to a yes; none for a no' }),
        obstacles: z
          .array(
            z.strictObject({
              kind: z.enum(obstacleKinds),
              detail: z.string(),
              grant: Step.optional().meta({ description: 'What would give it, if nothing stood in its way' }),
            }),
          )
          .optional()
          .meta({ description: 'Where it was asked for: everything that stands in the way of a yes; none for one' }),
        error: z
          .strictObject({ status: z.literal(400), message: z.string() })
          .optional()
          .meta({ description: 'What keeps this one of several from being a question (AuthZEN 7.2.1)' }),
      })
      .optional(),
  })
  .meta({ id: 'AccessDecision' })

/** The answers to several questions, in their order; or the answer to the single one (AuthZEN 7.2). */
export const Decisions = z
  .union([z.strictObject({ evaluations: z.array(Decision) }), Decision])
  .meta({ id: 'AccessDecisions' })

const pageOfResults = <Result extends z.ZodType>(result: Result) =>
  z.strictObject({
    page: z.strictObject({
      next_token: z.string().meta({ description: 'Send it as `page.token` for the next page; empty at the end' }),
      count: z.int().min(0).meta({ description: 'How many results this page has' }),
    }),
    results: z.array(result),
  })

const EntityFound = z.strictObject({ type: z.string(), id: z.string() }).meta({ id: 'AccessEntityFound' })
/** What a search for subjects or resources finds (AuthZEN 8.3). */
export const EntitiesFound = pageOfResults(EntityFound).meta({ id: 'AccessEntitiesFound' })
/** What a search for actions finds. */
export const ActionsFound = pageOfResults(z.strictObject({ name: z.string() })).meta({ id: 'AccessActionsFound' })
