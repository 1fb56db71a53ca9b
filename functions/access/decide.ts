import {
  type AccessQuestion,
  type MeantQuestion,
  meantBy,
  type Named,
  namedBy,
  type Subject,
} from '../../shared/domain/access-question.ts'
import {
  type AccessRecord,
  type Decision,
  evaluate,
  isActingRight,
  type Situation,
} from '../../shared/domain/evaluator.ts'
import type { IdentityId, OrganizationId } from '../../shared/domain/ids.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { standingsAbroadOf } from '../../shared/frame/standing.ts'
import { accessOf } from '../../shared/table/access.ts'
import type { Found } from '../../shared/table/named-in-questions.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import { type NotYetUser, notYetUser } from './obstacle-words.ts'

/** A decision, or what alone keeps a profile from holding anything at all. */
export type Ruling = Decision | { readonly allowed: false; readonly path: readonly [{ readonly kind: NotYetUser }] }

/** What has to be read before questions can be answered. */
export function namedIn(questions: readonly AccessQuestion[], organizationId: OrganizationId): Named {
  const meant = questions.flatMap((question) => meantBy(question, organizationId) ?? [])
  return namedBy(
    meant.map(({ subject }) => subject),
    meant.map(({ where }) => where),
  )
}

/** Somebody as they were found here: nothing but a sign-in, where they are not known to the organization. */
type Holder = {
  readonly access: (AccessRecord & Parameters<typeof definitionsFor>[1]) | undefined
  readonly identityId: IdentityId | undefined
  readonly notYet?: NotYetUser | undefined
}

/** Who a subject is here: of a profile its own grants count, which every other record of them is a copy of. */
export function holderOf(subject: Subject, found: Found): Holder {
  if ('identityId' in subject) return { access: found.access.get(subject.identityId), identityId: subject.identityId }
  const profile = found.profiles.get(subject.profileId)
  if (!profile) return { access: undefined, identityId: undefined }
  const { identityId } = profile
  return { access: identityId && accessOf(profile, identityId, 0), identityId, notYet: notYetUser(profile) }
}

/**
 * Answers questions by the one evaluator (A1), in their order. What speaks of nothing that is here is a no, as what is here and gives nothing is.
 * Nothing is read for those who hold it themselves. Whoever is refused what people get by acting for an organization (A12) is looked up
 * where they may act from, all of them in one round trip; so is whoever asks how it came about, who gets every way that leads to it.
 */
export async function decide(
  questions: readonly AccessQuestion[],
  {
    found,
    organization,
    now,
  }: { readonly found: Found; readonly organization: OrganizationRecord; readonly now: string },
): Promise<readonly Ruling[]> {
  const asked = questions.map((question) => {
    const meant = meantBy(question, organization.organizationId)
    return meant && isPlaceHere(meant, found)
      ? { meant, holder: holderOf(meant.subject, found), explain: question.context?.explain === true }
      : undefined
  })
  const definitions = await definitionsFor(organization, ...asked.map((one) => one?.holder.access))
  const rule = (
    { meant, holder }: NonNullable<(typeof asked)[number]>,
    actingFrom: Situation['actingFrom'],
  ): Ruling => {
    if (holder.notYet) return { allowed: false, path: [{ kind: holder.notYet }] }
    const { right: permission, where } = meant
    const group = where.type === 'group' ? where.groupId : undefined
    const situation = { organization, access: holder.access, definitions, ...(actingFrom && { actingFrom }) }
    return evaluate(situation, { permission, group, at: now })
  }
  const own = asked.map((one) => (one ? rule(one, undefined) : nothingGrantsIt))

  const mayAct = asked.map((one, at) => {
    if (!one || !isActingRight(one.meant.right, organization)) return undefined
    return own[at]?.allowed && !one.explain ? undefined : one.holder.identityId
  })
  const abroad = await standingsAbroadOf([...new Set(mayAct.flatMap((identityId) => identityId ?? []))], organization)
  return own.map((ruling, at) => {
    const [one, identityId] = [asked[at], mayAct[at]]
    return one && identityId
      ? rule(
          one,
          abroad.get(identityId)?.map(({ standing }) => standing),
        )
      : ruling
  })
}

const isPlaceHere = ({ where }: MeantQuestion, { groups }: Found): boolean =>
  where.type !== 'group' || groups.has(where.groupId)

const nothingGrantsIt: Ruling = { allowed: false, path: [{ kind: 'nothing-grants-it' }] }
