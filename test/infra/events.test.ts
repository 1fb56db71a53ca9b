import { describe, expect, test } from 'vitest'
import { followsSignatories, mailsApproval, tellsNews, wakesContracts } from '../../shared/domain/contract-news.ts'
import { coverageFollows } from '../../shared/domain/coverage-news.ts'
import { mailEvents } from '../../shared/domain/mail-events.ts'
import { mailLeaseSeconds } from '../../shared/domain/mail-lease.ts'
import { handedOver, sesEvent, valueAt } from '../support/ses-events.ts'
import { at, lambdasOf, listOf, ofType, type Resource, synthesise, targetOf, theOnly } from './templates.ts'

const synthesised = synthesise()
const lambdas = lambdasOf(synthesised)
const everyRule = ofType(synthesised, 'Events::Rule')
const schedules = everyRule.filter(({ Properties }) => at(Properties, 'ScheduleExpression') !== undefined)
const ofMails = everyRule.filter(({ Properties }) => listOf(at(Properties, 'EventPattern', 'source'))[0] === 'aws.ses')
const rules = everyRule.filter((rule) => !schedules.includes(rule) && !ofMails.includes(rule))

/** Which function acts on what. */
const reactions = {
  'access/announce-access-changes': [
    'permission-group.changed',
    'service.activated',
    'service.deactivated',
    'organization.suspended',
    'organization.resumed',
    'organization.removed',
    'organization.restored',
  ],
  'contact-roles/follow-coverage': [...coverageFollows],
  'contact-roles/tell-coverage': ['coverage.changed'],
  'contact-roles/send-question': [
    'contact-role.assigned',
    'contact-role.deputy-set',
    'contact.asked',
    'contact.reminded',
  ],
  'contact-roles/tell-suggested-address': ['contact.address-suggested'],
  'contracts/certify-contract': ['contract.approved', 'contract.declined'],
  'contracts/follow-signatories': [...followsSignatories],
  'contracts/send-approval': [...mailsApproval],
  'contracts/tell-contract-news': [...tellsNews],
  'contracts/start-contract-workflow': ['contract.requested'],
  'contracts/wake-contracts': [...wakesContracts],
  'permission-groups/move-members': ['permission-group.removed'],
  'api-keys/follow-makers': [
    'access.ended',
    'default-role.cleared',
    'default-role.set',
    'permission-group.changed',
    'permission-group.member-removed',
    'permission-group.membership-changed',
    'permission-group.removed',
    'permission-groups.replaced',
    'profile.ceased-to-be-user',
    'profile.deactivated',
    'profile.removed',
    'role.changed',
    'role.removed',
  ],
  'api-keys/tell-orphaned-keys': ['api-key.orphaned'],
  'roles/move-holders': ['role.removed'],
  'roles/tell-ownership': ['default-role.set', 'default-role.cleared', 'invitation.accepted', 'profile.reactivated'],
  'invitations/send-invitation': [
    'invitation.created',
    'invitation.sent-again',
    'profile.confirmed',
    'profile.became-user',
    'profile.address-replaced',
  ],
  'invitations/tell-acceptance': ['invitation.accepted'],
  'invitations/tell-administrators': ['invitation.asked-for', 'invitation.revoked', 'invitation.created'],
  'me/follow-address-change': ['sign-in-address.changed'],
  'me/follow-password-reset': ['password.reset'],
  'me/send-address-link': ['sign-in-address.change-requested'],
  'notifications/mail-notification': ['notification.sent'],
  'profiles/follow-factor-reset': ['factor.reset'],
  'webhooks/tell-webhook-disabled': ['webhook.disabled'],
  'webhooks/make-deliveries': 'whatever names an action: every activity',
  'profiles/keep-directory': [
    'invitation.created',
    'invitation.sent-again',
    'invitation.accepted',
    'invitation.revoked',
    'invitation.declined',
    'profile.confirmed',
    'profile.became-user',
    'profile.ceased-to-be-user',
    'profile.address-replaced',
    'profile.deactivated',
    'profile.reactivated',
    'profile.removed',
    'profile.erased',
  ],
}

/** How long Lambda waits before it hands a failed event to a function once more, and before the last time. */
const secondsBeforeRetries = [60, 120]

/** What runs every minute. */
const repeated = [
  'access/follow-access-dates',
  'contact-roles/ask-contacts',
  'contact-roles/look-at-coverage',
  'contact-roles/send-deferred-questions',
  'contracts/keep-workflows-running',
  'contracts/send-deferred-approvals',
  'groups/leave-groups',
  'invitations/send-deferred-mails',
  'me/send-deferred-address-links',
  'organizations/erase-organizations',
  'webhooks/deliver-webhooks',
] as const

