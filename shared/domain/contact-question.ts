import type { AddressState } from './address-state.ts'
import type { ActivityAction } from './catalog.ts'
import type { OrganizationId, ProfileId } from './ids.ts'

/** Whether this is the right contact: asked when somebody is named, and again every year (C8). */
export type ContactQuestion = {
  readonly because: 'named' | 'yearly'
  /** The send number that a working link must bear. */
  readonly generation: number
  /** 32 random bytes in base64url, from which the mail function derives the link's token (I2). */
  readonly nonce: string
  readonly askedAt: string
  /** When they are asked again, whatever they have answered by then. */
  readonly askAgainAt: string
  readonly answeredAt?: string | undefined
  /** How often they were reminded of it. */
  readonly reminders?: number | undefined
  /** Who named them: their profile, here or in the organization that they acted from. */
  readonly namedBy?: Namer | undefined
}

/** The profile of whoever named somebody. */
export type Namer = { readonly organizationId: OrganizationId; readonly profileId: ProfileId }

/** The activities from which the mail with a question follows, where they say which one by its `generation`. */
export const asksContact = [
  'contact-role.assigned',
  'contact-role.deputy-set',
  'contact.asked',
  'contact.reminded',
] as const satisfies readonly ActivityAction[]

/** After how many days contacts are asked again: by default, at least and at most. */
export const contactQuestionDays = { usual: 365, least: 60, most: 730 } as const
/** For how many days a question can be answered by its link. */
const answerDays = 60
/** After so many days a yearly question that is not answered is mailed once more. */
const reminderDays = [10, 20] as const
/** After so many days a question that is not answered counts against how a contact role is covered. */
const patienceDays = 30

/** What is asked next of whoever was asked before: its link replaces every earlier one. `days` is how long until they are asked again. */
export function nextQuestion(
  before: ContactQuestion | undefined,
  asked: Pick<ContactQuestion, 'because' | 'nonce' | 'askedAt'> & {
    readonly namedBy?: Namer | undefined
    readonly days?: number | undefined
  },
): ContactQuestion {
  const { because, nonce, askedAt, namedBy = before?.namedBy, days = contactQuestionDays.usual } = asked
  const generation = (before?.generation ?? 0) + 1
  return { because, generation, nonce, askedAt, askAgainAt: daysAfter(askedAt, days), ...(namedBy && { namedBy }) }
}

/** The same question with links that nobody has yet: those that were mailed lead nowhere any more. */
export const withoutLinks = (question: ContactQuestion, nonce: string): ContactQuestion => ({
  ...question,
  nonce,
  generation: question.generation + 1,
})

/** Until when a question that nobody has answered can be answered. */
export const answerableUntil = ({ askedAt }: Pick<ContactQuestion, 'askedAt'>): string => daysAfter(askedAt, answerDays)
/** From when on a question that nobody has answered counts against the one it was asked of. */
export const patienceEnds = (askedAt: string): string => daysAfter(askedAt, patienceDays)

/** What a link of one question is worth now; each but `open` has a page of its own (I12). */
export type ContactLinkStanding = 'open' | 'replaced' | 'disowned' | 'expired'

/**
 * What a link of one question is worth now. Whoever has answered goes on correcting and choosing by it until a newer one takes its
 * place; whoever has said that it is not them cannot take that back.
 */
export function contactLinkStanding(
  question: ContactQuestion,
  linkGeneration: number,
  addressState: AddressState,
  now: string,
): ContactLinkStanding {
  if (linkGeneration !== question.generation) return 'replaced'
  if (addressState === 'disowned') return 'disowned'
  return question.answeredAt !== undefined || now < answerableUntil(question) ? 'open' : 'expired'
}

/** What is done next about a question, and when: whoever was asked is reminded of it, or asked anew. */
export type NextStep = { readonly step: 'remind' | 'ask'; readonly at: string }

/** A yearly question is mailed once more on days 10 and 20 while it is not answered; in the end it is asked anew. */
export function nextStep(question: ContactQuestion): NextStep {
  const { because, askedAt, askAgainAt, answeredAt, reminders = 0 } = question
  const day = because === 'yearly' && answeredAt === undefined ? reminderDays[reminders] : undefined
  return day === undefined ? { step: 'ask', at: askAgainAt } : { step: 'remind', at: daysAfter(askedAt, day) }
}

/** The same question once they were reminded of it; whoever is reminded late is so once, for every day that has come by then. */
export function reminded(question: ContactQuestion, now: string): ContactQuestion {
  const after = { ...question, reminders: (question.reminders ?? 0) + 1 }
  const { step, at } = nextStep(after)
  return step === 'remind' && at <= now ? reminded(after, now) : after
}

/**
 * Whether naming somebody once more mails them anew: they have nothing open that they could still be expected to answer. So has whoever
 * confirmed and would have been asked again since, but stood for nothing then.
 */
export function mayBeAskedAnew(
  question: ContactQuestion | undefined,
  addressState: AddressState,
  now: string,
): boolean {
  if (question && question.answeredAt === undefined) return patienceEnds(question.askedAt) <= now
  return addressState !== 'verified' || (question !== undefined && question.askAgainAt <= now)
}

const daysAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * 24 * 3_600_000).toISOString()
