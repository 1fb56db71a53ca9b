import { createHash } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { InEveryLanguage, Language } from '../domain/language.ts'
import { pageStyle } from './page-style.ts'

/**
 * The Content-Security-Policy of every page (T7): no script, no request to anybody, the one style block by the hash of its very
 * text, and forms to our own origin alone.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`,
  'img-src data:',
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** The same, where a page's row says that it runs scripts: they and more styles come from us, and talk to us and the sign-in. */
export const policyWithScripts = (signInUrl: string): string =>
  [
    contentSecurityPolicy.replace('style-src', "style-src 'self'"),
    "script-src 'self'",
    `connect-src 'self' ${new URL(signInUrl).origin}`,
  ].join('; ')

/** What every page is told: the language it is written in, and the name people know this deployment by. */
export type PageFrame = { readonly language: Language; readonly appName: string }

/** Something the person must put right, and the `name` of the field it is about. */
export type Fault = { readonly field: string; readonly text: string }

export type Page = PageFrame & {
  /** The page's one h1; the browser's title is made from it. */
  readonly title: string
  /** What the page is about, beside the brand: an organization's name. */
  readonly about?: string | undefined
  /** The steps of which this page is one, counted from 0; at `labels.length` all of them are done. */
  readonly steps?: { readonly labels: readonly string[]; readonly current: number } | undefined
  /** Listed above everything else, each with a link to its field. */
  readonly faults?: readonly Fault[] | undefined
  /** A sign above the title, for pages that end something. */
  readonly emblem?: 'done' | 'stopped' | undefined
  /** The absolute addresses of what the page loads beside its own style: only where its row says `runsScripts`. */
  readonly loads?: { readonly styles: readonly string[]; readonly scripts: readonly string[] } | undefined
  readonly children: ComponentChildren
}

const texts: InEveryLanguage<{
  readonly error: string
  readonly putRight: string
  readonly step: (number: number, of: number) => string
  readonly steps: string
  readonly done: string
}> = {
  en: {
    error: 'Error',
    putRight: 'Please check this',
    step: (number, of) => `Step ${number} of ${of}`,
    steps: 'Steps',
    done: 'done',
  },
  nl: {
    error: 'Fout',
    putRight: 'Kijk dit even na',
    step: (number, of) => `Stap ${number} van ${of}`,
    steps: 'Stappen',
    done: 'klaar',
  },
  fr: {
    error: 'Erreur',
    putRight: 'À corriger',
    step: (number, of) => `Étape ${number} sur ${of}`,
    steps: 'Étapes',
    done: 'terminé',
  },
  de: {
    error: 'Fehler',
    putRight: 'Bitte prüfen',
    step: (number, of) => `Schritt ${number} von ${of}`,
    steps: 'Schritte',
    done: 'erledigt',
  },
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="7" fill="#0b5d55"/><path d="M7 14.5l4.5 4.5L21 9.5" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`

/** The whole HTML document of a page, doctype included. Whatever people typed is escaped. */
export function renderPage(page: Page): string {
  const words = texts[page.language]
  const faults = page.faults ?? []
  const steps = page.steps
  const stepText =
    steps && steps.current < steps.labels.length ? words.step(steps.current + 1, steps.labels.length) : undefined
  return `<!doctype html>${renderToString(
    <html lang={page.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${faults.length > 0 ? `${words.error}: ` : ''}${page.title} – ${page.appName}`}</title>
        <link rel="icon" href={icon} />
        {/* Our own constant, which must stay byte for byte what was hashed. */}
        <style dangerouslySetInnerHTML={{ __html: pageStyle }} />
        {page.loads?.styles.map((address) => (
          <link key={address} rel="stylesheet" href={address} />
        ))}
        {page.loads?.scripts.map((address) => (
          <script key={address} src={address} defer />
        ))}
      </head>
      <body>
        <header class="panel">
          <div class="register">
            <p class="brand">
              <Mark />
              <span>{page.appName}</span>
            </p>
            {page.about === undefined ? null : <p class="about">{page.about}</p>}
            {steps ? (
              <Steps labels={steps.labels} current={steps.current} name={words.steps} done={words.done} />
            ) : null}
          </div>
        </header>
        <main>
          {faults.length > 0 ? <ErrorSummary title={words.putRight} faults={faults} /> : null}
          {stepText === undefined ? null : <p class="eyebrow">{stepText}</p>}
          {page.emblem === undefined ? null : <Emblem of={page.emblem} />}
          <h1>{page.title}</h1>
          {page.children}
        </main>
      </body>
    </html>,
  )}`
}

function Mark() {
  return (
    <svg viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true">
      <rect x="1" y="1" width="26" height="26" rx="7" stroke-width="1.5" opacity="0.5" />
      <path d="M15 9.5h7M15 18.5h7" stroke-width="2" opacity="0.7" />
      <path d="M6 9.5l2 2 3.5-4" stroke-width="2.2" stroke-linejoin="round" />
      <path d="M6 18.5l2 2 3.5-4" stroke-width="2.2" stroke-linejoin="round" />
    </svg>
  )
}

function Steps(props: { labels: readonly string[]; current: number; name: string; done: string }) {
  return (
    <ol class="steps" aria-label={props.name}>
      {props.labels.map((label, index) => {
        const done = index < props.current
        const current = index === props.current
        return (
          <li key={label} aria-current={current ? 'step' : undefined} data-done={done ? '' : undefined}>
            <svg viewBox="0 0 22 22" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true">
              <rect x="2" y="2" width="18" height="18" rx="5" />
              {done ? (
                <path d="M6.5 11.5l3 3 6-7" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />
              ) : null}
              {current ? <rect x="7.5" y="7.5" width="7" height="7" rx="2" fill="currentColor" stroke="none" /> : null}
            </svg>
            <span>
              {label}
              {done ? <span class="unseen"> ({props.done})</span> : null}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function Emblem(props: { of: 'done' | 'stopped' }) {
  return (
    <svg class="emblem" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true">
      <rect x="2" y="2" width="44" height="44" rx="12" stroke-width="2" />
      {props.of === 'done' ? (
        <path d="M14 25l7.5 7.5L35 16.5" stroke-width="4" stroke-linejoin="round" />
      ) : (
        <path d="M15 24h18" stroke-width="4" />
      )}
    </svg>
  )
}

/** What must be put right, each with a link to its field. It takes the focus, so that a screen reader begins here. */
function ErrorSummary(props: { title: string; faults: readonly Fault[] }) {
  return (
    <div class="wrongs" role="alert" tabIndex={-1} autofocus>
      <h2>{props.title}</h2>
      <ul>
        {props.faults.map((fault) => (
          <li key={fault.field}>
            <a href={`#${fault.field}`}>{fault.text}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
