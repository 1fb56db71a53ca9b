import { foldAddress } from '../domain/address.ts'
import { addressReplaced, addressStateOf } from '../domain/address-state.ts'
import type { ActivityAction } from '../domain/catalog.ts'
import {
  type ContactQuestion,
  type Namer,
  nextQuestion,
  nextStep,
  patienceEnds,
  withoutLinks,
} from '../domain/contact-question.ts'
import { type ActivityRecord, type Doer, recordActivity } from '../table/activity.ts'
import { contactOf } from '../table/contact.ts'
import { type Due, forget, remind } from '../table/due.ts'
import { countLinkMail } from '../table/inviting.ts'
import { newNonce } from '../table/nonce.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import type { Write } from '../table/transaction.ts'
import type { NewId } from './operation.ts'

/** Somebody who has been asked whether they are the right contact. */
export type AskedContact = ProfileRecord & { readonly question: ContactQuestion }

type Asking = {
  readonly because: ContactQuestion['because']
  readonly namedBy?: Namer | undefined
  readonly organization: Pick<OrganizationRecord, 'contactQuestionDays'>
  readonly now: string
}

/**
 * Somebody as they are once they are asked whether they are the right contact (C8): links of earlier questions end, and whoever is named
 * again after saying that it is not them may answer anew. The mail follows from an activity of the same transaction, `contact.asked` or one
 * that names them, with the question's `generation` in its `about`.
 */
export function asked(profile: ProfileRecord, { because, namedBy, organization, now }: Asking): AskedContact {
  const anew = because === 'named' && profile.addressState === 'disowned'
  const days = organization.contactQuestionDays
  return {
    ...profile,
    ...(anew && addressReplaced(now)),
    question: nextQuestion(profile.question, { because, nonce: newNonce(), askedAt: now, namedBy, days }),
  }
}

type Change = {
  readonly before: ProfileRecord | undefined
  readonly after: ProfileRecord | undefined
  readonly action: ActivityAction | undefined
  readonly about?: ActivityRecord['about']
}

type Where = {
  readonly organization: OrganizationRecord
  readonly by: Doer
  readonly now: string
  readonly newId: NewId
}

/**
 * Changes of people with the questions that follow from them: whoever is a contact from now on because their draft was confirmed, is one
 * again and has never proved their address, or is one at another address, is asked, and links that went to the old address end. `questions` writes the activities from which the mails follow,
 * and when each is reminded or asked next.
 */
export function withQuestions<One extends Change>(
  changes: readonly One[],
  { organization, by, now, newId }: Where,
): { readonly changes: readonly One[]; readonly questions: () => readonly Write[] } {
  const asking = changes.map((change) => asksAlong(change, organization, now))
  const mailed = asking.flatMap((one) => (one.asks ? [one.change] : []))
  return {
    changes: asking.map(({ change }) => change),
    questions: () => [
      // Whoever is invited along with it is counted already: a counter cannot be named twice in a transaction.
      ...(mailed.some(({ action, about }) => action !== undefined && about?.invitationId === undefined)
        ? [countLinkMail(organization.organizationId, now)]
        : []),
      ...mailed.flatMap(({ after }) =>
        after?.question
          ? [
              recordActivity({
                activityId: newId('activity'),
                organizationId: organization.organizationId,
                action: 'contact.asked',
                at: now,
                by,
                subject: after.profileId,
                about: { generation: after.question.generation },
              }),
            ]
          : [],
      ),
      ...asking.flatMap(({ change }) => dueWrites(change, now)),
    ],
  }
}

function asksAlong<One extends Change>(
  change: One,
  organization: OrganizationRecord,
  now: string,
): { readonly change: One; readonly asks: boolean } {
  const { before, after } = change
  const same = { change, asks: false }
  if (!before || !after || JSON.stringify(before.question) !== JSON.stringify(after.question)) return same
  const moved = foldAddress(before.email) !== foldAddress(after.email)
  // Nobody can answer now, and the links of the old address are not to come back with whoever can again.
  if (!isThere(after))
    return moved && after.question ? { change: withNoLinks(change, after.question), asks: false } : same
  const answers = after.question !== undefined && addressStateOf(after) !== 'unverified'
  if (!moved && (isThere(before) || answers)) return same
  // Whoever has moved there themselves has proved that they read mail there, and goes on as before.
  if (moved && after.question?.answeredAt !== undefined && addressStateOf(after) === 'verified')
    return { change: withNoLinks(change, after.question), asks: false }
  const because = moved && addressStateOf(after) === 'verified' ? (after.question?.because ?? 'named') : 'named'
  return { change: { ...change, after: asked(after, { because, organization, now }) }, asks: true }
}

const isThere = (profile: ProfileRecord): boolean =>
  profile.status !== 'deactivated' && contactOf(profile) !== undefined

const withNoLinks = <One extends Change>(change: One, question: ContactQuestion): One =>
  change.after ? { ...change, after: { ...change.after, question: withoutLinks(question, newNonce()) } } : change

/**
 * What is written of when contacts are reminded or asked again. What has fallen due already is left to the function that does it, which
 * goes by what it finds.
 */
function dueWrites({ before, after }: Change, now: string): readonly Write[] {
  const [was, is] = [questionDue(before), questionDue(after)]
  if (was?.at === is?.at) return []
  return [
    ...(was && was.at > now ? [forget(was)] : []),
    ...(is ? [remind({ ...is, at: is.at > now ? is.at : now })] : []),
    ...(after ? looksDue(before?.question, after) : []),
  ]
}

/** Nobody does anything when a yearly question is left unanswered for too long, and coverage changes all the same. */
function looksDue(before: ContactQuestion | undefined, { organizationId, question }: ProfileRecord): readonly Write[] {
  if (question?.because !== 'yearly' || question.askedAt === before?.askedAt) return []
  return [remind({ kind: 'coverage', at: patienceEnds(question.askedAt), organizationId })]
}

/** When a contact is reminded or asked next; never where nobody can answer. */
export function questionDue(profile: ProfileRecord | undefined): Due | undefined {
  if (!profile || !isContact(profile) || !hasReader(profile)) return undefined
  const { organizationId, profileId, question } = profile
  return { kind: 'contact-question', at: nextStep(question).at, organizationId, profileId }
}

/** Whether somebody is a contact who was asked about it: not once they are deactivated, nor while they are a draft. */
export const isContact = (profile: ProfileRecord): profile is AskedContact =>
  profile.question !== undefined && profile.status !== 'deactivated' && contactOf(profile) !== undefined

/** Whether whoever reads mail there may be who we think: else they get nothing more until they are named anew. */
const hasReader = (profile: ProfileRecord): boolean => !['disowned', 'undeliverable'].includes(addressStateOf(profile))
