import type { Evidence } from '../../shared/domain/evidence.ts'
import { TextArea } from '../../shared/frame/page-fields.tsx'
import { type Fault, type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import type { Checked } from './checked-certificate.ts'
import { verificationTexts } from './verification-texts.ts'

/** The page on which a certificate is checked: before, and with what became of it. */
export type VerificationPage = PageFrame & {
  readonly formAction: string
  readonly pasted?: string | undefined
  readonly checked?: Checked | undefined
  /** Nothing was pasted, or more than any certificate is. */
  readonly refused?: 'missing' | 'too-long'
}

export function verificationPage(page: VerificationPage): string {
  const { language, appName, pasted, checked, refused } = page
  const words = verificationTexts[language]
  const because = refused ?? (checked && !checked.holds ? checked.because : undefined)
  const fault = because && words.refused[because]
  const faults: Fault[] = fault === undefined ? [] : [{ field: 'certificate', text: fault }]
  const holds = checked?.holds === true
  return renderPage({
    language,
    appName,
    title: holds ? words.holds.title : words.title,
    emblem: holds ? 'done' : undefined,
    faults,
    children: (
      <>
        <p class="lead">{holds ? words.holds.lead : words.lead}</p>
        {holds ? <Facts {...page} evidence={checked.evidence} /> : null}
        <form class={holds ? 'part' : undefined} method="post" action={page.formAction}>
          <TextArea
            name="certificate"
            label={words.certificate}
            hint={words.hint}
            faults={faults}
            value={holds ? undefined : pasted}
          />
          <p>
            <button class={holds ? 'button second' : 'button'} type="submit">
              {holds ? words.another : words.check}
            </button>
          </p>
        </form>
        <p class="quiet">{words.byProgram}</p>
      </>
    ),
  })
}

/** What the certificate says, in the order in which somebody reads it: what, by whom, when, and how that is known. */
function Facts({ language, evidence }: VerificationPage & { readonly evidence: Evidence }) {
  const { facts: words } = verificationTexts[language]
  const { contract, document, customer, provider, decision, approver } = evidence
  // Times of a certificate are told in UTC, whoever reads it wherever.
  const at = (moment: string) => writtenTime({ at: moment, timeZone: 'UTC', language })
  const name = [approver.firstName, approver.lastName].filter((part) => part !== null).join(' ')
  const rows: readonly (readonly [string, string])[] = [
    [words.outcome, words[decision.outcome]],
    [words.document, `${document.title}, ${words.version(document.version)}`],
    [words.customer, partyOf(customer)],
    [words.provider, partyOf(provider)],
    [words.by, approver.typedName ?? name],
    [words.address, approver.email],
    [words.at, at(decision.at)],
    [words.confirmed, words.byCode(at(decision.confirmedBy.sentAt))],
    ...(decision.statement ? [[words.statement, decision.statement.text] as const] : []),
    ...(decision.reason === null ? [] : [[words.reason, decision.reason] as const]),
    [words.reference, `${contract.reference} (${contract.contractId})`],
    [words.hash, document.sha256],
  ]
  return (
    <dl class="facts">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const partyOf = ({ name, legalName, companyNumber }: Evidence['customer']): string =>
  companyNumber === null ? (legalName ?? name) : `${legalName ?? name} (${companyNumber})`
