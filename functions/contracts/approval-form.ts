import { problemWithMessage, problemWithNameText } from '../../shared/domain/name-text.ts'

/** What somebody typed on the page of a contract, as it came. */
export type TypedApproval = {
  readonly code?: string | undefined
  readonly name?: string | undefined
  readonly authority?: string | undefined
  readonly reason?: string | undefined
  readonly question?: string | undefined
  readonly to?: string | undefined
  /** The fingerprint of what the page has shown. */
  readonly shown?: string | undefined
}

/** What is wrong with a field of it. */
export type ApprovalFault =
  | 'code-missing'
  | 'code-wrong'
  | 'code-used-up'
  | 'code-locked'
  | 'name-missing'
  | 'name-invalid'
  | 'authority-missing'
  | 'reason-missing'
  | 'reason-invalid'
  | 'question-missing'
  | 'question-invalid'
  | 'too-many-questions'
  | 'to-gone'
  | 'changed'

/** What is wrong, by the field that it is about. */
export type ApprovalFaults = { readonly [Field in keyof TypedApproval]?: ApprovalFault | undefined }

/** How long what is told to whoever requested a contract may be, in characters. */
export const longestAnswer = 500

/** A code as people type it: spaces do not count. Undefined where it is no six digits. */
export const codeIn = ({ code = '' }: TypedApproval): string | undefined =>
  /^\d{6}$/.exec(code.replaceAll(/\s/g, ''))?.[0]

const nothingWrong: ApprovalFaults = {}

/** What keeps this from approving, before any code is tried. */
export function faultsOfApproving(typed: TypedApproval): ApprovalFaults {
  return {
    ...codeFault(typed),
    ...(nameIn(typed) === '' ? { name: 'name-missing' } : nameFault(nameIn(typed))),
    ...(typed.authority === undefined && { authority: 'authority-missing' }),
  }
}

/** What keeps this from declining. */
export const faultsOfDeclining = (typed: TypedApproval): ApprovalFaults => ({
  ...codeFault(typed),
  ...answerFault('reason', typed.reason),
})

/** What keeps this from deciding about anything else than what was shown: another text, other parties, another statement. */
export const faultsOfShown = ({ shown }: TypedApproval, fingerprint: string): ApprovalFaults =>
  shown === fingerprint ? nothingWrong : { shown: 'changed' }

/** What keeps this from asking. */
export const faultsOfAsking = (typed: TypedApproval): ApprovalFaults => ({
  ...codeFault(typed),
  ...answerFault('question', typed.question),
})

/** What keeps this from handing over, whoever that is to. */
export const faultsOfHandingOver = (typed: TypedApproval): ApprovalFaults => codeFault(typed)

/** A name as it was typed, without the spaces around it. */
export const nameIn = ({ name = '' }: TypedApproval): string => name.normalize('NFC').trim()
/** A reason or a question as it was typed, in the form in which it is kept. */
export const answerIn = (text = ''): string => text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()

/** Whether anything is wrong. */
export const isFaulty = (faults: ApprovalFaults): boolean => Object.keys(faults).length > 0

const codeFault = (typed: TypedApproval): ApprovalFaults =>
  codeIn(typed) === undefined ? { code: 'code-missing' } : nothingWrong

const nameFault = (name: string): ApprovalFaults =>
  problemWithNameText(name) === undefined ? nothingWrong : { name: 'name-invalid' }

function answerFault(field: 'reason' | 'question', text: string | undefined): ApprovalFaults {
  const answer = answerIn(text)
  if (answer === '') return { [field]: `${field}-missing` }
  const problem = problemWithMessage(answer, { longest: longestAnswer, lines: 'several' })
  return problem === undefined ? nothingWrong : { [field]: `${field}-invalid` }
}
