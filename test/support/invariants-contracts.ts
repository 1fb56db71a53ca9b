import { isFinal, mostQuestions } from '../../shared/domain/contract.ts'
import { codeLimits } from '../../shared/table/approval-code.ts'
import { type ContractRecord, createContract, parseContract } from '../../shared/table/contract.ts'
import { differences, nameOf, type Rule } from './invariants-whole.ts'
import type { Item } from './world-table.ts'

const contractsIn = (of: (entity: string) => readonly Item[]): readonly ContractRecord[] =>
  of('contract').flatMap((item) => parseContract(item) ?? [])

/** Contracts, what was decided about them, and what an organization has signed, say the same. */
export const rulesOfContracts: readonly Rule[] = [
  // Keys and summaries follow from the record.
  ({ of }) => differences('contract', of('contract'), contractsIn(of).map(createContract)),

  // What was decided was decided once, by somebody, with its facts; nothing else has any.
  ({ of, at }) => [
    ...contractsIn(of).flatMap((contract) => {
      const { contractId, organizationId, state, decision, endedAt, approver, outdatedAt } = contract
      const facts = at(`${organizationId}#${contractId}`, 'evidence')
      const byPerson = decision !== undefined
      return [
        ...(byPerson === (facts !== undefined) ? [] : [`${contractId} has a decision or its facts, and not both`]),
        ...(byPerson && decision.outcome !== state ? [`${contractId} is ${state}, and was ${decision.outcome}`] : []),
        ...(state === 'approved' && !byPerson ? [`${contractId} was approved by nobody`] : []),
        ...(isFinal(state) === (endedAt !== undefined)
          ? []
          : [`${contractId} is ${state}, and its end says otherwise`]),
        ...(state === 'sent' && approver === undefined ? [`${contractId} was sent to nobody`] : []),
        ...(outdatedAt !== undefined && state !== 'approved'
          ? [`${contractId} is outdated, and was never approved`]
          : []),
        ...(contract.questions.length > mostQuestions ? [`${contractId} has more questions than may be asked`] : []),
      ]
    }),
    ...of('evidence')
      .filter(
        ({ organizationId, contractId }) =>
          at(organizationId, `contract#${String(contractId)}`) === undefined &&
          at(organizationId, 'organization')?.erasedAt === undefined,
      )
      .map((item) => `${nameOf(item)} proves something about no contract`),
  ],

  // Of a contract that was erased its evidence is left, and nothing else.
  ({ of, at }) =>
    ['approval-code', 'workflow-task', 'contract-workflow'].flatMap((entity) =>
      of(entity)
        .filter(({ organizationId, contractId }) => at(organizationId, `contract#${String(contractId)}`) === undefined)
        .map((item) => `${nameOf(item)} is left of no contract`),
    ),

  // An organization has one service agreement open at most, and has signed what was approved.
  ({ of, at }) => {
    const agreements = contractsIn(of).filter(({ kind }) => kind === 'service-agreement')
    const open = Map.groupBy(
      agreements.filter(({ state }) => !isFinal(state)),
      ({ organizationId }) => organizationId,
    )
    return [
      ...open
        .entries()
        .filter(([organizationId, [first, ...more]]) => {
          const { openId } = at(organizationId, 'service-agreement') ?? {}
          return more.length > 0 || openId !== first?.contractId
        })
        .map(([organizationId]) => `${organizationId} has open service agreements that it does not name`),
      ...of('service-agreement')
        .filter(
          ({ organizationId, openId }) =>
            openId !== undefined && ![...open.keys()].some((one) => one === organizationId),
        )
        .map((item) => `${nameOf(item)} names an open agreement that is not open`),
      ...agreements
        .filter(({ state, organizationId }) => {
          const { signedId } = at(organizationId, 'service-agreement') ?? {}
          return state === 'approved' && signedId === undefined
        })
        .map(({ contractId }) => `${contractId} was approved, and its organization has signed nothing`),
    ]
  },

  // Whatever is open is looked after.
  ({ of }) => {
    const watched = new Set(of('due').flatMap(({ kind, whom }) => (kind === 'contract-workflow' ? [whom] : [])))
    return contractsIn(of)
      .filter(({ state, contractId }) => !isFinal(state) && !watched.has(contractId))
      .map(({ contractId }) => `nobody looks whether the workflow of ${contractId} is still running`)
  },

  // Codes are within their bounds.
  ({ of }) =>
    of('approval-code')
      .filter(
        ({ codes, tries, triesOfLink }) =>
          Number(codes) > codeLimits.codesALink ||
          Number(tries) > codeLimits.triesACode ||
          Number(triesOfLink) > codeLimits.triesALink,
      )
      .map((item) => `${nameOf(item)} counts more than is allowed`),
]
