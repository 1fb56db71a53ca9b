import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { isFinal } from '../../../shared/domain/contract.ts'
import { id } from '../../../shared/domain/ids.ts'
import { callBack } from '../../../shared/platform/workflow.ts'
import { getEvidence } from '../../../shared/table/evidence.ts'
import { busEvents, deliver, deliverTo, settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler, runAs } from '../../support/cloud-services-lambda.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import {
  executionsOf,
  loseWorkflows,
  runWorkflows,
  tokenOf,
  workflowsTimeOut,
} from '../../support/cloud-services-workflow.ts'
import type { Answer } from '../../support/gateway.ts'
import { call } from '../../support/gateway-call.ts'
import { interleaved, schedules } from '../../support/interleaving.ts'
import { tally } from '../../support/table-fixtures.ts'
import { trials } from '../../support/trials.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, freshContact, type MadeContact } from '../../support/world-contacts.ts'
import {
  approving,
  codeFor,
  keepWorkflowsRunning,
  onPage,
  readContract,
  requestedContract,
  type SentContract,
  sentTo,
  shownOn,
  signingCustomer,
  waitsEnd,
} from '../../support/world-contracts.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

/** A service agreement that somebody has a code for, a colleague who could have it as well, and a CSP contract that waits for it. */
type Raced = SentContract & {
  readonly code: string
  /** The page that was open before. */
  readonly shown: string
  readonly colleague: MadeContact
  readonly waitingId: string
  /** The tokens that both workflows waited with before the race. */
  readonly tokens: readonly string[]
}

async function madeToRace(): Promise<Omit<Raced, 'code' | 'shown'>> {
  const { provider, documents } = world
  const signing = await signingCustomer(provider)
  const colleague = await freshContact(signing.tenant, ['commercial'])
  const sent = await sentTo(signing, documents.serviceAgreement)
  const { contractId: waitingId } = await requestedContract(sent, documents.cspContract)
  const tokens = [sent.contractId, waitingId].flatMap((one) => tokenOf(one) ?? [])
  return { ...sent, colleague, waitingId, tokens }
}

const about = ({ organizationId, contractId, tenant: { owner: by } }: Raced) => ({
  by,
  params: { organizationId, contractId },
})
const eventsOf = (contractId: string) =>
  busEvents().filter(({ detail }) => JSON.parse(detail).about?.contractId === contractId)
const contracts = (file: string) => ({ feature: 'contracts', file })
const callBackWith = (token: string | undefined) =>
  runAs('contracts/wake-contracts', async () => (token === undefined ? undefined : callBack(token)))

/** What people do with a contract, by name. */
const people = {
  approve: ({ link, code, shown }: Raced) => onPage(link, 'decision', approving(code, { shown })),
  decline: ({ link, code, shown }: Raced) =>
    onPage(link, 'decision', { decision: 'decline', code, reason: 'Not now.', shown }),
  'hand over': ({ link, code, colleague }: Raced) => onPage(link, 'hand-over', { code, to: colleague.profileId }),
  ask: ({ link, code }: Raced) => onPage(link, 'question', { code, question: 'What does it cost?' }),
  cancel: (one: Raced) => call('cancelContract', { ...about(one), body: { reason: 'Ordered by mistake.' } }),
  remind: (one: Raced) => call('remindContract', about(one)),
  'reassign, by withdrawing the role': ({ tenant, contact }: Raced) => {
    const { organizationId, owner: by } = tenant
    const params = { organizationId, profileId: contact.profileId, contactRole: 'commercial' }
    return call('withdrawContactRole', { by, params })
  },
  'request another one': ({ tenant: { organizationId, owner: by } }: Raced) =>
    call('requestContract', { by, params: { organizationId }, body: { documentId: world.documents.serviceAgreement } }),
} as const
type Doing = keyof typeof people

/** What happens by itself to a contract and its workflow, by name. */
const machines = {
  'its mail comes back': ({ contact }: Raced) => change(contact, { addressState: 'undeliverable' }),
  'it is called back': ({ contractId }: Raced) => callBackWith(tokenOf(contractId)),
  'it is called back late, and so is another execution': async ({ tokens }: Raced) => {
    for (const token of tokens) await callBackWith(token)
  },
  'its events come again': async ({ contractId }: Raced) => {
    for (const event of eventsOf(contractId)) await deliver(event)
  },
  'it is started again': async ({ contractId }: Raced) => {
    for (const event of eventsOf(contractId)) await deliverTo(contracts('start-contract-workflow'), event)
  },
  'it is lost': async ({ contractId }: Raced) => loseWorkflows(contractId),
  'its wait ends': async () => {
    workflowsTimeOut()
    await runWorkflows()
  },
  'a step is taken beside it': async ({ organizationId, contractId }: Raced) =>
    invoke(await loadHandler('contracts', 'take-contract-step'), { organizationId, contractId }),
  'all that follows happens': settle,
} as const satisfies Readonly<Record<string, (one: Raced) => Promise<unknown>>>
type Happening = keyof typeof machines

