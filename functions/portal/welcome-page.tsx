import type { InEveryLanguage } from '../../shared/domain/language.ts'
import { type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'

type Texts = {
  readonly title: string
  readonly lead: (app: string) => string
  readonly next: string
  readonly api: string
  readonly docs: string
  readonly leave: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    title: 'You are signed in',
    lead: (app) => `Signing in to ${app} worked.`,
    next: 'Go on in the application you came from, or call the API at the address below.',
    api: 'API address',
    docs: 'Read the documentation',
    leave: 'You can close this window.',
  },
  nl: {
    title: 'U bent aangemeld',
    lead: (app) => `Het aanmelden bij ${app} is gelukt.`,
    next: 'Ga verder in de toepassing waar u vandaan komt, of roep de API aan op het adres hieronder.',
    api: 'Adres van de API',
    docs: 'De documentatie lezen',
    leave: 'U kunt dit venster sluiten.',
  },
  fr: {
    title: 'Connexion réussie',
    lead: (app) => `Vous avez maintenant accès à ${app}.`,
    next: 'Poursuivez dans l’application d’où vous venez, ou appelez l’API à l’adresse ci-dessous.',
    api: 'Adresse de l’API',
    docs: 'Lire la documentation',
    leave: 'Vous pouvez fermer cette fenêtre.',
  },
  de: {
    title: 'Sie sind angemeldet',
    lead: (app) => `Die Anmeldung bei ${app} hat funktioniert.`,
    next: 'Machen Sie in der Anwendung weiter, aus der Sie kommen, oder rufen Sie die API unter der folgenden Adresse auf.',
    api: 'Adresse der API',
    docs: 'Zur Dokumentation',
    leave: 'Sie können dieses Fenster schließen.',
  },
}

/** The page that the hosted sign-in leads back to: it worked, and where to go. It takes nothing from the query. */
export function welcomePage(
  page: PageFrame & { readonly apiUrl: string; readonly docsUrl?: string | undefined },
): string {
  const words = texts[page.language]
  return renderPage({
    language: page.language,
    appName: page.appName,
    emblem: 'done',
    title: words.title,
    children: (
      <>
        <p class="lead">{words.lead(page.appName)}</p>
        <p>{words.next}</p>
        <dl class="facts">
          <div>
            <dt>{words.api}</dt>
            <dd>
              <code>{page.apiUrl}</code>
            </dd>
          </div>
        </dl>
        {page.docsUrl === undefined ? null : (
          <p>
            <a class="button" href={page.docsUrl}>
              {words.docs}
            </a>
          </p>
        )}
        <p class="quiet">{words.leave}</p>
      </>
    ),
  })
}
