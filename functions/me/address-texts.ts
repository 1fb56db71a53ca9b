import type { InEveryLanguage } from '../../shared/domain/language.ts'

/** Every word of the pages behind the link to a new sign-in address. */
export type AddressTexts = {
  readonly confirm: {
    readonly title: string
    readonly lead: (app: string) => string
    readonly until: string
    readonly from: string
    readonly stays: string
    readonly submit: string
    readonly notYou: string
  }
  readonly changed: {
    readonly title: string
    readonly lead: (email: string) => string
    readonly signedOut: string
  }
  readonly signIn: string
  readonly ends: {
    readonly used: { readonly title: string; readonly next: (email: string) => string }
    readonly replaced: { readonly title: string; readonly next: string }
    readonly withdrawn: { readonly title: string; readonly why: string; readonly next: string }
    readonly expired: { readonly title: string; readonly since: (expiredAt: string) => string; readonly next: string }
    readonly unknown: { readonly title: string; readonly next: string }
    readonly taken: { readonly title: string; readonly why: string; readonly next: string }
    readonly takenHere: {
      readonly title: string
      readonly why: (organizations: string) => string
      readonly next: (organizations: string) => string
    }
  }
}

export const addressTexts: InEveryLanguage<AddressTexts> = {
  en: {
    confirm: {
      title: 'Confirm your new sign-in address',
      lead: (app) => `You asked to sign in to ${app} with another e-mail address.`,
      until: 'Until now you sign in with',
      from: 'From now on you sign in with',
      stays:
        'Your password and your authenticator app stay the same. You are signed out everywhere and sign in again with the new address, and we tell the old one.',
      submit: 'Use the new address',
      notYou: 'Did you not ask for this? Then close this page: nothing changes.',
    },
    changed: {
      title: 'Your sign-in address has changed',
      lead: (email) => `From now on you sign in with ${email}.`,
      signedOut:
        'You were signed out everywhere. Sign in again with the new address, your password and a code from your authenticator app. It may take a few seconds until the new address works.',
    },
    signIn: 'Sign in',
    ends: {
      used: {
        title: 'This address has been confirmed',
        next: (email) => `The link works only once. You sign in with ${email}.`,
      },
      replaced: {
        title: 'There is a newer link for you',
        next: 'You asked again, and this link stopped working. Open the mail that was sent last; if you cannot find it, look among your junk mail.',
      },
      withdrawn: {
        title: 'This request no longer counts',
        why: 'Since you asked, your sessions were ended, or you have no access where you asked. So the address stays what it was.',
        next: 'Sign in with the address you had and ask for the change again. If you cannot sign in, ask an administrator of your organization.',
      },
      expired: {
        title: 'This link has expired',
        since: (expiredAt) => `It worked until ${expiredAt}.`,
        next: 'You sign in with the address you had. Sign in and ask for the change again.',
      },
      unknown: {
        title: 'This link does not work',
        next: 'Part of the address may be missing. Open the link straight from the mail, or copy the whole of it. If that does not help, sign in with the address you had and ask for the change again.',
      },
      taken: {
        title: 'This address has an account of its own',
        why: 'Since you asked, somebody has begun to sign in with this address. Nothing was changed.',
        next: 'Sign in with the address you had, and choose another one; or sign in with this one, if the account is yours.',
      },
      takenHere: {
        title: 'This address is somebody else’s in your organization',
        why: (organizations) =>
          `In ${organizations}, another profile has this address, so it cannot be yours as well. Nothing was changed.`,
        next: (organizations) =>
          `Ask an administrator of ${organizations} to change or remove that profile. Then ask for the change again.`,
      },
    },
  },
  nl: {
    confirm: {
      title: 'Bevestig uw nieuwe aanmeldadres',
      lead: (app) => `U vroeg om u bij ${app} met een ander e-mailadres aan te melden.`,
      until: 'Tot nu toe meldt u zich aan met',
      from: 'Voortaan meldt u zich aan met',
      stays:
        'Uw wachtwoord en uw authenticator-app blijven dezelfde. U wordt overal afgemeld, meldt zich opnieuw aan met het nieuwe adres, en het oude krijgt bericht.',
      submit: 'Het nieuwe adres gebruiken',
      notYou: 'Heeft u dit niet gevraagd? Sluit dan deze pagina: er verandert niets.',
    },
    changed: {
      title: 'Uw aanmeldadres is gewijzigd',
      lead: (email) => `Voortaan meldt u zich aan met ${email}.`,
      signedOut:
        'U bent overal afgemeld. Meld u opnieuw aan met het nieuwe adres, uw wachtwoord en een code uit uw authenticator-app. Het kan enkele seconden duren voor het nieuwe adres werkt.',
    },
    signIn: 'Aanmelden',
    ends: {
      used: {
        title: 'Dit adres is al bevestigd',
        next: (email) => `De link werkt maar één keer. U meldt zich aan met ${email}.`,
      },
      replaced: {
        title: 'Er is een nieuwere link voor u',
        next: 'U heeft het opnieuw gevraagd; deze link werkt sindsdien niet meer. Open de mail die het laatst is verstuurd. Vindt u die niet, kijk dan bij de ongewenste mail.',
      },
      withdrawn: {
        title: 'Deze aanvraag geldt niet meer',
        why: 'Sinds uw aanvraag zijn uw sessies beëindigd, of heeft u geen toegang meer waar u het vroeg. Het adres blijft daarom wat het was.',
        next: 'Meld u aan met het adres dat u had en vraag de wijziging opnieuw. Kunt u zich niet aanmelden, vraag het dan aan een beheerder van uw organisatie.',
      },
      expired: {
        title: 'Deze link is verlopen',
        since: (expiredAt) => `Hij werkte tot ${expiredAt}.`,
        next: 'U meldt zich aan met het adres dat u had. Meld u aan en vraag de wijziging opnieuw.',
      },
      unknown: {
        title: 'Deze link werkt niet',
        next: 'Misschien ontbreekt er een stuk van het adres. Open de link rechtstreeks vanuit de mail, of kopieer hem in zijn geheel. Helpt dat niet, meld u dan aan met het adres dat u had en vraag de wijziging opnieuw.',
      },
      taken: {
        title: 'Dit adres heeft een eigen account',
        why: 'Sinds uw vraag meldt iemand zich met dit adres aan. Er is niets gewijzigd.',
        next: 'Meld u aan met het adres dat u had en kies een ander; of meld u met dit adres aan, als dat account van u is.',
      },
      takenHere: {
        title: 'Dit adres is van iemand anders in uw organisatie',
        why: (organizations) =>
          `In ${organizations} heeft een ander profiel dit adres, dus het kan niet ook van u zijn. Er is niets gewijzigd.`,
        next: (organizations) =>
          `Vraag een beheerder van ${organizations} om dat profiel te wijzigen of te verwijderen. Vraag daarna de wijziging opnieuw.`,
      },
    },
  },
  fr: {
    confirm: {
      title: 'Confirmez votre nouvelle adresse de connexion',
      lead: (app) => `Vous avez demandé à vous connecter à ${app} avec une autre adresse e-mail.`,
      until: 'Jusqu’à présent, vous vous connectez avec',
      from: 'Désormais, vous vous connecterez avec',
      stays:
        'Votre mot de passe et votre application d’authentification restent les mêmes. Vous serez déconnecté partout et vous vous reconnecterez avec la nouvelle adresse\u00a0; l’ancienne en sera informée.',
      submit: 'Utiliser la nouvelle adresse',
      notYou: 'Vous n’avez rien demandé\u00a0? Fermez cette page\u00a0: rien ne change.',
    },
    changed: {
      title: 'Votre adresse de connexion a changé',
      lead: (email) => `Désormais, vous vous connectez avec ${email}.`,
      signedOut:
        'Vous avez été déconnecté partout. Reconnectez-vous avec la nouvelle adresse, votre mot de passe et un code de votre application d’authentification. Quelques secondes peuvent s’écouler avant que la nouvelle adresse fonctionne.',
    },
    signIn: 'Se connecter',
    ends: {
      used: {
        title: 'Cette adresse a déjà été confirmée',
        next: (email) => `Le lien ne fonctionne qu’une fois. Vous vous connectez avec ${email}.`,
      },
      replaced: {
        title: 'Un lien plus récent vous attend',
        next: 'Vous avez renouvelé votre demande, et ce lien ne fonctionne plus. Ouvrez le dernier e-mail envoyé\u00a0; si vous ne le trouvez pas, regardez dans vos courriers indésirables.',
      },
      withdrawn: {
        title: 'Cette demande n’est plus valable',
        why: 'Depuis votre demande, vos sessions ont été fermées ou vous n’avez plus accès à l’organisation concernée. L’adresse reste donc inchangée.',
        next: 'Connectez-vous avec l’adresse que vous aviez et renouvelez votre demande. Si vous ne pouvez pas vous connecter, adressez-vous à un administrateur de votre organisation.',
      },
      expired: {
        title: 'Ce lien a expiré',
        since: (expiredAt) => `Il a fonctionné jusqu’au ${expiredAt}.`,
        next: 'Vous vous connectez avec l’adresse que vous aviez. Connectez-vous et renouvelez votre demande.',
      },
      unknown: {
        title: 'Ce lien ne fonctionne pas',
        next: 'Il manque peut-être une partie de l’adresse. Ouvrez le lien directement depuis l’e-mail, ou copiez-le en entier. Si cela ne suffit pas, connectez-vous avec l’adresse que vous aviez et renouvelez votre demande.',
      },
      taken: {
        title: 'Cette adresse a son propre compte',
        why: 'Depuis votre demande, quelqu’un se connecte avec cette adresse. Rien n’a été modifié.',
        next: 'Connectez-vous avec l’adresse que vous aviez et choisissez-en une autre\u00a0; ou connectez-vous avec celle-ci, si ce compte est le vôtre.',
      },
      takenHere: {
        title: 'Cette adresse appartient à quelqu’un d’autre dans votre organisation',
        why: (organizations) =>
          `Chez ${organizations}, un autre profil a cette adresse\u00a0; elle ne peut donc pas être aussi la vôtre. Rien n’a été modifié.`,
        next: (organizations) =>
          `Demandez à un administrateur chez ${organizations} de modifier ou de supprimer ce profil. Renouvelez ensuite votre demande.`,
      },
    },
  },
  de: {
    confirm: {
      title: 'Bestätigen Sie Ihre neue Anmeldeadresse',
      lead: (app) => `Sie möchten sich bei ${app} mit einer anderen E-Mail-Adresse anmelden.`,
      until: 'Bisher melden Sie sich an mit',
      from: 'Künftig melden Sie sich an mit',
      stays:
        'Ihr Passwort und Ihre Authenticator-App bleiben dieselben. Sie werden überall abgemeldet und melden sich mit der neuen Adresse wieder an; die alte wird benachrichtigt.',
      submit: 'Neue Adresse verwenden',
      notYou: 'Das haben Sie nicht verlangt? Dann schließen Sie diese Seite: Es ändert sich nichts.',
    },
    changed: {
      title: 'Ihre Anmeldeadresse wurde geändert',
      lead: (email) => `Künftig melden Sie sich mit ${email} an.`,
      signedOut:
        'Sie wurden überall abgemeldet. Melden Sie sich mit der neuen Adresse, Ihrem Passwort und einem Code aus Ihrer Authenticator-App wieder an. Es kann einige Sekunden dauern, bis die neue Adresse funktioniert.',
    },
    signIn: 'Anmelden',
    ends: {
      used: {
        title: 'Diese Adresse wurde bereits bestätigt',
        next: (email) => `Der Link funktioniert nur einmal. Sie melden sich mit ${email} an.`,
      },
      replaced: {
        title: 'Es gibt einen neueren Link für Sie',
        next: 'Sie haben die Änderung erneut verlangt, und dieser Link gilt nicht mehr. Öffnen Sie die zuletzt gesendete E-Mail. Wenn Sie sie nicht finden, sehen Sie im Spam-Ordner nach.',
      },
      withdrawn: {
        title: 'Diese Anfrage gilt nicht mehr',
        why: 'Seit Ihrer Anfrage wurden Ihre Sitzungen beendet, oder Sie haben dort keinen Zugang mehr. Die Adresse bleibt deshalb, wie sie war.',
        next: 'Melden Sie sich mit Ihrer bisherigen Adresse an und verlangen Sie die Änderung erneut. Wenn Sie sich nicht anmelden können, wenden Sie sich an die Administration Ihrer Organisation.',
      },
      expired: {
        title: 'Dieser Link ist abgelaufen',
        since: (expiredAt) => `Er galt bis: ${expiredAt}.`,
        next: 'Sie melden sich mit Ihrer bisherigen Adresse an. Melden Sie sich an und verlangen Sie die Änderung erneut.',
      },
      unknown: {
        title: 'Dieser Link funktioniert nicht',
        next: 'Vielleicht fehlt ein Teil der Adresse. Öffnen Sie den Link direkt aus der E-Mail, oder kopieren Sie ihn vollständig. Hilft das nicht, melden Sie sich mit Ihrer bisherigen Adresse an und verlangen Sie die Änderung erneut.',
      },
      taken: {
        title: 'Diese Adresse hat ein eigenes Konto',
        why: 'Seit Ihrer Anfrage meldet sich jemand mit dieser Adresse an. Es wurde nichts geändert.',
        next: 'Melden Sie sich mit Ihrer bisherigen Adresse an und wählen Sie eine andere; oder melden Sie sich mit dieser an, wenn das Konto Ihnen gehört.',
      },
      takenHere: {
        title: 'Diese Adresse gehört in Ihrer Organisation jemand anderem',
        why: (organizations) =>
          `Bei ${organizations} hat ein anderes Profil diese Adresse, deshalb kann sie nicht auch Ihre sein. Es wurde nichts geändert.`,
        next: (organizations) =>
          `Bitten Sie die Administration von ${organizations}, dieses Profil zu ändern oder zu entfernen. Verlangen Sie die Änderung danach erneut.`,
      },
    },
  },
}
