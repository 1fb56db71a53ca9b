import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { id } from '../../shared/domain/ids.ts'
import { documents } from '../../shared/table/client.ts'
import { getContract } from '../../shared/table/contract.ts'
import { tableName } from '../../shared/table/schema.ts'
import { publishNew, settle } from './cloud-services-bus.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { mailsTo, tell } from './cloud-services-mail.ts'
import { loseWorkflows, tokenOf } from './cloud-services-workflow.ts'
import { deputyInTime, newPasswordOf, questionInTime, remindedInTime, removedOrganization } from './fault-happenings.ts'
import type { Outcome } from './fault-outcome.ts'
import { succeed } from './gateway-call.ts'
import { activitiesTaken } from './table-writes.ts'
import { type Receiver, startReceiver } from './webhook-receiver.ts'
import type { World } from './world.ts'
import { after, atTime } from './world-clock.ts'
import { requestedContract, sentTo, signingCustomer } from './world-contracts.ts'
import { nameContact } from './world-coverage.ts'
import { freshCustomer, freshPerson } from './world-fresh.ts'
import { freshGroup } from './world-groups.ts'
import { happenedToday } from './world-limits.ts'
import { freshEmail, invite } from './world-people.ts'
import { newContact } from './world-questions.ts'
import { freshRole } from './world-roles.ts'
import { freshDelivery, freshWebhook, runDeliveries } from './world-webhooks.ts'

/** Something for a function to do, and how it is called for that. */
export type Task = {
  readonly invoke: () => Promise<unknown>
  /** In so many milliseconds from now. */
  readonly at?: number
}

export type Trigger = {
  readonly prepare: (world: World) => Promise<Task>
  /** After how many milliseconds it is called again, as often as that; nothing where it is not. */
  readonly again: readonly number[]
  /** It is called again whatever it came to. */
  readonly always?: boolean
  /** What is compared, where it may be more than the whole outcome the second time. */
  readonly sameAs?: (outcome: Outcome) => Outcome
  /** A line in the log that stands for what could not be done, and rings. */
  readonly orSays?: string
}

/*
 * HOW A FUNCTION GETS HERE
 *
 * Every function that is neither behind a route nor on the bus has its line: what it is given to do, how it is called, and what whoever calls
 * it does when it fails. A schedule comes again in a minute, Cognito and people when they get no answer, a stream until it is done.
 */

const everyMinute = [1, 2, 3].map(after.minutes)
const run = async (feature: string, file: string, event: unknown = {}): Promise<unknown> =>
  invoke(await loadHandler(feature, file), event)

/** Things that may be told twice are told. */
const atLeastOnce = ({ table, ...others }: Outcome) => ({
  ...others,
  table: [...new Set(table.map((item) => item.replace(/"version":\d+/, '"version":"one"')))],
})
const signInsOf = ({ table, ...others }: Outcome) => ({
  ...others,
  table: [...new Set(table)].filter((item) => item.includes('session.started')),
})

const aSentContract = async ({ provider, documents }: World) =>
  sentTo(await signingCustomer(provider), documents.serviceAgreement)

/** A contract of somebody who can approve, which was requested and is to be sent; nobody has begun its workflow. */
async function aDueContract({ provider, documents }: World) {
  const { tenant } = await signingCustomer(provider)
  const { organizationId, owner: by } = tenant
  const body = { documentId: documents.serviceAgreement }
  const { contractId } = await succeed('requestContract', { by, params: { organizationId }, body })
  await publishNew()
  return { organizationId, contractId }
}

/** Whoever is told of what happens, by a webhook. It ends with the process. */
let receiver: Receiver | undefined

/** Each date comes after those before: what is due is looked for from where it was looked for last. */
let dates = 0

