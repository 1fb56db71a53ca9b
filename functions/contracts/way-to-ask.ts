import { type Contract, referenceOf } from '../../shared/domain/contract.ts'
import type { InEveryLanguage, Language } from '../../shared/domain/language.ts'
import { organizationsAbove } from '../../shared/frame/organizations-above.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { ReachableBy } from './approval-page.tsx'
import { answererOf, callableOf } from './parties.ts'
import { type Requester, requesterOf } from './requester.ts'

type Asked = {
  readonly contract: Pick<Contract, 'contractId'>
  readonly organization: OrganizationRecord
  /** Whoever requested it, if they still read their mail: answers to the mail with the link go to them. */
  readonly requester: Requester | undefined
  readonly above: { readonly parent: OrganizationRecord | undefined; readonly provider: OrganizationRecord | undefined }
}

/**
 * How whoever has the link of a contract gets hold of somebody who can help, in words that end a sentence after a colon: by answering the mail
 * where somebody reads that, else by the mail or phone of those who help, else by an administrator, whom every organization has.
 */
export function wayToAsk({ contract, organization, requester, above }: Asked, language: Language): string {
  const words = texts[language]
  if (requester) return words.reply
  const nearest = [organization, above.parent, above.provider]
  const reference = referenceOf(contract.contractId)
  const { email } = answererOf(nearest) ?? {}
  if (email !== undefined) return words.write(email, reference)
  const { name, phone }: ReachableBy = callableOf(nearest) ?? {}
  return phone === undefined ? words.administrator(organization.name) : words.call(name, phone, reference)
}

/** The same, where neither whoever requested it nor the organizations above were read. One round trip. */
export async function readWayToAsk(
  contract: Contract,
  organization: OrganizationRecord,
  language: Language,
): Promise<string> {
  const [requester, above] = await Promise.all([requesterOf(contract), organizationsAbove(organization)])
  return wayToAsk({ contract, organization, requester, above }, language)
}

type WayTexts = {
  readonly reply: string
  readonly write: (email: string, reference: string) => string
  readonly call: (name: string | undefined, phone: string, reference: string) => string
  readonly administrator: (organization: string) => string
}

const texts: InEveryLanguage<WayTexts> = {
  en: {
    reply: 'reply to the mail.',
    write: (email, reference) => `write to ${email}, and name the reference ${reference}.`,
    call: (name, phone, reference) =>
      `call ${name ?? 'your provider'} at ${phone}, and name the reference ${reference}.`,
    administrator: (organization) => `ask an administrator of ${organization}.`,
  },
  nl: {
    reply: 'beantwoord de mail.',
    write: (email, reference) => `schrijf naar ${email}, en noem de referentie ${reference}.`,
    call: (name, phone, reference) =>
      `bel ${name ?? 'uw dienstverlener'} op ${phone}, en noem de referentie ${reference}.`,
    administrator: (organization) => `vraag het aan een beheerder van ${organization}.`,
  },
  fr: {
    reply: 'répondez à l’e-mail.',
    write: (email, reference) => `écrivez à ${email}, et citez la référence ${reference}.`,
    call: (name, phone, reference) =>
      `appelez ${name ?? 'votre prestataire'} au ${phone}, et citez la référence ${reference}.`,
    administrator: (organization) => `adressez-vous à un administrateur de ${organization}.`,
  },
  de: {
    reply: 'antworten Sie auf die Mail.',
    write: (email, reference) => `schreiben Sie an ${email}, und nennen Sie die Referenz ${reference}.`,
    call: (name, phone, reference) =>
      `rufen Sie ${name ?? 'Ihren Anbieter'} unter ${phone} an, und nennen Sie die Referenz ${reference}.`,
    administrator: (organization) => `fragen Sie eine Administratorin oder einen Administrator von ${organization}.`,
  },
}
