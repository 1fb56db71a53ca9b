import type { ActivityAction } from './catalog.ts'
import { contactRoles } from './contact-roles.ts'
import { type CoverageSources, coverageOf, gapsIn, isWaiting } from './role-coverage.ts'

/**
 * Gaps as administrators are told of them, each by its word. Apart from what is lost stands what somebody is waited for to accept or to
 * confirm: it is written down, and no mail is sent for it alone.
 */
export type GapsTold = { readonly lost: ReadonlySet<string>; readonly waiting: ReadonlySet<string> }

/** What was told last, and whether something was lost or closed since it was told that everything is covered: that it is will be news. */
export type ToldBefore = GapsTold & { readonly wholeIsNews: boolean }

/** What has changed since it was told last. */
export type CoverageNews = {
  readonly opened: readonly string[]
  readonly closed: readonly string[]
  /** Those that begin to be waited for, and for whom waiting is over: they came, or were lost. */
  readonly waiting: readonly string[]
  readonly waited: readonly string[]
  /** How many gaps there are now. */
  readonly open: number
  /** None is, and that is news. */
  readonly whole: boolean
}

/** Where nothing was told yet, nobody was ever named: that they are missing from the beginning is no news. */
export const untold: ToldBefore = {
  lost: new Set(contactRoles.filter(({ required }) => required === 'always').map(({ id }) => `${id} missing`)),
  waiting: new Set(),
  wholeIsNews: true,
}

/** The gaps that there are at a moment, as they are to be told. */
export function gapsToTell(sources: CoverageSources, at: string): GapsTold {
  const coverage = coverageOf(sources, at)
  return {
    lost: gapsIn(coverage, (one) => !isWaiting(one, sources.contacts)),
    waiting: gapsIn(coverage, (one) => isWaiting(one, sources.contacts)),
  }
}

/** What is to be told once these gaps are there instead of those that were told; undefined where they are the same. */
export function newsBetween(told: ToldBefore, now: GapsTold): CoverageNews | undefined {
  const [opened, closed] = [now.lost.difference(told.lost), told.lost.difference(now.lost)]
  const [waiting, waited] = [now.waiting.difference(told.waiting), told.waiting.difference(now.waiting)]
  if (opened.size + closed.size + waiting.size + waited.size === 0) return undefined
  const open = now.lost.union(now.waiting).size
  return {
    opened: [...opened],
    closed: [...closed],
    waiting: [...waiting],
    waited: [...waited],
    open,
    whole: open === 0 && (told.wholeIsNews || closed.size > 0),
  }
}

/** Whether it will be news that everything is covered, once these are told. */
export const wholeWillBeNews = (told: ToldBefore, { opened, closed, whole }: CoverageNews): boolean =>
  !whole && (told.wholeIsNews || opened.length + closed.length > 0)

/** Every activity after which contact roles may be covered differently. */
export const coverageFollows = [
  'access.began',
  'access.ended',
  'address.deliverable',
  'address.undeliverable',
  'contact-role.assigned',
  'contact-role.changed',
  'contact-role.withdrawn',
  'contact-role.deputy-set',
  'contact-role.deputy-cleared',
  'contact.asked',
  'contact.confirmed',
  'contact.corrected',
  'contact.disowned',
  'factor.enrolled',
  'invitation.accepted',
  'invitation.created',
  'invitation.declined',
  'invitation.revoked',
  'invitation.sent-again',
  'organization.restored',
  'permission-group.changed',
  'permission-group.member-added',
  'permission-group.member-removed',
  'permission-group.membership-changed',
  'permission-group.removed',
  'permission-groups.replaced',
  'profile.address-replaced',
  'profile.became-user',
  'profile.ceased-to-be-user',
  'profile.changed',
  'profile.confirmed',
  'profile.deactivated',
  'profile.reactivated',
  'profile.removed',
  'service.activated',
  'service.deactivated',
  'sign-in-address.changed',
] as const satisfies readonly ActivityAction[]

const lists = ['opened', 'closed', 'waiting', 'waited'] as const

/** News as an activity tells it: words of gaps with semicolons between. */
export const newsInWords = (news: CoverageNews): Readonly<Record<string, string | number>> => ({
  ...Object.fromEntries(lists.filter((list) => news[list].length > 0).map((list) => [list, news[list].join('; ')])),
  open: news.open,
  ...(news.whole && { whole: 'yes' }),
})

/** The same, read from an activity. */
export function newsFromWords(about: Readonly<Record<string, string | number>>): CoverageNews {
  const wordsOf = (list: (typeof lists)[number]) =>
    String(about[list] ?? '')
      .split('; ')
      .filter((word) => word !== '')
  return {
    opened: wordsOf('opened'),
    closed: wordsOf('closed'),
    waiting: wordsOf('waiting'),
    waited: wordsOf('waited'),
    open: Number(about.open),
    whole: about.whole === 'yes',
  }
}

/**
 * What administrators are mailed: what was lost, or, once no gap is left, that everything is covered. What closes while other gaps are open
 * is told along with the next mail.
 */
export const mailFor = ({ opened, whole }: CoverageNews): 'lost' | 'whole' | 'nothing' => {
  if (opened.length > 0) return 'lost'
  return whole ? 'whole' : 'nothing'
}
