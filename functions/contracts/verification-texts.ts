import type { InEveryLanguage } from '../../shared/domain/language.ts'

/** Every word of the page on which a certificate is checked. */
type VerificationTexts = {
  readonly title: string
  readonly lead: string
  readonly certificate: string
  readonly hint: string
  readonly check: string
  readonly another: string
  readonly byProgram: string
  readonly refused: Readonly<Record<'missing' | 'too-long' | 'unreadable' | 'other-key' | 'changed', string>>
  readonly holds: { readonly title: string; readonly lead: string }
  readonly facts: {
    readonly outcome: string
    readonly approved: string
    readonly declined: string
    readonly document: string
    readonly version: (version: number) => string
    readonly customer: string
    readonly provider: string
    readonly by: string
    readonly address: string
    readonly at: string
    readonly confirmed: string
    readonly byCode: (sentAt: string) => string
    readonly statement: string
    readonly reason: string
    readonly reference: string
    readonly hash: string
  }
}

export const verificationTexts: InEveryLanguage<VerificationTexts> = {
  en: {
    title: 'Check a certificate',
    lead: 'Paste a certificate of approval here to see whether it was signed here, and whether anything in it has changed since.',
    certificate: 'Certificate',
    hint: 'The long line of letters in the file evidence.jws, which is attached to the PDF',
    check: 'Check it',
    another: 'Check another one',
    byProgram:
      'Nothing is looked up for this, and nothing is kept: the signature alone decides. Programs check it with the key at /.well-known/rolecall-keys.json (RFC 7515, ES256).',
    refused: {
      missing: 'Paste the certificate first.',
      'too-long': 'This is longer than any certificate. Copy the content of the file evidence.jws, and nothing else.',
      unreadable:
        'This is not a certificate. Copy the whole content of the file evidence.jws, from the first letter to the last.',
      'other-key':
        'This was not signed here, or with a key that is not in use any more. Ask whoever gave it to you where it was signed.',
      changed: 'This does not hold: something in it was changed after it was signed. Ask for the original.',
    },
    holds: {
      title: 'This certificate holds',
      lead: 'It was signed here, and nothing in it has changed since. This is what it says:',
    },
    facts: {
      outcome: 'Outcome',
      approved: 'Approved',
      declined: 'Declined',
      document: 'Document',
      version: (version) => `version ${version}`,
      customer: 'For',
      provider: 'With',
      by: 'Decided by',
      address: 'E-mail address',
      at: 'Decided at',
      confirmed: 'Confirmed by',
      byCode: (sentAt) => `a code that was mailed to that address: ${sentAt}`,
      statement: 'They stated',
      reason: 'Their reason',
      reference: 'Reference',
      hash: 'SHA-256 of the text',
    },
  },
  nl: {
    title: 'Een certificaat controleren',
    lead: 'Plak hier een certificaat van goedkeuring om te zien of het hier is ondertekend, en of er sindsdien iets aan veranderd is.',
    certificate: 'Certificaat',
    hint: 'De lange regel letters in het bestand evidence.jws, dat bij de pdf zit',
    check: 'Controleren',
    another: 'Een ander controleren',
    byProgram:
      'Hiervoor wordt niets opgezocht en niets bewaard: alleen de handtekening telt. Programma’s controleren het met de sleutel op /.well-known/rolecall-keys.json (RFC 7515, ES256).',
    refused: {
      missing: 'Plak eerst het certificaat.',
      'too-long':
        'Dit is langer dan welk certificaat ook. Kopieer de inhoud van het bestand evidence.jws, en niets anders.',
      unreadable:
        'Dit is geen certificaat. Kopieer de hele inhoud van het bestand evidence.jws, van de eerste letter tot de laatste.',
      'other-key':
        'Dit is niet hier ondertekend, of met een sleutel die niet meer in gebruik is. Vraag aan wie het u gaf waar het is ondertekend.',
      changed: 'Dit klopt niet: er is iets aan veranderd nadat het ondertekend was. Vraag het origineel.',
    },
    holds: {
      title: 'Dit certificaat klopt',
      lead: 'Het is hier ondertekend, en er is sindsdien niets aan veranderd. Dit staat erin:',
    },
    facts: {
      outcome: 'Uitkomst',
      approved: 'Goedgekeurd',
      declined: 'Geweigerd',
      document: 'Document',
      version: (version) => `versie ${version}`,
      customer: 'Voor',
      provider: 'Met',
      by: 'Beslist door',
      address: 'E-mailadres',
      at: 'Beslist op',
      confirmed: 'Bevestigd met',
      byCode: (sentAt) => `een code die naar dat adres is gemaild: ${sentAt}`,
      statement: 'Verklaring',
      reason: 'Reden',
      reference: 'Referentie',
      hash: 'SHA-256 van de tekst',
    },
  },
  fr: {
    title: 'Vérifier un certificat',
    lead: 'Collez ici un certificat d’approbation pour voir s’il a été signé ici, et si quelque chose y a changé depuis.',
    certificate: 'Certificat',
    hint: 'La longue suite de lettres du fichier evidence.jws, joint au PDF',
    check: 'Vérifier',
    another: 'En vérifier un autre',
    byProgram:
      'Rien n’est recherché ni conservé\u00a0: seule la signature compte. Les programmes vérifient avec la clé à l’adresse /.well-known/rolecall-keys.json (RFC 7515, ES256).',
    refused: {
      missing: 'Collez d’abord le certificat.',
      'too-long': 'C’est plus long que tout certificat. Copiez le contenu du fichier evidence.jws, et rien d’autre.',
      unreadable:
        'Ce n’est pas un certificat. Copiez tout le contenu du fichier evidence.jws, de la première lettre à la dernière.',
      'other-key':
        'Ceci n’a pas été signé ici, ou avec une clé qui n’est plus utilisée. Demandez à qui vous l’a remis où il a été signé.',
      changed:
        'Ce certificat n’est pas valable\u00a0: quelque chose y a changé après la signature. Demandez l’original.',
    },
    holds: {
      title: 'Ce certificat est valable',
      lead: 'Il a été signé ici, et rien n’y a changé depuis. Voici ce qu’il dit\u00a0:',
    },
    facts: {
      outcome: 'Résultat',
      approved: 'Approuvé',
      declined: 'Refusé',
      document: 'Document',
      version: (version) => `version ${version}`,
      customer: 'Pour',
      provider: 'Avec',
      by: 'Décidé par',
      address: 'Adresse e-mail',
      at: 'Décidé le',
      confirmed: 'Confirmé par',
      byCode: (sentAt) => `un code envoyé à cette adresse\u00a0: ${sentAt}`,
      statement: 'Déclaration',
      reason: 'Motif',
      reference: 'Référence',
      hash: 'SHA-256 du texte',
    },
  },
  de: {
    title: 'Ein Zertifikat prüfen',
    lead: 'Fügen Sie hier ein Zertifikat ein, um zu sehen, ob es hier signiert wurde und ob sich seitdem etwas daran geändert hat.',
    certificate: 'Zertifikat',
    hint: 'Die lange Zeile aus Buchstaben in der Datei evidence.jws, die dem PDF beigefügt ist',
    check: 'Prüfen',
    another: 'Ein anderes prüfen',
    byProgram:
      'Dafür wird nichts nachgeschlagen und nichts behalten: Allein die Signatur entscheidet. Programme prüfen mit dem Schlüssel unter /.well-known/rolecall-keys.json (RFC 7515, ES256).',
    refused: {
      missing: 'Fügen Sie zuerst das Zertifikat ein.',
      'too-long':
        'Das ist länger als jedes Zertifikat. Kopieren Sie den Inhalt der Datei evidence.jws, und nichts anderes.',
      unreadable:
        'Das ist kein Zertifikat. Kopieren Sie den ganzen Inhalt der Datei evidence.jws, vom ersten Buchstaben bis zum letzten.',
      'other-key':
        'Das wurde nicht hier signiert, oder mit einem Schlüssel, der nicht mehr gilt. Fragen Sie, wo es signiert wurde.',
      changed: 'Das gilt nicht: Nach dem Signieren wurde etwas daran geändert. Bitten Sie um das Original.',
    },
    holds: {
      title: 'Dieses Zertifikat gilt',
      lead: 'Es wurde hier signiert, und seitdem hat sich nichts daran geändert. Das steht darin:',
    },
    facts: {
      outcome: 'Ergebnis',
      approved: 'Genehmigt',
      declined: 'Abgelehnt',
      document: 'Dokument',
      version: (version) => `Version ${version}`,
      customer: 'Für',
      provider: 'Mit',
      by: 'Entschieden von',
      address: 'E-Mail-Adresse',
      at: 'Entschieden am',
      confirmed: 'Bestätigt durch',
      byCode: (sentAt) => `einen Code, der an diese Adresse ging: ${sentAt}`,
      statement: 'Erklärung',
      reason: 'Begründung',
      reference: 'Referenz',
      hash: 'SHA-256 des Textes',
    },
  },
}
