import { type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { contactTexts } from './contact-texts.ts'

/** Every way in which the link of a contact ends, or stops for now, with what its page needs to say what to do next (I12). */
export type ContactEnd =
  | { readonly end: 'unknown' }
  | { readonly end: 'replaced'; readonly organizationName: string; readonly askedAt: string; readonly timeZone: string }
  /** They have said that it is not them, now or before. */
  | { readonly end: 'disowned'; readonly organizationName: string }
  | {
      readonly end: 'expired'
      readonly organizationName: string
      readonly expiredAt: string
      readonly timeZone: string
    }
  /** They stand for nothing any more, or are deactivated. */
  | { readonly end: 'no-contact'; readonly organizationName: string }
  | { readonly end: 'organization-suspended'; readonly organizationName: string }

/** The HTTP status of each end's page. */
export const statusOfContactEnd: Readonly<Record<ContactEnd['end'], 404 | 409 | 410>> = {
  unknown: 404,
  replaced: 410,
  disowned: 410,
  expired: 410,
  'no-contact': 410,
  'organization-suspended': 409,
}

/** The page at the end of a link: what happened, and what to do next. */
export function contactEndPage(page: PageFrame & ContactEnd): string {
  const { title, paragraphs } = wordsOf(page)
  const [lead, ...rest] = paragraphs
  return renderPage({
    language: page.language,
    appName: page.appName,
    about: page.end === 'unknown' ? undefined : page.organizationName,
    emblem: page.end === 'disowned' ? 'done' : 'stopped',
    title,
    children: (
      <>
        <p class="lead">{lead}</p>
        {rest.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </>
    ),
  })
}

function wordsOf(page: PageFrame & ContactEnd): { readonly title: string; readonly paragraphs: readonly string[] } {
  const { ends } = contactTexts[page.language]
  switch (page.end) {
    case 'unknown':
      return { title: ends.unknown.title, paragraphs: [ends.unknown.next] }
    case 'replaced': {
      const askedAt = writtenTime({ ...page, at: page.askedAt })
      return { title: ends.replaced.title, paragraphs: [ends.replaced.next(askedAt)] }
    }
    case 'disowned':
      return { title: ends.disowned.title, paragraphs: [ends.disowned.next(page.organizationName)] }
    case 'expired': {
      const since = ends.expired.since(writtenTime({ ...page, at: page.expiredAt }))
      return { title: ends.expired.title, paragraphs: [since, ends.expired.next(page.organizationName)] }
    }
    case 'no-contact':
      return { title: ends.noContact.title, paragraphs: [ends.noContact.next(page.organizationName)] }
    case 'organization-suspended':
      return { title: ends.suspended.title, paragraphs: [ends.suspended.next(page.organizationName)] }
  }
}
