import type { ComponentChildren } from 'preact'
import { type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { activationTexts } from './activation-texts.ts'

type Whom = {
  readonly organizationName: string
  /** Whom to ask; without a name, the page says an administrator of the organization. */
  readonly inviterName?: string | undefined
}

/** Every way in which a link ends, or stops for now, with what its page needs to say what to do next (I12). */
export type LinkEnd =
  | { readonly end: 'used'; readonly organizationName: string; readonly signInUrl: string }
  | {
      readonly end: 'replaced'
      readonly organizationName: string
      readonly sentAgainAt: string
      readonly timeZone: string
    }
  | (Whom & {
      readonly end: 'expired'
      readonly expiredAt: string
      readonly timeZone: string
      /** The absolute address to ask for a new link (POST, no fields); without it, the page says whom to ask. */
      readonly askAction?: string | undefined
    })
  /** A new link was asked for, now or within the last hour. */
  | (Whom & { readonly end: 'asked' })
  | (Whom & { readonly end: 'revoked' })
  /** By the person, who signs in elsewhere (I6). */
  | (Whom & { readonly end: 'declined' })
  | { readonly end: 'unknown' }
  /** The address signs in already, here or elsewhere (I6). */
  | {
      readonly end: 'sign-in-instead'
      readonly organizationName: string
      readonly email: string
      readonly signInUrl: string
    }
  /** Another window is setting the password at this very moment. */
  | { readonly end: 'busy'; readonly organizationName: string; readonly activationUrl: string }
  /** The attempt is over: too late, or another window began a newer one. */
  | { readonly end: 'start-again'; readonly organizationName: string; readonly activationUrl: string }
  /** Five codes in one attempt. */
  | { readonly end: 'too-many-codes-in-attempt'; readonly organizationName: string; readonly activationUrl: string }
  /** Twenty codes over one link. */
  | (Whom & { readonly end: 'too-many-codes-in-link' })
  | { readonly end: 'organization-suspended'; readonly organizationName: string }

/** The HTTP status of each end's page. */
export const statusOfLinkEnd: Readonly<Record<LinkEnd['end'], 200 | 404 | 409 | 410>> = {
  used: 410,
  replaced: 410,
  expired: 410,
  asked: 200,
  revoked: 410,
  declined: 410,
  unknown: 404,
  'sign-in-instead': 200,
  busy: 409,
  'start-again': 409,
  'too-many-codes-in-attempt': 409,
  'too-many-codes-in-link': 410,
  'organization-suspended': 409,
}

const wentWell: ReadonlySet<LinkEnd['end']> = new Set(['used', 'asked', 'sign-in-instead'])

/** The page at the end of a link: what happened, and what to do next. */
export function linkEndPage(page: PageFrame & LinkEnd): string {
  const { title, paragraphs, action } = wordsOf(page)
  const [lead, ...rest] = paragraphs
  return renderPage({
    language: page.language,
    appName: page.appName,
    about: page.end === 'unknown' ? undefined : page.organizationName,
    emblem: wentWell.has(page.end) ? 'done' : 'stopped',
    title,
    children: (
      <>
        <p class="lead">{lead}</p>
        {rest.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {action}
      </>
    ),
  })
}

function wordsOf(page: PageFrame & LinkEnd): {
  title: string
  paragraphs: readonly string[]
  action?: ComponentChildren
} {
  const texts = activationTexts[page.language]
  const { ends } = texts
  const whom = (from: Whom) => from.inviterName ?? texts.administrator(from.organizationName)
  const link = (label: string, url: string) => (
    <p>
      <a class="button" href={url}>
        {label}
      </a>
    </p>
  )
  switch (page.end) {
    case 'used':
      return {
        title: ends.used.title,
        paragraphs: [ends.used.next, ends.used.notYou(page.organizationName)],
        action: link(texts.signIn, page.signInUrl),
      }
    case 'replaced': {
      const sentAt = writtenTime({ ...page, at: page.sentAgainAt })
      return { title: ends.replaced.title, paragraphs: [ends.replaced.next(sentAt)] }
    }
    case 'expired': {
      const since = ends.expired.since(writtenTime({ ...page, at: page.expiredAt }))
      const { title, askWhom, willTell } = ends.expired
      if (page.askAction === undefined) return { title, paragraphs: [since, askWhom(whom(page))] }
      return {
        title,
        paragraphs: [since, willTell(whom(page))],
        action: (
          <form method="post" action={page.askAction}>
            <p>
              <button class="button" type="submit">
                {texts.ask}
              </button>
            </p>
          </form>
        ),
      }
    }
    case 'asked':
      return { title: ends.asked.title, paragraphs: [ends.asked.next(whom(page))] }
    case 'declined':
      return { title: ends.declined.title, paragraphs: [ends.declined.next(whom(page))] }
    case 'revoked':
      return { title: ends.revoked.title, paragraphs: [ends.revoked.next(whom(page))] }
    case 'unknown':
      return { title: ends.unknown.title, paragraphs: [ends.unknown.next] }
    case 'sign-in-instead':
      return {
        title: ends.signInInstead.title,
        paragraphs: [ends.signInInstead.next(page.email, page.organizationName)],
        action: link(texts.signIn, page.signInUrl),
      }
    case 'busy':
      return { title: ends.busy.title, paragraphs: [ends.busy.next], action: link(texts.tryAgain, page.activationUrl) }
    case 'start-again': {
      const { title, next } = ends.startAgain
      return { title, paragraphs: [next], action: link(texts.startAgain, page.activationUrl) }
    }
    case 'too-many-codes-in-attempt': {
      const { title, next } = ends.tooManyInAttempt
      return { title, paragraphs: [next], action: link(texts.startAgain, page.activationUrl) }
    }
    case 'too-many-codes-in-link':
      return { title: ends.tooManyInLink.title, paragraphs: [ends.tooManyInLink.next(whom(page))] }
    case 'organization-suspended':
      return { title: ends.suspended.title, paragraphs: [ends.suspended.next(page.organizationName)] }
  }
}
