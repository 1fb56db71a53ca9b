import type { ContractKind } from '../../shared/domain/contract.ts'
import type { InEveryLanguage } from '../../shared/domain/language.ts'
import type { ApprovalFault } from './approval-form.ts'

type Titled = { readonly title: string; readonly lead: string }

/** Every word of the page behind the open link of a contract, and of the pages that follow from it. */
export type ApprovalTexts = {
  readonly title: (document: string) => string
  readonly lead: Readonly<Record<ContractKind, (provider: string, customer: string) => string>>
  readonly customer: string
  readonly provider: string
  readonly term: string
  readonly from: (day: string) => string
  readonly fromFor: (day: string, months: number) => string
  readonly untilEnded: string
  readonly requestedBy: string
  readonly until: string
  readonly reference: string
  readonly version: string
  readonly genuine: string
  readonly checkBy: (phone: string | undefined, name: string | undefined, reference: string) => string
  readonly toDecision: string
  readonly summary: string
  readonly text: string
  /** What a table of the text is called by whoever hears it read. */
  readonly table: string
  readonly pdf: string
  readonly code: {
    readonly title: string
    readonly lead: (address: string) => string
    readonly send: string
    readonly label: string
    readonly hint: (address: string) => string
    readonly notCome: string
    readonly sendAgain: string
    readonly 'code-mailed': (address: string) => string
    readonly 'code-too-soon': (address: string) => string
    /** The code that was mailed last is the last one. */
    readonly 'code-last': (address: string, way: string) => string
    readonly 'code-refused': (address: string, way: string) => string
  }
  readonly locked: { readonly title: string; readonly lead: (way: string) => string }
  readonly decide: string
  readonly decideLead: string
  readonly name: string
  readonly nameHint: string
  readonly approve: string
  readonly ways: { readonly decline: string; readonly ask: string; readonly handOver: string }
  readonly reason: string
  readonly answerHint: string
  readonly decline: string
  readonly question: string
  readonly questionHint: (left: number) => string
  readonly ask: string
  readonly handOverLead: string
  readonly to: string
  readonly handOver: string
  readonly asked: Titled
  readonly done: {
    readonly approved: { readonly title: string; readonly lead: (document: string, at: string) => string }
    readonly declined: { readonly title: string; readonly lead: (document: string, at: string) => string }
    readonly handedOver: { readonly title: string; readonly lead: (name: string) => string }
    readonly certificate: string
    readonly cspFollows: string
    readonly toldWhoAsked: string
    readonly nothingMore: string
  }
  readonly faults: Readonly<Record<ApprovalFault, string | ((way: string) => string)>>
}