/** By `feature/file`. */
export const triggers: Readonly<Record<string, Trigger | 'elsewhere'>> = {
  'access/authorizer': {
    prepare: async () => ({
      invoke: () => run('access', 'authorizer', { identitySource: ['Bearer nonsense'], headers: {} }),
    }),
    again: [],
  },

  'access/follow-access-dates': {
    prepare: async ({ provider }) => {
      const { organizationId, owner: by } = await freshCustomer(provider)
      const { profileId } = await freshPerson({ organizationId })
      const at = after.days(++dates)
      const query = { validUntil: new Date(Date.now() + at).toISOString() }
      const params = { organizationId, permissionGroupId: 'pgr_full-role', profileId }
      await succeed('addPermissionGroupMember', { by, params, query })
      return { at: at + after.seconds(1), invoke: () => run('access', 'follow-access-dates') }
    },
    again: everyMinute,
    always: true,
  },

  'groups/leave-groups': {
    prepare: async ({ provider }) => {
      const tenant = await freshCustomer(provider)
      const { organizationId, owner: by } = tenant
      const { profileId } = await freshPerson(tenant)
      const params = { organizationId, profileId }
      const groups = await Promise.all(Array.from({ length: 8 }, () => freshGroup(organizationId)))
      const body = { groups, groupRole: await freshRole(tenant, { level: 'group' }) }
      await succeed('grantProfileGroups', { by, params, body })
      await succeed('removeProfile', { by, params })
      return { invoke: () => run('groups', 'leave-groups') }
    },
    again: everyMinute,
    always: true,
  },

  'activities/publish-activities': {
    prepare: async ({ customer }) => {
      await publishNew()
      const known = activitiesTaken().size
      await freshPerson(customer)
      await freshPerson(customer)
      const images = [...[...activitiesTaken().values()].slice(known), { __edb_e__: { S: 'activity' } }]
      const Records = images.map((NewImage, at) => ({
        eventID: String(at),
        eventName: 'INSERT',
        dynamodb: { NewImage, SequenceNumber: String(1000 + at) },
      }))
      return { invoke: () => run('activities', 'publish-activities', { Records }) }
    },
    again: [0, 0, 0],
  },

  'activities/record-sign-in': {
    prepare: async ({ customer }) => {
      const { identityId: userName } = await freshPerson(customer)
      const event = { ...newPasswordOf(userName), triggerSource: 'TokenGeneration_HostedAuth' }
      return { invoke: () => run('activities', 'record-sign-in', event) }
    },
    again: [after.seconds(5), after.seconds(10)],
    sameAs: signInsOf,
    orSays: 'sign-in.unrecorded',
  },

  'invitations/send-deferred-mails': {
    prepare: async ({ customer: { organizationId, owner: by } }) => {
      const email = freshEmail()
      await happenedToday('address-link-mails', email)
      await succeed('inviteUsers', { by, params: { organizationId }, body: { addresses: [email] } })
      await settle()
      return { at: after.days(1), invoke: () => run('invitations', 'send-deferred-mails') }
    },
    again: everyMinute,
    always: true,
  },

  'contracts/look-at-contract': {
    prepare: async (world) => {
      const { organizationId, contractId } = await aSentContract(world)
      return { invoke: () => run('contracts', 'look-at-contract', { organizationId, contractId }) }
    },
    again: [after.seconds(2), after.seconds(6)],
  },

  'contracts/take-contract-step': {
    prepare: async (world) => {
      const key = await aDueContract(world)
      return { invoke: () => run('contracts', 'take-contract-step', { ...key, step: 'send' }) }
    },
    again: [after.seconds(2), after.seconds(6)],
  },

  'contracts/keep-task-token': {
    prepare: async (world) => {
      const { organizationId, contractId } = await aSentContract(world)
      const contract = await getContract({ organizationId, contractId: id('contract', contractId) })
      // Its workflow has begun to wait, and nobody has kept what it is called back with.
      const taskToken = tokenOf(contractId)
      await documents.send(
        new DeleteCommand({ TableName: tableName(), Key: { pk: `${organizationId}#${contractId}`, sk: 'task' } }),
      )
      const input = { organizationId, contractId, contractVersion: contract?.version, taskToken }
      return { invoke: () => run('contracts', 'keep-task-token', input) }
    },
    again: [after.seconds(2), after.seconds(6)],
    // Where it cannot tell whether the contract has moved, the workflow is called back to look again.
    sameAs: ({ table, workflows, ...others }) => {
      const isKept = table.some((item) => item.includes('"workflow-task"'))
      const goesOn = workflows.some((one) => one.endsWith(': ready'))
      return { ...others, table: [isKept || goesOn ? 'it can be called back, or goes on' : 'it waits'], workflows: [] }
    },
  },

  'contracts/keep-workflows-running': {
    prepare: async (world) => {
      // All others were looked at a moment ago, and are not due again so soon.
      await atTime(after.minutes(16), () => run('contracts', 'keep-workflows-running'))
      const { contractId } = await aSentContract(world)
      loseWorkflows(contractId)
      return { at: after.minutes(16), invoke: () => run('contracts', 'keep-workflows-running') }
    },
    again: everyMinute,
    always: true,
    // A start of which the answer was lost is followed by the next attempt.
    sameAs: ({ table, workflows, ...others }) => ({
      ...others,
      table: table.map((item) => item.replace(/"attempt":\d+/, '"attempt":"some"')),
      workflows: workflows.map((name) => name.replace(/-\d+: /, '-n: ')),
    }),
  },

  'contracts/send-deferred-approvals': {
    prepare: async (world) => {
      const signing = await signingCustomer(world.provider)
      await happenedToday('address-link-mails', signing.contact.email)
      await requestedContract(signing, world.documents.serviceAgreement)
      return { at: after.days(1), invoke: () => run('contracts', 'send-deferred-approvals') }
    },
    again: everyMinute,
    always: true,
  },

  'notifications/follow-mails': {
    prepare: async ({ customer: { organizationId, owner } }) => {
      const { email } = await invite(owner, organizationId)
      const [mail] = mailsTo(email).slice(-1)
      return { invoke: () => tell(mail, 'bounced', '2026-11-23T09:00:00.000Z') }
    },
    again: [after.minutes(1), after.minutes(3)],
  },

  'me/send-deferred-address-links': {
    prepare: async ({ customer }) => {
      const email = freshEmail('adatum.example')
      await happenedToday('address-link-mails', email)
      await succeed('changeMyEmail', { by: await freshPerson(customer), body: { email } })
      await settle()
      return { at: after.days(1), invoke: () => run('me', 'send-deferred-address-links') }
    },
    again: everyMinute,
    always: true,
  },

  'me/end-older-sessions': {
    prepare: async ({ customer }) => {
      const { identityId } = await freshPerson(customer)
      return { invoke: () => run('me', 'end-older-sessions', newPasswordOf(identityId)) }
    },
    again: [after.seconds(5), after.seconds(10)],
    sameAs: atLeastOnce,
  },

  'contact-roles/send-deferred-questions': {
    prepare: async ({ provider }) => {
      const customer = await freshCustomer(provider)
      const contact = await newContact(customer)
      await happenedToday('address-link-mails', contact.email)
      await nameContact(customer, contact, 'dpo')
      await settle()
      return { at: after.days(1), invoke: () => run('contact-roles', 'send-deferred-questions') }
    },
    again: everyMinute,
    always: true,
  },

  'contact-roles/ask-contacts': {
    prepare: async ({ provider }) => {
      const { at } = await questionInTime(provider)
      await remindedInTime(provider, at)
      return { at, invoke: () => run('contact-roles', 'ask-contacts') }
    },
    again: everyMinute,
    always: true,
  },

  'contact-roles/look-at-coverage': {
    prepare: async ({ provider }) => {
      const { at } = await deputyInTime(provider)
      return { at, invoke: () => run('contact-roles', 'look-at-coverage') }
    },
    again: everyMinute,
    always: true,
  },

  'webhooks/deliver-webhooks': {
    prepare: async ({ provider }) => {
      const { organizationId } = await freshCustomer(provider)
      receiver ??= await startReceiver()
      process.env.WEBHOOK_RECEIVER = receiver.origin
      await freshDelivery(await freshWebhook(organizationId, { url: `${receiver.origin}/${organizationId}` }))
      return { invoke: runDeliveries }
    },
    again: everyMinute,
    always: true,
    // An attempt whose end was lost is followed by another, under the same id.
    sameAs: ({ table, ...others }) => ({
      ...others,
      table: table.map((item) => item.replace(/"attempts":\d+/, '"attempts":"some"')),
    }),
  },

  'organizations/erase-organizations': {
    prepare: async (world) => {
      const { at } = await removedOrganization(world)
      return { at, invoke: () => run('organizations', 'erase-organizations') }
    },
    again: everyMinute,
    always: true,
  },

  // They have a table to themselves: test/http/derived/faults-at-the-beginning.test.ts, …/faults-of-recovery.test.ts.
  'profiles/follow-recovery': 'elsewhere',
  'organizations/first-administrator': 'elsewhere',
}
