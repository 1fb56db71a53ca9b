import { type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { approvalEndTexts } from './approval-end-texts.ts'

type Of = { readonly organizationName: string; readonly timeZone: string; readonly title: string }

/** How to get hold of somebody who can help, in words. */
type Asking = { readonly way: string }

/** Every way in which the link of a contract ends, or stops for now, with what its page needs to say what to do next (I12). */
export type ApprovalEnd =
  | { readonly end: 'unknown' }
  /** Decided, by whoever reads this or by somebody else. */
  | (Of & { readonly end: 'approved'; readonly at: string; readonly byReader: boolean })
  | (Of & Asking & { readonly end: 'declined'; readonly at: string; readonly byReader: boolean })
  | (Of & Asking & { readonly end: 'cancelled' | 'expired'; readonly at: string })
  /** A newer mail went to the same person. */
  | (Of & { readonly end: 'replaced' })
  /** It is with somebody else now, or waits. */
  | (Of & { readonly end: 'moved' })
  | (Of & { readonly end: 'suspended' })

/** The HTTP status of each end's page. */
export const statusOfApprovalEnd: Readonly<Record<ApprovalEnd['end'], 404 | 409 | 410>> = {
  unknown: 404,
  approved: 410,
  declined: 410,
  cancelled: 410,
  expired: 410,
  replaced: 410,
  moved: 410,
  suspended: 409,
}

/** The page at the end of a link: what happened, and what to do next. */
export function approvalEndPage(page: PageFrame & ApprovalEnd): string {
  const { title, lead, next } = wordsOf(page)
  return renderPage({
    language: page.language,
    appName: page.appName,
    about: page.end === 'unknown' ? undefined : page.organizationName,
    emblem: page.end === 'approved' ? 'done' : 'stopped',
    title,
    children: (
      <>
        <p class="lead">{lead}</p>
        <p>{next}</p>
      </>
    ),
  })
}

function wordsOf(page: PageFrame & ApprovalEnd): {
  readonly title: string
  readonly lead: string
  readonly next: string
} {
  const texts = approvalEndTexts[page.language]
  switch (page.end) {
    case 'unknown':
      return texts.unknown
    case 'approved':
    case 'declined': {
      const { title, byReader, byOther } = texts[page.end]
      const lead = (page.byReader ? byReader : byOther)(page.title, writtenTime({ ...page, at: page.at }))
      return { title, lead, next: page.end === 'declined' ? texts.declined.next(page.way) : texts.approved.next }
    }
    case 'cancelled':
    case 'expired': {
      const { title, lead, next } = texts[page.end]
      return { title, lead: lead(page.title, writtenTime({ ...page, at: page.at })), next: next(page.way) }
    }
    case 'replaced':
    case 'moved':
    case 'suspended': {
      const { title, lead, next } = texts[page.end]
      return { title, lead: lead(page.title, page.organizationName), next }
    }
  }
}
