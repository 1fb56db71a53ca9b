import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest'
import { type LogFields, log, loggableError, throwableError } from '../../../shared/platform/log.ts'

const lines: string[] = []

beforeEach(() => {
  lines.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line))
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

describe('a log line', () => {
  test('is one line of JSON with its level, its word and its moment', () => {
    log('info', 'request.failed', { status: 200, requestId: 'request-1', stack: 'a\nb' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^[^\n]+\n$/)
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      event: 'request.failed',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      status: 200,
      requestId: 'request-1',
      stack: 'a\nb',
    })
  })

  test('that is counted carries its metrics, in the same line and at the same moment', () => {
    log('info', 'request.completed', { operationId: 'getMe', status: 200, durationMilliseconds: 7 })
    expect(lines).toHaveLength(1)
    const { at, ...line } = JSON.parse(lines[0] ?? '')
    expect(line).toMatchObject({ event: 'request.completed', operationId: 'getMe', durationMilliseconds: 7 })
    expect(line._aws.Timestamp).toBe(Date.parse(at))
    expect(line._aws.CloudWatchMetrics).toMatchObject([{ Namespace: 'Rolecall/test', Dimensions: [['operationId']] }])
  })

  test('can say these things and no others: no path, query, header, body, address, name or message', () => {
    expectTypeOf<keyof LogFields>().toEqualTypeOf<
      | 'requestId'
      | 'routeKey'
      | 'operationId'
      | 'status'
      | 'code'
      | 'durationMilliseconds'
      | 'faults'
      | 'principal'
      | 'organizationId'
      | 'activityId'
      | 'action'
      | 'invitationId'
      | 'contractId'
      | 'webhookId'
      | 'deliveryId'
      | 'kept'
      | 'replayed'
      | 'attempts'
      | 'records'
      | 'parked'
      | 'mailsSent'
      | 'mailsDeferred'
      | 'mailsDelivered'
      | 'mailsBounced'
      | 'mailsComplainedOf'
      | 'state'
      | 'error'
      | 'stack'
    >()
    // @ts-expect-error A field outside of the list does not compile.
    const fields: LogFields = { email: 'mia@contoso.example' }
    expect(fields).toBeDefined()
  })
})

describe('an error that is logged', () => {
  test('tells its name and where it was thrown, never its message', () => {
    const { error, stack } = loggableError(new TypeError('canary: mia@contoso.example'))
    expect(error).toBe('TypeError')
    expect(stack).toMatch(/^ +at .*log\.test\.ts/)
    expect(stack).not.toContain('canary')
  })

  test('does so for a message of several lines that looks like a stack', () => {
    const { stack } = loggableError(new Error('first\ncanary second\n    at canary third (file.ts:1:1)\n$& canary'))
    expect(stack).not.toContain('canary')
  })

  test('names its cause, whose message stays unsaid as well', () => {
    const cause = Object.assign(new Error('canary'), { name: 'ConditionalCheckFailedException' })
    const { error, stack } = loggableError(new Error('canary', { cause }))
    expect(error).toBe('Error < ConditionalCheckFailedException')
    expect(stack).not.toContain('canary')
  })

  test('has at most eight frames', () => {
    const deep = (levels: number): Error => (levels === 0 ? new Error('deep') : deep(levels - 1))
    expect(loggableError(deep(20)).stack?.split('\n')).toHaveLength(8)
  })

  test.each([['canary'], [7], [null], [undefined], [{ message: 'canary' }]])(
    'that is no Error at all, %j, tells its type only',
    (thrown) => {
      expect(loggableError(thrown)).toEqual({ error: typeof thrown })
    },
  )
})

describe('an error that a function throws', () => {
  test('has the name and the frames of what failed, and nothing that it said or carried', () => {
    const failed = Object.assign(new TypeError('canary: mia@contoso.example'), { input: 'canary' })
    const thrown = throwableError(failed)
    expect(thrown.name).toBe('TypeError')
    expect(thrown.stack).toMatch(/^TypeError\n +at .*log\.test\.ts/)
    expect(JSON.stringify({ ...thrown, message: thrown.message, stack: thrown.stack })).not.toContain('canary')
  })
})