export const approvalTexts: InEveryLanguage<ApprovalTexts> = {
  en: {
    title: (document) => `Please approve: ${document}`,
    lead: {
      'service-agreement': (provider, customer) =>
        `${provider} asks ${customer} to accept its service agreement, and you are the Commercial Contact who can do that.`,
      'csp-contract': (provider, customer) =>
        `${provider} asks ${customer} to accept the terms under which it provides Microsoft services, and you are the Commercial Contact who can do that.`,
    },
    customer: 'For',
    provider: 'With',
    term: 'Term',
    from: (day) => `From ${day}, until one of the parties ends it`,
    fromFor: (day, months) => (months === 1 ? `One month, from ${day}` : `${months} months, from ${day}`),
    untilEnded: 'From the day it is approved, until one of the parties ends it',
    requestedBy: 'Requested by',
    until: 'Please answer before',
    reference: 'Reference',
    version: 'Version',
    genuine: 'Is this genuine?',
    checkBy: (phone, name, reference) =>
      phone === undefined
        ? `Call ${name ?? 'your provider'} at the number that you know, and name the reference ${reference}.`
        : `Call ${name ?? 'your provider'} at ${phone}, and name the reference ${reference}.`,
    toDecision: 'Go to your decision',
    summary: 'In short',
    text: 'The whole text',
    table: 'Table',
    pdf: 'Keep it as a PDF',
    code: {
      title: 'First, a code',
      lead: (address) =>
        `So that nobody but you can decide, we mail six digits to ${address}. They work for ten minutes.`,
      send: 'Mail me the code',
      label: 'Code from the mail',
      hint: (address) => `Six digits, mailed to ${address}; they work for ten minutes`,
      notCome: 'No mail? Look into the folder for unwanted mail first.',
      sendAgain: 'Mail me another code',
      'code-mailed': (address) => `A code is on its way to ${address}. Keep this page open and type it below.`,
      'code-too-soon': (address) =>
        `A code went to ${address} less than half a minute ago. If it does not come, ask again in a moment.`,
      'code-last': (address, way) =>
        `No more codes for this link: the last one went to ${address}, and works for ten minutes. If it does not come, get a new link: ${way}`,
      'code-refused': (address, way) =>
        `Our mail to ${address} was refused, so no code can reach you there. To have the address put right, or somebody else asked: ${way}`,
    },
    locked: {
      title: 'No more codes for this link',
      lead: (way) => `Too many codes were sent or tried, so this link is locked. For a new link: ${way}`,
    },
    decide: 'Your decision',
    decideLead: 'The code is needed whatever you choose. Your name and the statement are for approving alone.',
    name: 'Your name',
    nameHint: 'First and last name, as you would sign',
    approve: 'Approve',
    ways: {
      decline: 'I do not want to approve it',
      ask: 'I have a question first',
      handOver: 'Somebody else should decide',
    },
    reason: 'Why not?',
    answerHint: 'Whoever requested it reads this; at most 500 characters',
    decline: 'Decline',
    question: 'Your question',
    questionHint: (left) =>
      `Whoever requested it reads this, and answers you by mail or phone; at most 500 characters. ${left === 1 ? 'This is your last question' : `You can ask ${left} more`}; the date to answer by stays.`,
    ask: 'Ask',
    handOverLead: 'Another Commercial Contact gets a link of their own, and yours ends.',
    to: 'Hand over to',
    handOver: 'Hand over',
    asked: {
      title: 'Your question was sent',
      lead: 'Whoever requested this was told, and will answer you by mail or phone. You can still decide below; the date to answer by stays.',
    },
    done: {
      approved: {
        title: 'Approved, thank you',
        lead: (document, at) => `You approved “${document}” on ${at}.`,
      },
      declined: { title: 'You declined', lead: (document, at) => `You declined “${document}” on ${at}.` },
      handedOver: {
        title: 'Handed over',
        lead: (name) => `${name} gets a mail with a link of their own. Yours has ended.`,
      },
      certificate: 'A certificate of your approval comes by mail: keep it with your papers.',
      cspFollows: 'One more document follows: the contract for Microsoft services, in a mail of its own.',
      toldWhoAsked: 'Whoever requested it is told, with your reason.',
      nothingMore: 'There is nothing more to do here; you can close this page.',
    },
    faults: {
      'code-missing': 'Type the six digits from the mail.',
      'code-wrong': 'These are not the digits that were mailed. Check them and type them again.',
      'code-used-up': 'This code does not count any more. Have another one mailed, and type that.',
      'code-locked': (way) => `This link is locked: too many codes were sent or tried. For a new link: ${way}`,
      'name-missing': 'Type your name.',
      'name-invalid': 'Type your name in letters alone, without signs such as < or @, and with at most 100 characters.',
      'authority-missing': 'Tick the statement, if it is true: without it nothing is approved.',
      'reason-missing': 'Say in a few words why.',
      'reason-invalid': 'Write plain text of at most 500 characters.',
      'question-missing': 'Write your question.',
      'question-invalid': 'Write plain text of at most 500 characters.',
      'too-many-questions': (way) => `Three questions were asked already. To ask another one: ${way}`,
      'to-gone': 'This person cannot decide at the moment. Choose somebody else.',
      changed: 'This has changed since you opened it. Read it again, and decide then.',
    },
  },
  nl: {
    title: (document) => `Graag uw goedkeuring: ${document}`,
    lead: {
      'service-agreement': (provider, customer) =>
        `${provider} vraagt ${customer} om de serviceovereenkomst te aanvaarden. U bent de commercieel contactpersoon die dat kan doen.`,
      'csp-contract': (provider, customer) =>
        `${provider} vraagt ${customer} om de voorwaarden voor Microsoft-diensten te aanvaarden. U bent de commercieel contactpersoon die dat kan doen.`,
    },
    customer: 'Voor',
    provider: 'Met',
    term: 'Looptijd',
    from: (day) => `Vanaf ${day}, tot een van de partijen het beëindigt`,
    fromFor: (day, months) => (months === 1 ? `Eén maand, vanaf ${day}` : `${months} maanden, vanaf ${day}`),
    untilEnded: 'Vanaf de dag van goedkeuring, tot een van de partijen het beëindigt',
    requestedBy: 'Gevraagd door',
    until: 'Graag antwoord vóór',
    reference: 'Referentie',
    version: 'Versie',
    genuine: 'Is dit echt?',
    checkBy: (phone, name, reference) =>
      phone === undefined
        ? `Bel ${name ?? 'uw dienstverlener'} op het nummer dat u kent, en noem de referentie ${reference}.`
        : `Bel ${name ?? 'uw dienstverlener'} op ${phone}, en noem de referentie ${reference}.`,
    toDecision: 'Naar uw beslissing',
    summary: 'In het kort',
    text: 'De volledige tekst',
    table: 'Tabel',
    pdf: 'Bewaren als pdf',
    code: {
      title: 'Eerst een code',
      lead: (address) =>
        `Zodat alleen u kunt beslissen, mailen we zes cijfers naar ${address}. Ze werken tien minuten.`,
      send: 'Mail mij de code',
      label: 'Code uit de mail',
      hint: (address) => `Zes cijfers, gemaild naar ${address}; ze werken tien minuten`,
      notCome: 'Geen mail? Kijk eerst bij de ongewenste mail.',
      sendAgain: 'Mail mij een andere code',
      'code-mailed': (address) =>
        `Er is een code onderweg naar ${address}. Laat deze pagina open en typ de code hieronder.`,
      'code-too-soon': (address) =>
        `Minder dan een halve minuut geleden ging er een code naar ${address}. Komt die niet, vraag het dan zo meteen nog eens.`,
      'code-last': (address, way) =>
        `Geen codes meer voor deze link: de laatste ging naar ${address}, en werkt tien minuten. Komt die niet, vraag dan een nieuwe link: ${way}`,
      'code-refused': (address, way) =>
        `Onze mail naar ${address} werd geweigerd, dus daar komt geen code aan. Om het adres te laten verbeteren, of het aan iemand anders te laten vragen: ${way}`,
    },
    locked: {
      title: 'Geen codes meer voor deze link',
      lead: (way) =>
        `Er zijn te veel codes gestuurd of geprobeerd; daarom is deze link vergrendeld. Voor een nieuwe link: ${way}`,
    },
    decide: 'Uw beslissing',
    decideLead: 'De code is nodig, wat u ook kiest. Uw naam en de verklaring zijn alleen om goed te keuren.',
    name: 'Uw naam',
    nameHint: 'Voor- en achternaam, zoals u zou ondertekenen',
    approve: 'Goedkeuren',
    ways: {
      decline: 'Ik wil dit niet goedkeuren',
      ask: 'Ik heb eerst een vraag',
      handOver: 'Iemand anders moet beslissen',
    },
    reason: 'Waarom niet?',
    answerHint: 'Wie erom vroeg, leest dit; hoogstens 500 tekens',
    decline: 'Weigeren',
    question: 'Uw vraag',
    questionHint: (left) =>
      `Wie erom vroeg, leest dit en antwoordt u per mail of telefoon; hoogstens 500 tekens. ${left === 1 ? 'Dit is uw laatste vraag' : `U kunt nog ${left} vragen stellen`}; de datum voor uw antwoord blijft.`,
    ask: 'Vraag stellen',
    handOverLead: 'Een andere commercieel contactpersoon krijgt een eigen link; de uwe vervalt.',
    to: 'Overdragen aan',
    handOver: 'Overdragen',
    asked: {
      title: 'Uw vraag is verstuurd',
      lead: 'Wie erom vroeg, weet ervan en antwoordt u per mail of telefoon. U kunt hieronder nog altijd beslissen; de datum voor uw antwoord blijft.',
    },
    done: {
      approved: { title: 'Goedgekeurd, dank u', lead: (document, at) => `U hebt “${document}” goedgekeurd op ${at}.` },
      declined: { title: 'U hebt geweigerd', lead: (document, at) => `U hebt “${document}” geweigerd op ${at}.` },
      handedOver: {
        title: 'Overgedragen',
        lead: (name) => `${name} krijgt een mail met een eigen link. De uwe is vervallen.`,
      },
      certificate: 'U krijgt per mail een certificaat van uw goedkeuring: bewaar het bij uw papieren.',
      cspFollows: 'Er volgt nog één document: het contract voor Microsoft-diensten, in een eigen mail.',
      toldWhoAsked: 'Wie erom vroeg, krijgt bericht, met uw reden.',
      nothingMore: 'U hoeft hier niets meer te doen; u kunt deze pagina sluiten.',
    },
    faults: {
      'code-missing': 'Typ de zes cijfers uit de mail.',
      'code-wrong': 'Dit zijn niet de cijfers die gemaild zijn. Kijk ze na en typ ze opnieuw.',
      'code-used-up': 'Deze code telt niet meer. Laat een andere mailen en typ die.',
      'code-locked': (way) =>
        `Deze link is vergrendeld: er zijn te veel codes gestuurd of geprobeerd. Voor een nieuwe link: ${way}`,
      'name-missing': 'Typ uw naam.',
      'name-invalid': 'Typ uw naam in letters, zonder tekens als < of @, en met hoogstens 100 tekens.',
      'authority-missing': 'Vink de verklaring aan als ze klopt: zonder haar wordt niets goedgekeurd.',
      'reason-missing': 'Zeg in enkele woorden waarom.',
      'reason-invalid': 'Schrijf gewone tekst van hoogstens 500 tekens.',
      'question-missing': 'Schrijf uw vraag.',
      'question-invalid': 'Schrijf gewone tekst van hoogstens 500 tekens.',
      'too-many-questions': (way) => `Er zijn al drie vragen gesteld. Voor nog een vraag: ${way}`,
      'to-gone': 'Deze persoon kan op dit moment niet beslissen. Kies iemand anders.',
      changed: 'Dit is veranderd sinds u het opende. Lees het opnieuw, en beslis dan.',
    },
  },
  fr: {
    title: (document) => `Votre approbation\u00a0: ${document}`,
    lead: {
      'service-agreement': (provider, customer) =>
        `${provider} demande à ${customer} d’accepter son contrat de services. Vous êtes le contact commercial qui peut le faire.`,
      'csp-contract': (provider, customer) =>
        `${provider} demande à ${customer} d’accepter les conditions de fourniture des services Microsoft. Vous êtes le contact commercial qui peut le faire.`,
    },
    customer: 'Pour',
    provider: 'Avec',
    term: 'Durée',
    from: (day) => `À partir du ${day}, jusqu’à ce qu’une des parties y mette fin`,
    fromFor: (day, months) => `${months} mois, à partir du ${day}`,
    untilEnded: 'À partir du jour de l’approbation, jusqu’à ce qu’une des parties y mette fin',
    requestedBy: 'Demandé par',
    until: 'Merci de répondre avant le',
    reference: 'Référence',
    version: 'Version',
    genuine: 'Est-ce authentique\u00a0?',
    checkBy: (phone, name, reference) =>
      phone === undefined
        ? `Appelez ${name ?? 'votre prestataire'} au numéro que vous connaissez, et citez la référence ${reference}.`
        : `Appelez ${name ?? 'votre prestataire'} au ${phone}, et citez la référence ${reference}.`,
    toDecision: 'Aller à votre décision',
    summary: 'En bref',
    text: 'Le texte complet',
    table: 'Tableau',
    pdf: 'Le garder en PDF',
    code: {
      title: 'D’abord un code',
      lead: (address) =>
        `Pour que vous seul puissiez décider, nous envoyons six chiffres à ${address}. Ils sont valables dix minutes.`,
      send: 'Envoyez-moi le code',
      label: 'Code reçu par e-mail',
      hint: (address) => `Six chiffres, envoyés à ${address}\u00a0; valables dix minutes`,
      notCome: 'Pas d’e-mail\u00a0? Regardez d’abord dans les courriers indésirables.',
      sendAgain: 'Envoyez-moi un autre code',
      'code-mailed': (address) =>
        `Un code est en route vers ${address}. Gardez cette page ouverte et saisissez-le ci-dessous.`,
      'code-too-soon': (address) =>
        `Un code est parti vers ${address} il y a moins de trente secondes. S’il n’arrive pas, redemandez-en un dans un instant.`,
      'code-last': (address, way) =>
        `Plus de codes pour ce lien\u00a0: le dernier est parti vers ${address}, il est valable dix minutes. S’il n’arrive pas, demandez un nouveau lien\u00a0: ${way}`,
      'code-refused': (address, way) =>
        `Notre e-mail à ${address} a été refusé\u00a0: aucun code ne peut vous y parvenir. Pour faire corriger l’adresse ou solliciter quelqu’un d’autre\u00a0: ${way}`,
    },
    locked: {
      title: 'Plus de codes pour ce lien',
      lead: (way) =>
        `Trop de codes ont été envoyés ou essayés\u00a0: ce lien est bloqué. Pour un nouveau lien\u00a0: ${way}`,
    },
    decide: 'Votre décision',
    decideLead: 'Le code est nécessaire quel que soit votre choix. Le nom et la déclaration ne servent qu’à approuver.',
    name: 'Votre nom',
    nameHint: 'Prénom et nom, comme pour signer',
    approve: 'Approuver',
    ways: {
      decline: 'Je ne veux pas approuver',
      ask: 'J’ai d’abord une question',
      handOver: 'Quelqu’un d’autre doit décider',
    },
    reason: 'Pourquoi\u00a0?',
    answerHint: 'La personne qui l’a demandé le lira\u00a0; 500 caractères au plus',
    decline: 'Refuser',
    question: 'Votre question',
    questionHint: (left) =>
      `La personne qui l’a demandé la lira et vous répondra par e-mail ou par téléphone\u00a0; 500 caractères au plus. ${left === 1 ? 'C’est votre dernière question' : `Vous pouvez encore poser ${left} questions`}\u00a0; la date limite ne change pas.`,
    ask: 'Poser la question',
    handOverLead: 'Un autre contact commercial reçoit son propre lien, et le vôtre prend fin.',
    to: 'Transmettre à',
    handOver: 'Transmettre',
    asked: {
      title: 'Votre question est envoyée',
      lead: 'La personne qui l’a demandé est prévenue et vous répondra par e-mail ou par téléphone. Vous pouvez toujours décider ci-dessous\u00a0; la date limite ne change pas.',
    },
    done: {
      approved: {
        title: 'Approuvé, merci',
        lead: (document, at) => `Vous avez approuvé «\u00a0${document}\u00a0» le ${at}.`,
      },
      declined: {
        title: 'Vous avez refusé',
        lead: (document, at) => `Vous avez refusé «\u00a0${document}\u00a0» le ${at}.`,
      },
      handedOver: {
        title: 'Transmis',
        lead: (name) => `${name} reçoit un e-mail avec son propre lien. Le vôtre a pris fin.`,
      },
      certificate: 'Un certificat de votre approbation vous parvient par e-mail\u00a0: gardez-le avec vos documents.',
      cspFollows: 'Un document suit encore\u00a0: le contrat pour les services Microsoft, dans un e-mail à part.',
      toldWhoAsked: 'La personne qui l’a demandé est prévenue, avec votre motif.',
      nothingMore: 'Il n’y a plus rien à faire ici\u00a0; vous pouvez fermer cette page.',
    },
    faults: {
      'code-missing': 'Saisissez les six chiffres reçus par e-mail.',
      'code-wrong': 'Ce ne sont pas les chiffres envoyés. Vérifiez-les et saisissez-les à nouveau.',
      'code-used-up': 'Ce code n’est plus valable. Faites-en envoyer un autre et saisissez-le.',
      'code-locked': (way) =>
        `Ce lien est bloqué\u00a0: trop de codes ont été envoyés ou essayés. Pour un nouveau lien\u00a0: ${way}`,
      'name-missing': 'Saisissez votre nom.',
      'name-invalid': 'Saisissez votre nom en lettres, sans signes tels que < ou @, en 100 caractères au plus.',
      'authority-missing': 'Cochez la déclaration si elle est exacte\u00a0: sans elle, rien n’est approuvé.',
      'reason-missing': 'Dites pourquoi en quelques mots.',
      'reason-invalid': 'Écrivez un texte simple de 500 caractères au plus.',
      'question-missing': 'Écrivez votre question.',
      'question-invalid': 'Écrivez un texte simple de 500 caractères au plus.',
      'too-many-questions': (way) => `Trois questions ont déjà été posées. Pour en poser une autre\u00a0: ${way}`,
      'to-gone': 'Cette personne ne peut pas décider en ce moment. Choisissez-en une autre.',
      changed: 'Ceci a changé depuis que vous l’avez ouvert. Relisez-le, puis décidez.',
    },
  },
  de: {
    title: (document) => `Bitte genehmigen: ${document}`,
    lead: {
      'service-agreement': (provider, customer) =>
        `${provider} bittet ${customer}, den Servicevertrag anzunehmen. Sie sind der kaufmännische Ansprechpartner, der das tun kann.`,
      'csp-contract': (provider, customer) =>
        `${provider} bittet ${customer}, die Bedingungen für Microsoft-Dienste anzunehmen. Sie sind der kaufmännische Ansprechpartner, der das tun kann.`,
    },
    customer: 'Für',
    provider: 'Mit',
    term: 'Laufzeit',
    from: (day) => `Ab ${day}, bis eine der Parteien ihn beendet`,
    fromFor: (day, months) => (months === 1 ? `Ein Monat, ab ${day}` : `${months} Monate, ab ${day}`),
    untilEnded: 'Ab dem Tag der Genehmigung, bis eine der Parteien ihn beendet',
    requestedBy: 'Angefragt von',
    until: 'Bitte antworten Sie vor',
    reference: 'Referenz',
    version: 'Version',
    genuine: 'Ist das echt?',
    checkBy: (phone, name, reference) =>
      phone === undefined
        ? `Rufen Sie ${name ?? 'Ihren Anbieter'} unter der Nummer an, die Sie kennen, und nennen Sie die Referenz ${reference}.`
        : `Rufen Sie ${name ?? 'Ihren Anbieter'} unter ${phone} an, und nennen Sie die Referenz ${reference}.`,
    toDecision: 'Zu Ihrer Entscheidung',
    summary: 'Kurz gesagt',
    text: 'Der ganze Text',
    table: 'Tabelle',
    pdf: 'Als PDF behalten',
    code: {
      title: 'Zuerst ein Code',
      lead: (address) =>
        `Damit nur Sie entscheiden können, senden wir sechs Ziffern an ${address}. Sie gelten zehn Minuten.`,
      send: 'Code per Mail senden',
      label: 'Code aus der Mail',
      hint: (address) => `Sechs Ziffern, gesendet an ${address}; sie gelten zehn Minuten`,
      notCome: 'Keine Mail? Sehen Sie zuerst im Ordner für unerwünschte Mails nach.',
      sendAgain: 'Anderen Code senden',
      'code-mailed': (address) =>
        `Ein Code ist unterwegs an ${address}. Lassen Sie diese Seite offen und geben Sie ihn unten ein.`,
      'code-too-soon': (address) =>
        `Vor weniger als einer halben Minute ging ein Code an ${address}. Kommt er nicht an, bitten Sie gleich noch einmal darum.`,
      'code-last': (address, way) =>
        `Keine Codes mehr für diesen Link: Der letzte ging an ${address} und gilt zehn Minuten. Kommt er nicht an, lassen Sie sich einen neuen Link senden: ${way}`,
      'code-refused': (address, way) =>
        `Unsere Mail an ${address} wurde abgewiesen, dort kommt also kein Code an. Um die Adresse berichtigen oder jemand anderen fragen zu lassen: ${way}`,
    },
    locked: {
      title: 'Keine Codes mehr für diesen Link',
      lead: (way) =>
        `Es wurden zu viele Codes gesendet oder versucht; darum ist dieser Link gesperrt. Für einen neuen Link: ${way}`,
    },
    decide: 'Ihre Entscheidung',
    decideLead: 'Den Code brauchen Sie in jedem Fall. Ihr Name und die Erklärung sind nur für die Genehmigung.',
    name: 'Ihr Name',
    nameHint: 'Vor- und Nachname, wie bei einer Unterschrift',
    approve: 'Genehmigen',
    ways: {
      decline: 'Ich möchte nicht genehmigen',
      ask: 'Ich habe zuerst eine Frage',
      handOver: 'Jemand anders soll entscheiden',
    },
    reason: 'Warum nicht?',
    answerHint: 'Wer darum gebeten hat, liest das; höchstens 500 Zeichen',
    decline: 'Ablehnen',
    question: 'Ihre Frage',
    questionHint: (left) =>
      `Wer darum gebeten hat, liest sie und antwortet Ihnen per Mail oder Telefon; höchstens 500 Zeichen. ${left === 1 ? 'Das ist Ihre letzte Frage' : `Sie können noch ${left} Fragen stellen`}; die Frist bleibt.`,
    ask: 'Frage stellen',
    handOverLead: 'Ein anderer kaufmännischer Ansprechpartner bekommt einen eigenen Link, und Ihrer endet.',
    to: 'Übergeben an',
    handOver: 'Übergeben',
    asked: {
      title: 'Ihre Frage ist gesendet',
      lead: 'Wer darum gebeten hat, weiß Bescheid und antwortet Ihnen per Mail oder Telefon. Sie können unten weiterhin entscheiden; die Frist bleibt.',
    },
    done: {
      approved: { title: 'Genehmigt, danke', lead: (document, at) => `Sie haben „${document}“ genehmigt: ${at}.` },
      declined: { title: 'Sie haben abgelehnt', lead: (document, at) => `Sie haben „${document}“ abgelehnt: ${at}.` },
      handedOver: {
        title: 'Übergeben',
        lead: (name) => `${name} bekommt eine Mail mit eigenem Link. Ihrer ist beendet.`,
      },
      certificate: 'Ein Zertifikat Ihrer Genehmigung kommt per Mail: Legen Sie es zu Ihren Unterlagen.',
      cspFollows: 'Es folgt noch ein Dokument: der Vertrag für Microsoft-Dienste, in einer eigenen Mail.',
      toldWhoAsked: 'Wer darum gebeten hat, erfährt es, mit Ihrer Begründung.',
      nothingMore: 'Hier bleibt nichts zu tun; Sie können diese Seite schließen.',
    },
    faults: {
      'code-missing': 'Geben Sie die sechs Ziffern aus der Mail ein.',
      'code-wrong': 'Das sind nicht die gesendeten Ziffern. Prüfen Sie sie und geben Sie sie noch einmal ein.',
      'code-used-up': 'Dieser Code gilt nicht mehr. Lassen Sie einen anderen senden und geben Sie diesen ein.',
      'code-locked': (way) =>
        `Dieser Link ist gesperrt: Es wurden zu viele Codes gesendet oder versucht. Für einen neuen Link: ${way}`,
      'name-missing': 'Geben Sie Ihren Namen ein.',
      'name-invalid': 'Geben Sie Ihren Namen in Buchstaben ein, ohne Zeichen wie < oder @, mit höchstens 100 Zeichen.',
      'authority-missing': 'Kreuzen Sie die Erklärung an, wenn sie zutrifft: Ohne sie wird nichts genehmigt.',
      'reason-missing': 'Sagen Sie in wenigen Worten, warum.',
      'reason-invalid': 'Schreiben Sie einfachen Text mit höchstens 500 Zeichen.',
      'question-missing': 'Schreiben Sie Ihre Frage.',
      'question-invalid': 'Schreiben Sie einfachen Text mit höchstens 500 Zeichen.',
      'too-many-questions': (way) => `Es wurden schon drei Fragen gestellt. Für eine weitere: ${way}`,
      'to-gone': 'Diese Person kann zurzeit nicht entscheiden. Wählen Sie jemand anderen.',
      changed: 'Das hat sich geändert, seit Sie es geöffnet haben. Lesen Sie es noch einmal, und entscheiden Sie dann.',
    },
  },
}