/** When it is raced: at once, when a reminder is due, a second before its deadline, and at it. */
const moments = {
  'at once': () => after.minutes(1),
  'when a reminder is due': () => after.days(3) + after.minutes(1),
  'a second before the deadline': (deadline: number) => deadline - Date.now() - 1000,
  'at the deadline': (deadline: number) => deadline - Date.now(),
} as const

/** What a person may be told: done, not for them, too late, wrong, or to come again. */
const expected = [200, 201, 400, 404, 409, 410, 412, 429, 503]
/** What ends a contract, by what stands in its activities. */
const ends = ['approved', 'declined', 'cancelled', 'expired']
const named = <Name extends string>(of: Readonly<Record<Name, unknown>>) =>
  fc.constantFrom(...(Object.keys(of) as Name[]))

test('whatever happens to a contract at once, one thing becomes of it, once, and its workflow ends', async () => {
  const seen: string[] = []
  await fc.assert(
    fc.asyncProperty(
      fc.array(named<Doing>(people), { minLength: 1, maxLength: 3 }),
      fc.array(named<Happening>(machines), { minLength: 1, maxLength: 3 }),
      named<keyof typeof moments>(moments),
      schedules(),
      async (doings, happenings, moment, schedule) => {
        // Whoever looks whether workflows run does so every quarter of an hour, and is not made to look at days of them here.
        const happen = happenings.filter((happening) => moment === 'at once' || happening !== 'it is lost')
        const made = await madeToRace()
        const { approver } = await readContract(made.tenant, made)
        const then = moments[moment](Date.parse(approver?.deadlineAt ?? ''))
        const opened = await atTime(then - 1000, async () => ({
          code: await codeFor(made),
          shown: (await shownOn(made.link)).shown ?? '',
        }))
        const one: Raced = { ...made, ...opened }
        const answers = await atTime(then, async () => {
          const told = await interleaved<Answer | undefined>(schedule, [
            ...doings.map((doing) => () => people[doing](one)),
            ...happen.map((happening) => () => triedAgain(() => machines[happening](one))),
          ])
          await settle()
          return told.flatMap((answer, at) => (answer ? [{ doing: doings[at], ...answer }] : []))
        })
        for (const { doing, status, body } of answers) expect(expected, `${doing}: ${body}`).toContain(status)
        await expectOneEnd(one, answers, then)
        seen.push(...answers.map(({ doing, status }) => `${doing} ${status}`))
      },
    ),
    trials('R8 contracts', 500),
  )
  console.log(`R8: ${JSON.stringify(tally(seen))}`)
})

/** As Lambda does, and whoever else is no person. */
async function triedAgain(act: () => Promise<unknown>, left = 2): Promise<undefined> {
  try {
    await act()
  } catch (error) {
    if (left === 0) throw error
    return triedAgain(act, left - 1)
  }
}

async function expectOneEnd(
  one: Raced,
  answers: readonly (Answer & { readonly doing: Doing | undefined })[],
  then: number,
): Promise<void> {
  const { tenant, organizationId, contractId, waitingId } = one
  const state = async (of: string) => readContract(tenant, { organizationId, contractId: of })
  const raced = await state(contractId)
  // Whoever was told that they have decided, has.
  const deciders = answers.filter(({ doing, status }) => status === 200 && /approve|decline|cancel/.test(String(doing)))
  expect(deciders.length, deciders.map(({ doing }) => doing).join()).toBeLessThanOrEqual(1)
  const [decider] = deciders
  if (decider) expect(raced.state).toMatch(new RegExp(`^${decider.doing?.slice(0, 6)}`))

  // Whatever was lost is started again, and whatever nobody answers or nobody can be asked about expires.
  await atTime(then + after.minutes(16), keepWorkflowsRunning)
  for (const days of [20, 220, 420]) await atTime(then + after.days(days), waitsEnd)

  for (const contract of [await state(contractId), await state(waitingId)]) {
    expect(isFinal(contract.state), `${contract.contractId} is ${contract.state}`).toBe(true)
    const ended = eventsOf(contract.contractId).map(({ detailType }) => detailType.replace('contract.', ''))
    expect(ended.filter((action) => ends.includes(action))).toEqual([contract.state])
    const key = { organizationId, contractId: id('contract', contract.contractId) }
    expect((await getEvidence(key)) !== undefined).toBe(contract.decision !== null)
    // One that was lost stays so; none waits any more.
    for (const was of Object.values(executionsOf(contract.contractId))) expect(['succeeded', 'failed']).toContain(was)
  }
  const mails = [one.contact, one.colleague, tenant.owner].flatMap(({ email }) => mailsTo(email))
  const twice = Map.groupBy(mails, ({ to, text }) => `${to} ${text}`)
  expect([...twice.values()].filter(({ length }) => length > 1).map(([mail]) => mail?.text)).toEqual([])
}
