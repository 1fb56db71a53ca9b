import type { InEveryLanguage } from '../../shared/domain/language.ts'
import { type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'

/** Every way in which the link of a reset ends; `locked` by too many wrong codes. */
export type ResetEnd = 'used' | 'replaced' | 'withdrawn' | 'expired' | 'locked'

/** The HTTP status of each end's page. */
export const statusOfResetEnd: Readonly<Record<ResetEnd, 410>> = {
  used: 410,
  replaced: 410,
  withdrawn: 410,
  expired: 410,
  locked: 410,
}

type Texts = Readonly<
  Record<Exclude<ResetEnd, 'expired'>, { readonly title: string; readonly next: (organization: string) => string }>
> & {
  readonly expired: { readonly title: string; readonly next: (organization: string, expiredAt: string) => string }
  readonly notYou: (organization: string) => string
  readonly signIn: string
}

const texts: InEveryLanguage<Texts> = {
  en: {
    used: {
      title: 'Your sign-in was set up anew',
      next: () =>
        'This link works only once. Sign in with your e-mail address, your password and a code from your authenticator app.',
    },
    replaced: {
      title: 'There is a newer link for you',
      next: () =>
        'Your sign-in was reset once more, and this link stopped working. Open the newest mail; if you cannot find it, look among your junk mail.',
    },
    withdrawn: {
      title: 'This link does not work at the moment',
      next: (organization) => `You have no access to ${organization} just now. Ask an administrator there what to do.`,
    },
    expired: {
      title: 'This link has expired',
      next: (organization, expiredAt) =>
        `It worked until ${expiredAt}. Ask an administrator of ${organization} to reset your sign-in again: you then get a new link.`,
    },
    locked: {
      title: 'This link is locked',
      next: (organization) =>
        `Too many wrong codes were entered. Ask an administrator of ${organization} to reset your sign-in again.`,
    },
    notYou: (organization) => `Was it not you? Then tell an administrator of ${organization} at once.`,
    signIn: 'Sign in',
  },
  nl: {
    used: {
      title: 'Uw aanmelding is opnieuw ingesteld',
      next: () =>
        'Deze link werkt maar één keer. Meld u aan met uw e-mailadres, uw wachtwoord en een code uit uw authenticator-app.',
    },
    replaced: {
      title: 'Er is een nieuwere link voor u',
      next: () =>
        'Uw aanmelding is nog eens gereset en deze link werkt niet meer. Open de nieuwste mail; vindt u die niet, kijk dan bij uw ongewenste mail.',
    },
    withdrawn: {
      title: 'Deze link werkt op dit moment niet',
      next: (organization) => `U heeft nu geen toegang tot ${organization}. Vraag een beheerder daar wat u kunt doen.`,
    },
    expired: {
      title: 'Deze link is verlopen',
      next: (organization, expiredAt) =>
        `Hij werkte tot ${expiredAt}. Vraag een beheerder van ${organization} om uw aanmelding opnieuw te resetten: u krijgt dan een nieuwe link.`,
    },
    locked: {
      title: 'Deze link is geblokkeerd',
      next: (organization) =>
        `Er zijn te veel verkeerde codes ingevoerd. Vraag een beheerder van ${organization} om uw aanmelding opnieuw te resetten.`,
    },
    notYou: (organization) => `Was u dat niet? Waarschuw dan meteen een beheerder van ${organization}.`,
    signIn: 'Aanmelden',
  },
  fr: {
    used: {
      title: 'Votre connexion a été reconfigurée',
      next: () =>
        'Ce lien ne fonctionne qu’une fois. Connectez-vous avec votre adresse e-mail, votre mot de passe et un code de votre application d’authentification.',
    },
    replaced: {
      title: 'Un lien plus récent vous attend',
      next: () =>
        'Votre connexion a été réinitialisée une nouvelle fois et ce lien ne fonctionne plus. Ouvrez l’e-mail le plus récent\u00a0; si vous ne le trouvez pas, regardez parmi vos courriers indésirables.',
    },
    withdrawn: {
      title: 'Ce lien ne fonctionne pas pour le moment',
      next: (organization) =>
        `Vous n’avez pas accès à ${organization} actuellement. Demandez à un administrateur ce que vous pouvez faire.`,
    },
    expired: {
      title: 'Ce lien a expiré',
      next: (organization, expiredAt) =>
        `Il fonctionnait jusqu’au ${expiredAt}. Demandez à un administrateur chez ${organization} de réinitialiser de nouveau votre connexion\u00a0: vous recevrez un nouveau lien.`,
    },
    locked: {
      title: 'Ce lien est bloqué',
      next: (organization) =>
        `Trop de codes erronés ont été saisis. Demandez à un administrateur chez ${organization} de réinitialiser de nouveau votre connexion.`,
    },
    notYou: (organization) =>
      `Ce n’était pas vous\u00a0? Prévenez alors immédiatement un administrateur chez ${organization}.`,
    signIn: 'Se connecter',
  },
  de: {
    used: {
      title: 'Ihre Anmeldung wurde neu eingerichtet',
      next: () =>
        'Dieser Link funktioniert nur einmal. Melden Sie sich mit Ihrer E-Mail-Adresse, Ihrem Passwort und einem Code aus Ihrer Authenticator-App an.',
    },
    replaced: {
      title: 'Es gibt einen neueren Link für Sie',
      next: () =>
        'Ihre Anmeldung wurde noch einmal zurückgesetzt, und dieser Link gilt nicht mehr. Öffnen Sie die neueste E-Mail; wenn Sie sie nicht finden, sehen Sie im Spam-Ordner nach.',
    },
    withdrawn: {
      title: 'Dieser Link funktioniert im Moment nicht',
      next: (organization) =>
        `Sie haben derzeit keinen Zugang zu ${organization}. Fragen Sie die Administration dort, was zu tun ist.`,
    },
    expired: {
      title: 'Dieser Link ist abgelaufen',
      next: (organization, expiredAt) =>
        `Er galt bis: ${expiredAt}. Bitten Sie die Administration von ${organization}, Ihre Anmeldung noch einmal zurückzusetzen: Sie erhalten dann einen neuen Link.`,
    },
    locked: {
      title: 'Dieser Link ist gesperrt',
      next: (organization) =>
        `Es wurden zu viele falsche Codes eingegeben. Bitten Sie die Administration von ${organization}, Ihre Anmeldung noch einmal zurückzusetzen.`,
    },
    notYou: (organization) =>
      `Das waren Sie nicht? Dann informieren Sie bitte sofort die Administration von ${organization}.`,
    signIn: 'Anmelden',
  },
}

/** The page at the end of a reset's link: what happened, and what to do next (I12). */
export function resetEndPage(
  page: PageFrame & {
    readonly end: ResetEnd
    readonly organizationName: string
    readonly expiredAt: string
    readonly timeZone: string
    readonly signInUrl: string
  },
): string {
  const words = texts[page.language]
  const { end, organizationName } = page
  const expiredAt = writtenTime({ ...page, at: page.expiredAt })
  return renderPage({
    language: page.language,
    appName: page.appName,
    about: organizationName,
    emblem: end === 'used' ? 'done' : 'stopped',
    title: words[end].title,
    children: (
      <>
        <p class="lead">{words[end].next(organizationName, expiredAt)}</p>
        {end === 'used' ? (
          <>
            <p>{words.notYou(organizationName)}</p>
            <p>
              <a class="button" href={page.signInUrl}>
                {words.signIn}
              </a>
            </p>
          </>
        ) : null}
      </>
    ),
  })
}
