import type { AgreementBlock } from '../../shared/domain/agreement-text.ts'
import type { ContractKind } from '../../shared/domain/contract.ts'
import type { Language } from '../../shared/domain/language.ts'
import { Choice, Field, TextArea, Tick } from '../../shared/frame/page-fields.tsx'
import { type Fault, type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import type { CodeStanding } from '../../shared/table/approval-code.ts'
import { AgreementView } from './agreement-view.tsx'
import type { ApprovalFaults, TypedApproval } from './approval-form.ts'
import { longestAnswer } from './approval-form.ts'
import { approvalTexts } from './approval-texts.ts'
import type { Successor } from './open-approval-link.ts'

/** Somebody who can be called, or written to, to check that this is genuine. */
export type ReachableBy = {
  readonly name?: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
}

/** A party to a contract, as it is registered. */
export type Party = { readonly name: string; readonly companyNumber?: string | undefined }

/** The page behind the open link of a contract. All that is sent is sent to one of `addresses`, which are absolute. */
export type ApprovalPage = PageFrame & {
  readonly kind: ContractKind
  readonly organizationName: string
  readonly customer: Party
  readonly provider: Party
  readonly requester?: string | undefined
  readonly reference: string
  /** When the deadline is, in words. */
  readonly deadline: string
  /** From when it holds and for how long, in words. */
  readonly term: string
  readonly call: ReachableBy | undefined
  readonly document: {
    readonly title: string
    readonly summary: string
    readonly version: number
    readonly sha256: string
    readonly language: Language
    readonly blocks: readonly AgreementBlock[]
  }
  readonly statement: string
  /** Over all of what is shown and recorded: a decision is sent with it. */
  readonly fingerprint: string
  /** The address that codes go to, with most of it left out. */
  readonly mailedTo: string
  /** Whether a code that still counts was mailed. */
  readonly code: CodeStanding
  /** How to get hold of somebody who can help, in words. */
  readonly way: string
  readonly successors: readonly Pick<Successor, 'profileId' | 'name'>[]
  readonly questionsLeft: number
  readonly addresses: Readonly<Record<'code' | 'decision' | 'question' | 'hand-over' | 'document', string>>
  readonly said?: 'code-mailed' | 'code-too-soon' | 'code-last' | 'code-refused' | 'asked' | undefined
  readonly values?: TypedApproval | undefined
  readonly errors?: ApprovalFaults | undefined
}

export function approvalPage(page: ApprovalPage): string {
  const { language, appName, organizationName, document, errors = {}, said } = page
  const words = approvalTexts[language]
  const faults = Object.entries(errors).flatMap(([field, fault]): Fault[] =>
    fault ? [{ field, text: inWords(words.faults[fault], page.way) }] : [],
  )
  return renderPage({
    language,
    appName,
    about: organizationName,
    emblem: said === 'asked' ? 'done' : undefined,
    title: said === 'asked' ? words.asked.title : words.title(document.title),
    faults,
    children: (
      <>
        <p class="lead">
          {said === 'asked' ? words.asked.lead : words.lead[page.kind](page.provider.name, page.customer.name)}
        </p>
        {page.code === 'locked' ? (
          <div class="note" role="status">
            <h2>{words.locked.title}</h2>
            <p>{words.locked.lead(page.way)}</p>
          </div>
        ) : (
          <p>
            <a href={`#${decisionId}`}>{words.toDecision}</a>
          </p>
        )}
        <Facts {...page} />
        <h2>{words.summary}</h2>
        <p lang={document.language}>{document.summary}</p>
        <details open>
          <summary>{words.text}</summary>
          <AgreementView blocks={document.blocks} language={document.language} tableLabel={words.table} />
        </details>
        <p>
          <a href={page.addresses.document}>{words.pdf}</a>
        </p>
        {page.code === 'locked' ? null : <Code {...page} faults={faults} />}
      </>
    ),
  })
}

const inWords = (text: string | ((way: string) => string), way: string): string =>
  typeof text === 'string' ? text : text(way)

function Facts(page: ApprovalPage) {
  const words = approvalTexts[page.language]
  const party = ({ name, companyNumber }: Party) => (companyNumber === undefined ? name : `${name} (${companyNumber})`)
  const rows = [
    [words.customer, party(page.customer)],
    [words.provider, party(page.provider)],
    [words.term, page.term],
    ...(page.requester === undefined ? [] : [[words.requestedBy, page.requester]]),
    [words.until, page.deadline],
    [words.reference, page.reference],
    [words.version, `${page.document.version}`],
    [words.genuine, words.checkBy(page.call?.phone, page.call?.name, page.reference)],
  ]
  return (
    <dl class="facts" id="shown">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Where the answer to whoever had a code mailed begins: below a text that may be long. */
const decisionId = 'decision'

/** First a code is asked for; then one form with a button for each way to go on, so that the code is typed once. */
function Code(page: ApprovalPage & { readonly faults: readonly Fault[] }) {
  const { language, code, addresses, mailedTo, said, way } = page
  const words = approvalTexts[language]
  const ask = (label: string, second: boolean) => (
    <form method="post" action={`${addresses.code}#${decisionId}`}>
      <p>
        <button class={second ? 'button second' : 'button'} type="submit">
          {label}
        </button>
      </p>
    </form>
  )
  const note =
    said === undefined || said === 'asked' ? null : (
      <p class="note" role="status">
        {words.code[said](mailedTo, way)}
      </p>
    )
  if (code === 'none')
    return (
      <div class="part" id={decisionId}>
        {note}
        <h2>{words.code.title}</h2>
        <p>{words.code.lead(mailedTo)}</p>
        {ask(words.code.send, false)}
      </div>
    )
  return (
    <>
      <div class="part" id={decisionId}>
        <h2>{words.decide}</h2>
        {note}
        <p>{words.decideLead}</p>
      </div>
      <Ways {...page} />
      {said === 'code-last' ? null : (
        <div class="part">
          <p class="quiet">{code === 'last' ? words.code['code-last'](mailedTo, way) : words.code.notCome}</p>
          {code === 'last' ? null : ask(words.code.sendAgain, true)}
        </div>
      )}
    </>
  )
}

function Ways(page: ApprovalPage & { readonly faults: readonly Fault[] }) {
  const { language, faults, values = {}, errors = {}, addresses, statement, successors, questionsLeft } = page
  const words = approvalTexts[language]
  const send = (label: string, to: string, second: boolean, decision?: string) => (
    <p>
      <button
        class={second ? 'button second' : 'button'}
        type="submit"
        formaction={to}
        {...(decision !== undefined && { name: 'decision', value: decision })}
      >
        {label}
      </button>
    </p>
  )
  return (
    <form method="post" action={addresses.decision}>
      <input type="hidden" name="shown" value={page.fingerprint} />
      <Field
        name="code"
        label={words.code.label}
        hint={words.code.hint(page.mailedTo)}
        faults={faults}
        input={{
          type: 'text',
          class: 'code',
          inputmode: 'numeric',
          autocomplete: 'one-time-code',
          maxlength: 12,
          value: values.code,
        }}
      />
      <Field
        name="name"
        label={words.name}
        hint={words.nameHint}
        faults={faults}
        input={{ type: 'text', maxlength: 100, autocomplete: 'name', spellcheck: 'false', value: values.name }}
      />
      <Tick name="authority" label={statement} ticked={values.authority !== undefined} faults={faults} />
      {send(words.approve, addresses.decision, false, 'approve')}
      <details open={errors.reason !== undefined}>
        <summary>{words.ways.decline}</summary>
        <TextArea
          name="reason"
          label={words.reason}
          hint={words.answerHint}
          faults={faults}
          maxLength={longestAnswer}
          value={values.reason}
        />
        {send(words.decline, addresses.decision, true, 'decline')}
      </details>
      {questionsLeft > 0 ? (
        <details open={errors.question !== undefined}>
          <summary>{words.ways.ask}</summary>
          <TextArea
            name="question"
            label={words.question}
            hint={words.questionHint(questionsLeft)}
            faults={faults}
            maxLength={longestAnswer}
            value={values.question}
          />
          {send(words.ask, addresses.question, true)}
        </details>
      ) : null}
      {successors.length > 0 ? (
        <details open={errors.to !== undefined}>
          <summary>{words.ways.handOver}</summary>
          <p>{words.handOverLead}</p>
          <Choice
            name="to"
            label={words.to}
            chosen={values.to ?? ''}
            faults={faults}
            options={successors.map(({ profileId, name }) => ({ value: profileId, label: name }))}
          />
          {send(words.handOver, addresses['hand-over'], true)}
        </details>
      ) : null}
    </form>
  )
}