test('rules are those of the list above, on our bus, for our events', () => {
  const found = rules.map(({ Properties }) => {
    expect(at(Properties, 'EventPattern', 'source')).toEqual(['rolecall'])
    expect(JSON.stringify(at(Properties, 'EventBusName'))).toContain('Bus')
    const [target, ...more] = listOf(at(Properties, 'Targets'))
    expect(more).toEqual([])
    const action = JSON.stringify(at(Properties, 'EventPattern', 'detail', 'action'))
    const every = action === '[{"exists":true}]' ? 'whatever names an action: every activity' : undefined
    return [nameOf(targetOf(at(target, 'Arn'))), at(Properties, 'EventPattern', 'detail-type') ?? every]
  })
  expect(Object.fromEntries(found)).toEqual(reactions)
})

describe('what SES tells of mails', () => {
  const told = ['delivered', 'bounced', 'complained', 'comes back for now'] as const
  const mail = {
    to: 'jan.peeters@contoso.example',
    subject: 'Ada Peeters invites you',
    messageId: '0100019ab-message-000000',
    tags: {
      organization: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
      activity: 'act_01k2r8v6m0q3s5t7w9x1y3z5aa',
      recipient: 'x_-1',
    },
  }

  test('goes to one function, from the account’s own bus', () => {
    for (const { Properties } of ofMails) {
      expect(at(Properties, 'EventBusName')).toBeUndefined()
      const [target, ...more] = listOf(at(Properties, 'Targets'))
      expect(more).toEqual([])
      expect(nameOf(targetOf(at(target, 'Arn')))).toBe('notifications/follow-mails')
    }
    expect(ofMails.map(({ Properties }) => at(Properties, 'EventPattern', 'detail-type'))).toEqual(
      Object.keys(mailEvents).map((detailType) => [detailType]),
    )
  })

  test('is of our own mails: with our configuration set, and with all of our tags', () => {
    for (const { Properties } of ofMails) {
      const { 'ses:configuration-set': set, ...tags } = Object(at(Properties, 'EventPattern', 'detail', 'mail', 'tags'))
      expect(JSON.stringify(set)).toMatch(/^\[\{"(?:Ref|Fn::ImportValue)":"[^"]*Mails[^"]*"\}\]$/)
      expect(tags).toEqual({
        organization: [{ prefix: 'org_' }],
        activity: [{ prefix: 'act_' }],
        recipient: [{ exists: true }],
      })
    }
  })

  test.each(told)('%s: is handed over as the function reads it, and no address, header or subject with it', (one) => {
    const event = sesEvent(one, mail, 'rolecall-production', '2026-11-23T09:00:00.000Z')
    const [rule] = ofMails.filter(
      ({ Properties }) => listOf(at(Properties, 'EventPattern', 'detail-type'))[0] === event['detail-type'],
    )
    const [target] = listOf(at(rule?.Properties, 'Targets'))
    const { InputPathsMap: paths, InputTemplate: template } = Object(at(target, 'InputTransformer'))
    const handed = String(template).replaceAll(/<([^<>]+)>/g, (_, name) =>
      JSON.stringify(valueAt(event, String(Reflect.get(Object(paths), name)))),
    )
    expect(JSON.parse(handed)).toEqual(handedOver(event))
    expect(handed).not.toMatch(/@|invites/)
  })
})

describe.each([...Object.keys(reactions), 'notifications/follow-mails'])('%s', (name) => {
  const lambda = [...lambdas].find(([key]) => key === name)?.[1]
  const target = [...rules, ...ofMails]
    .flatMap(({ Properties }) => listOf(at(Properties, 'Targets')))
    .find((candidate) => targetOf(at(candidate, 'Arn')) === lambda?.id)
  const config = ofType(synthesised, 'Lambda::EventInvokeConfig').find(
    ({ Properties }) => targetOf(at(Properties, 'FunctionName')) === lambda?.id,
  )

  test('is tried three times within six hours', () => {
    expect(config?.Properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 })
    expect(at(target, 'RetryPolicy')).toEqual({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 })
  })
  test('lasts no longer than a claim on a mail, which is over when Lambda tries again; all of it within the six hours', () => {
    const timeout = Number(at(lambda?.Properties, 'Timeout'))
    expect(timeout).toBeLessThanOrEqual(mailLeaseSeconds)
    const [first = 0, second = 0] = secondsBeforeRetries
    expect(mailLeaseSeconds).toBeLessThan(first)
    expect(3 * timeout + first + second).toBeLessThan(Number(at(config?.Properties, 'MaximumEventAgeInSeconds')))
  })
  test('leaves what it could not do in its dead-letter queue, and so does the rule', () => {
    const queue = targetOf(at(config?.Properties, 'DestinationConfig', 'OnFailure', 'Destination'))
    expect(targetOf(at(target, 'DeadLetterConfig', 'Arn'))).toBe(queue)
    expect(queue).toContain(lambda?.id.replace(/Function.*/, ''))
  })
})

test('schedules are those of the list above, every minute', () => {
  const found = schedules.map(({ Properties }) => {
    expect(at(Properties, 'ScheduleExpression')).toBe('rate(1 minute)')
    expect(at(Properties, 'EventPattern')).toBeUndefined()
    const [target, ...more] = listOf(at(Properties, 'Targets'))
    expect(more).toEqual([])
    return nameOf(targetOf(at(target, 'Arn')))
  })
  expect(found.toSorted()).toEqual(repeated)
})

