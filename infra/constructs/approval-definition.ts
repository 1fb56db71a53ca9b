import type { ContractStep, Look } from '../../shared/domain/contract-lifecycle.ts'

/** The functions behind the states, by ARN, and how long the workflow waits before it looks again of its own accord. */
export type ApprovalParts = {
  readonly look: string
  readonly takeStep: string
  readonly keepToken: string
  readonly waitSeconds: number
}

const looking = 'Look at the contract'
const choosing = 'What is due?'
const waiting = 'Wait for a decision or a change'
const over = 'Everyone is told'
const restarts = 'Go on in another execution'
const stopped = 'The approval stopped'

/** What is done for a contract, by the word that a look answers. */
const stepStates: Readonly<Record<ContractStep, string>> = {
  agreement: 'Ask for the service agreement first',
  contact: 'Wait for a Commercial Contact',
  send: 'Send the link',
  remind: 'Remind',
  move: 'Move to the new contact',
  hold: 'Put on hold',
  expire: 'Expire',
  'end-alike': 'End as the service agreement did',
  cancel: 'Cancel with the organization',
}
const stateAfter: Readonly<Record<Look, string>> = { ...stepStates, wait: waiting, done: over }

/**
 * A history has room for 25,000 events, and a look with what follows it takes 16, with more where something is tried again. An execution that has
 * looked so often ends, however soon it was woken each time, and whoever keeps workflows running starts the next attempt, which goes on from where
 * the contract stands.
 */
export const mostLooks = 1000

/** What states hand to each other (K1): ids, and nothing of the contract. */
const theContract = {
  organizationId: '{% $states.input.organizationId %}',
  contractId: '{% $states.input.contractId %}',
} as const
/** With how often it has looked, which whoever starts it does not say. */
const onwards = { ...theContract, looks: '{% $states.input.looks %}' } as const
const oneLookMore = '{% $sum([$states.input.looks, 1]) %}'
const readVersion = { contractVersion: '{% $states.input.contractVersion %}' } as const

/**
 * How a contract gets approved (K1): somebody looks at it, one step is taken or there is nothing to do but wait, and then somebody looks
 * again. What is due follows from the contract alone, so a workflow that ends and begins anew goes on as if nothing had been.
 */
export const approvalDefinition = ({ look, takeStep, keepToken, waitSeconds }: ApprovalParts) => ({
  Comment: 'A contract on its way to its approval',
  QueryLanguage: 'JSONata',
  StartAt: looking,
  States: {
    [looking]: {
      ...asking(look, theContract),
      Output: {
        ...theContract,
        looks: oneLookMore,
        contractVersion: '{% $states.result.Payload.contractVersion %}',
        outcome: '{% $states.result.Payload.outcome %}',
      },
      Next: choosing,
    },
    [choosing]: {
      Type: 'Choice',
      Choices: [
        { Condition: `{% $states.input.looks > ${mostLooks} %}`, Next: restarts },
        ...Object.entries(stateAfter).map(([outcome, Next]) => ({
          Condition: `{% $states.input.outcome = '${outcome}' %}`,
          Next,
        })),
      ],
      Default: stopped,
    },
    ...Object.fromEntries(
      Object.entries(stepStates).map(([step, name]) => [
        name,
        { ...asking(takeStep, { ...theContract, step }), Output: onwards, Next: looking },
      ]),
    ),
    [waiting]: {
      ...asking(keepToken, { ...theContract, ...readVersion, taskToken: '{% $states.context.Task.Token %}' }),
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      TimeoutSeconds: waitSeconds,
      Retry: [tryingAgainOn('States.TaskFailed')],
      // Nobody has called back: reminders and deadlines become due by themselves.
      Catch: [{ ErrorEquals: ['States.Timeout'], Output: onwards, Next: looking }, elseStopping],
      Output: onwards,
      Next: looking,
    },
    [over]: { Type: 'Succeed', Output: theContract },
    [restarts]: { Type: 'Succeed', Output: theContract },
    [stopped]: {
      Type: 'Fail',
      Error: 'ApprovalStopped',
      Cause:
        'The function behind the last state failed at every try, or answered a word that is not known here: its log says why. ' +
        'The next attempt is started within a quarter of an hour.',
    },
  },
})

const elseStopping = { ErrorEquals: ['States.ALL'], Output: theContract, Next: stopped }

/** Nine minutes in all: a service that is away for longer is a reason to ring. */
const tryingAgainOn = (...ErrorEquals: readonly string[]) => ({
  ErrorEquals,
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 8,
  JitterStrategy: 'FULL',
})

/** Calls a function, which ends within 30 seconds or not at all. */
const asking = (functionArn: string, payload: Readonly<Record<string, string>>) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: functionArn, Payload: payload },
  TimeoutSeconds: 60,
  Retry: [tryingAgainOn('States.TaskFailed', 'States.Timeout')],
  Catch: [elseStopping],
})
