import { type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { addressTexts } from './address-texts.ts'

/** The page behind an open link: what will change, and the form that changes it. It posts no fields, to an absolute address. */
export function confirmAddressPage(
  page: PageFrame & { readonly maskedEmail: string; readonly newEmail: string; readonly formAction: string },
): string {
  const { confirm: words } = addressTexts[page.language]
  return renderPage({
    language: page.language,
    appName: page.appName,
    title: words.title,
    children: (
      <>
        <p class="lead">{words.lead(page.appName)}</p>
        <dl class="facts">
          <div>
            <dt>{words.until}</dt>
            <dd>{page.maskedEmail}</dd>
          </div>
          <div>
            <dt>{words.from}</dt>
            <dd>{page.newEmail}</dd>
          </div>
        </dl>
        <p>{words.stays}</p>
        <form method="post" action={page.formAction}>
          <p>
            <button class="button" type="submit">
              {words.submit}
            </button>
          </p>
        </form>
        <p class="quiet">{words.notYou}</p>
      </>
    ),
  })
}

/** The page after confirming: what to sign in with from now on. */
export function addressChangedPage(page: PageFrame & { readonly email: string; readonly signInUrl: string }): string {
  const { changed: words, signIn } = addressTexts[page.language]
  return renderPage({
    language: page.language,
    appName: page.appName,
    emblem: 'done',
    title: words.title,
    children: (
      <>
        <p class="lead">{words.lead(page.email)}</p>
        <p>{words.signedOut}</p>
        <SignIn label={signIn} url={page.signInUrl} />
      </>
    ),
  })
}

/** Every way in which such a link ends, or stops for now, with what its page needs to say what to do next (I12). */
export type AddressEnd =
  | { readonly end: 'used'; readonly email: string }
  | { readonly end: 'replaced' }
  /** Whoever asked was signed out, or lost access where they were active. */
  | { readonly end: 'withdrawn' }
  | { readonly end: 'expired'; readonly expiredAt: string; readonly timeZone: string }
  | { readonly end: 'unknown' }
  /** The new address has got a sign-in of its own meanwhile. */
  | { readonly end: 'taken' }
  /** Another profile has the address in some of the person's organizations. */
  | { readonly end: 'taken-here'; readonly organizationNames: readonly string[] }

/** The HTTP status of each end's page. */
export const statusOfAddressEnd: Readonly<Record<AddressEnd['end'], 404 | 409 | 410>> = {
  used: 410,
  replaced: 410,
  withdrawn: 410,
  expired: 410,
  unknown: 404,
  taken: 409,
  'taken-here': 409,
}

/** The ends after which people go on by signing in. */
const goesOnBySigningIn: readonly AddressEnd['end'][] = ['used', 'withdrawn', 'expired', 'taken']

/** The page at the end of a link: what happened, and what to do next. */
export function addressEndPage(page: PageFrame & AddressEnd & { readonly signInUrl: string }): string {
  const { title, paragraphs } = wordsOf(page)
  const [lead, ...rest] = paragraphs
  return renderPage({
    language: page.language,
    appName: page.appName,
    emblem: page.end === 'used' ? 'done' : 'stopped',
    title,
    children: (
      <>
        <p class="lead">{lead}</p>
        {rest.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {goesOnBySigningIn.includes(page.end) && (
          <SignIn label={addressTexts[page.language].signIn} url={page.signInUrl} />
        )}
      </>
    ),
  })
}

function wordsOf(page: PageFrame & AddressEnd): {
  readonly title: string
  readonly paragraphs: readonly string[]
} {
  const { ends } = addressTexts[page.language]
  switch (page.end) {
    case 'used':
      return { title: ends.used.title, paragraphs: [ends.used.next(page.email)] }
    case 'replaced':
      return { title: ends.replaced.title, paragraphs: [ends.replaced.next] }
    case 'withdrawn':
      return { title: ends.withdrawn.title, paragraphs: [ends.withdrawn.why, ends.withdrawn.next] }
    case 'expired': {
      const since = ends.expired.since(writtenTime({ ...page, at: page.expiredAt }))
      return { title: ends.expired.title, paragraphs: [since, ends.expired.next] }
    }
    case 'unknown':
      return { title: ends.unknown.title, paragraphs: [ends.unknown.next] }
    case 'taken':
      return { title: ends.taken.title, paragraphs: [ends.taken.why, ends.taken.next] }
    case 'taken-here': {
      const names = new Intl.ListFormat(page.language, { type: 'conjunction' }).format(page.organizationNames)
      return { title: ends.takenHere.title, paragraphs: [ends.takenHere.why(names), ends.takenHere.next(names)] }
    }
  }
}

function SignIn(props: { readonly label: string; readonly url: string }) {
  return (
    <p>
      <a class="button" href={props.url}>
        {props.label}
      </a>
    </p>
  )
}