test.each(repeated)('%s leaves a note of a run that failed, and the next run does what it has left', (name) => {
  const lambda = lambdas.get(name)
  const config = ofType(synthesised, 'Lambda::EventInvokeConfig').find(
    ({ Properties }) => targetOf(at(Properties, 'FunctionName')) === lambda?.id,
  )
  const target = schedules
    .flatMap(({ Properties }) => listOf(at(Properties, 'Targets')))
    .find((candidate) => targetOf(at(candidate, 'Arn')) === lambda?.id)
  expect(config?.Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 })
  expect(at(target, 'RetryPolicy')).toEqual({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 300 })
  const queue = targetOf(at(config?.Properties, 'DestinationConfig', 'OnFailure', 'Destination'))
  expect(targetOf(at(target, 'DeadLetterConfig', 'Arn'))).toBe(queue)
  expect(queue).toContain(lambda?.id.replace(/Function.*/, ''))
  // It lasts less than the minute after which the next one begins, and no longer than a claim on a mail, which is over by then.
  expect(Number(at(lambda?.Properties, 'Timeout'))).toBeLessThanOrEqual(mailLeaseSeconds)
  expect(mailLeaseSeconds).toBeLessThan(60)
})

describe('the stream', () => {
  const { Properties } = theOnly(synthesised, 'Lambda::EventSourceMapping')

  test('goes to the function that publishes, from the first record on', () => {
    expect(nameOf(targetOf(at(Properties, 'FunctionName')))).toBe('activities/publish-activities')
    expect(Properties).toMatchObject({ StartingPosition: 'TRIM_HORIZON' })
    expect(JSON.stringify(at(Properties, 'EventSourceArn'))).toContain('StreamArn')
  })
  test('is filtered: new activities alone', () => {
    const patterns = listOf(at(Properties, 'FilterCriteria', 'Filters')).map((filter) =>
      JSON.parse(String(at(filter, 'Pattern'))),
    )
    expect(patterns).toEqual([{ eventName: ['INSERT'], dynamodb: { NewImage: { __edb_e__: { S: ['activity'] } } } }])
  })
  test('loses nothing: batches are split, tried for six hours, and then noted', () => {
    expect(Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 21_600,
    })
    expect(at(Properties, 'MaximumRetryAttempts')).toBeUndefined()
    expect(targetOf(at(Properties, 'DestinationConfig', 'OnFailure', 'Destination'))).toContain('publishactivities')
  })
  test('parks what cannot be read in the same queue', () => {
    const publisher = lambdas.get('activities/publish-activities')
    const parked = targetOf(at(publisher?.Properties, 'Environment', 'Variables', 'PARKED_QUEUE_URL'))
    expect(parked).toBe(targetOf(at(Properties, 'DestinationConfig', 'OnFailure', 'Destination')))
  })
  test('rings when it is late', () => {
    const late = ofType(synthesised, 'CloudWatch::Alarm').filter(
      (alarm) => at(alarm.Properties, 'MetricName') === 'IteratorAge',
    )
    expect(late.map((alarm) => at(alarm.Properties, 'Threshold'))).toEqual([60_000])
  })
})

describe('dead-letter queues', () => {
  const queues = ofType(synthesised, 'SQS::Queue')

  test('are one a function that acts on events or on a schedule or hears of mails, and one for the stream', () => {
    expect(queues).toHaveLength(Object.keys(reactions).length + repeated.length + 2)
  })
  test('are found by the function of the same name: npm run redrive goes by it', () => {
    const owners = queues.map(({ id }) => /^(.+)DeadLetters[0-9A-F]{8}$/.exec(id)?.[1])
    const functions = [...lambdas.values()].map(({ id }) => /^(.+)Function[0-9A-F]{8}$/.exec(id)?.[1])
    for (const owner of owners) expect(functions.filter((name) => name === owner)).toHaveLength(1)
    for (const [name, { Properties }] of lambdas) expect(at(Properties, 'Description')).toBe(name.replace('/', ': '))
  })
  test.each(queues.map((queue) => [queue.id, queue] as const))(
    '%s is encrypted, keeps two weeks, rings',
    (id, queue) => {
      expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 })
      const alarm = ofType(synthesised, 'CloudWatch::Alarm').filter(
        ({ Properties }) =>
          at(Properties, 'MetricName') === 'ApproximateNumberOfMessagesVisible' &&
          JSON.stringify(at(Properties, 'Dimensions')).includes(`"${id}"`),
      )
      expect(
        alarm.map(({ Properties }) => [at(Properties, 'Threshold'), at(Properties, 'ComparisonOperator')]),
      ).toEqual([[0, 'GreaterThanThreshold']])
    },
  )
})

function nameOf(id: string): string | undefined {
  return [...lambdas].find(([, lambda]: [string, Resource]) => lambda.id === id)?.[0]
}
