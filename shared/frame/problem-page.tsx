import type { InEveryLanguage } from '../domain/language.ts'
import type { ProblemCode } from '../domain/problems.ts'
import { type PageFrame, renderPage } from './page-layout.tsx'

type Kind = 'failed' | 'wait' | 'not-found' | 'full' | 'too-long' | 'unreadable'
type Words = { readonly title: string; readonly next: string }

/** The few problems that a person behind a browser can tell apart; every other code is a form that could not be read. */
const kindOf = (code: ProblemCode): Kind => {
  if (code === 'internal-error') return 'failed'
  if (code === 'busy' || code === 'too-many-requests' || code === 'request-in-progress') return 'wait'
  if (code === 'too-many-owners') return 'full'
  if (code === 'body-too-large') return 'too-long'
  return code === 'not-found' ? 'not-found' : 'unreadable'
}

const texts: InEveryLanguage<Readonly<Record<Kind, Words>> & { readonly reference: string }> = {
  en: {
    failed: {
      title: 'Something went wrong on our side',
      next: 'This is not your fault. Please try again in a moment. If it keeps happening, tell whoever invited you the reference below.',
    },
    wait: {
      title: 'Please try again in a moment',
      next: 'There is more going on than we can handle right now. Wait a minute, then try again: nothing has been lost.',
    },
    'not-found': {
      title: 'There is nothing at this address',
      next: 'Part of the address may be missing. Open the link straight from the mail, or copy the whole of it.',
    },
    full: {
      title: 'The organization has as many owners as it can have',
      next: 'Your invitation still stands. Ask whoever invited you to make room for another owner, then open the link in the mail again.',
    },
    'too-long': {
      title: 'That is too long',
      next: 'More was sent than any form here takes, and nothing of it was read. Go back and send less.',
    },
    unreadable: {
      title: 'We could not read what was sent',
      next: 'Go back, reload the page and fill it in again.',
    },
    reference: 'Reference',
  },
  nl: {
    failed: {
      title: 'Er ging iets mis aan onze kant',
      next: 'Dit ligt niet aan u. Probeer het zo dadelijk opnieuw. Blijft het misgaan? Geef de referentie hieronder dan door aan wie u heeft uitgenodigd.',
    },
    wait: {
      title: 'Probeer het zo dadelijk opnieuw',
      next: 'Het is op dit moment te druk. Wacht een minuut en probeer het opnieuw: er is niets verloren gegaan.',
    },
    'not-found': {
      title: 'Op dit adres is niets te vinden',
      next: 'Misschien ontbreekt er een stuk van het adres. Open de link rechtstreeks vanuit de mail, of kopieer hem in zijn geheel.',
    },
    full: {
      title: 'De organisatie heeft al het hoogste aantal eigenaars',
      next: 'Uw uitnodiging blijft geldig. Vraag wie u heeft uitgenodigd om plaats te maken voor nog een eigenaar, en open daarna de link in de mail opnieuw.',
    },
    'too-long': {
      title: 'Dat is te lang',
      next: 'Er is meer gestuurd dan een formulier hier aanneemt, en er is niets van gelezen. Ga terug en stuur minder.',
    },
    unreadable: {
      title: 'We konden de gegevens niet lezen',
      next: 'Ga terug, laad de pagina opnieuw en vul ze nog eens in.',
    },
    reference: 'Referentie',
  },
  fr: {
    failed: {
      title: 'Une erreur s’est produite de notre côté',
      next: 'Vous n’y êtes pour rien. Réessayez dans un instant. Si le problème persiste, communiquez la référence ci-dessous à la personne qui vous a envoyé l’invitation.',
    },
    wait: {
      title: 'Veuillez réessayer dans un instant',
      next: 'Nous recevons trop de demandes en ce moment. Patientez une minute, puis réessayez\u00a0: rien n’a été perdu.',
    },
    'not-found': {
      title: 'Il n’y a rien à cette adresse',
      next: 'Il manque peut-être une partie de l’adresse. Ouvrez le lien directement depuis l’e-mail, ou copiez-le en entier.',
    },
    full: {
      title: 'L’organisation compte déjà le nombre maximal de propriétaires',
      next: 'Votre invitation reste valable. Demandez à la personne qui vous a envoyé l’invitation de libérer une place de propriétaire, puis rouvrez le lien de l’e-mail.',
    },
    'too-long': {
      title: 'C’est trop long',
      next: 'Votre envoi dépasse ce qu’un formulaire accepte ici, et rien n’en a été lu. Revenez en arrière et envoyez-en moins.',
    },
    unreadable: {
      title: 'Nous n’avons pas pu lire votre envoi',
      next: 'Revenez en arrière, rechargez la page et remplissez-la à nouveau.',
    },
    reference: 'Référence',
  },
  de: {
    failed: {
      title: 'Bei uns ist etwas schiefgegangen',
      next: 'Es liegt nicht an Ihnen. Bitte versuchen Sie es gleich noch einmal. Bleibt der Fehler bestehen, nennen Sie der Person, die Sie eingeladen hat, die folgende Referenz.',
    },
    wait: {
      title: 'Bitte versuchen Sie es gleich noch einmal',
      next: 'Im Moment gibt es zu viele Anfragen. Warten Sie eine Minute und versuchen Sie es erneut: Es ist nichts verloren gegangen.',
    },
    'not-found': {
      title: 'Unter dieser Adresse ist nichts zu finden',
      next: 'Vielleicht fehlt ein Teil der Adresse. Öffnen Sie den Link direkt aus der E-Mail oder kopieren Sie ihn vollständig.',
    },
    full: {
      title: 'Die Organisation hat bereits die höchste Zahl an Eigentümern',
      next: 'Ihre Einladung gilt weiterhin. Bitten Sie die Person, die Sie eingeladen hat, Platz für einen weiteren Eigentümer zu schaffen, und öffnen Sie danach den Link in der E-Mail erneut.',
    },
    'too-long': {
      title: 'Das ist zu lang',
      next: 'Es wurde mehr gesendet, als ein Formular hier annimmt, und nichts davon wurde gelesen. Gehen Sie zurück und senden Sie weniger.',
    },
    unreadable: {
      title: 'Wir konnten Ihre Angaben nicht lesen',
      next: 'Gehen Sie zurück, laden Sie die Seite neu und füllen Sie sie noch einmal aus.',
    },
    reference: 'Referenz',
  },
}

/**
 * The page for a person whose request ended in a problem: what happened and what to do, in their language. `requestId` is shown
 * as the reference to tell whoever helps. The HTTP status is the problem's own.
 */
export function problemPage(
  page: PageFrame & { readonly code: ProblemCode; readonly requestId?: string | undefined },
): string {
  const words = texts[page.language]
  const { title, next } = words[kindOf(page.code)]
  return renderPage({
    language: page.language,
    appName: page.appName,
    title,
    emblem: 'stopped',
    children: (
      <>
        <p class="lead">{next}</p>
        {page.requestId === undefined ? null : (
          <dl class="facts">
            <div>
              <dt>{words.reference}</dt>
              <dd>
                <code>{page.requestId}</code>
              </dd>
            </div>
          </dl>
        )}
      </>
    ),
  })
}
