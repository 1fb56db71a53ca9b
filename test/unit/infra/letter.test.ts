import { describe, expect, test } from 'vitest'
import { letterOf } from '../../../infra/dead-letters/letter.ts'

const activityId = 'act_01k2r8v6m0q3s5t7w9x1y3z5ab'
const event = { source: 'rolecall', 'detail-type': 'invitation.created', detail: { activityId, about: {} } }

describe('a message of a dead-letter queue', () => {
  test('is the event that Lambda gave up on, with the name of its error and nothing that it said', () => {
    const body = JSON.stringify({
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: event,
      responsePayload: { errorType: 'TimeoutError', errorMessage: 'jan.peeters@contoso.example is slow' },
    })
    const about = `invitation.created ${activityId}`
    expect(letterOf(body)).toEqual({ kind: 'event', event, about, error: 'TimeoutError' })
  })

  test.each([
    ['was too old', { requestContext: { condition: 'EventAgeExceeded' }, requestPayload: event }, 'EventAgeExceeded'],
    ['timed out', { requestPayload: event, responsePayload: null }, undefined],
  ])('is an event that %s, before any function answered', (_, message, error) => {
    expect(letterOf(JSON.stringify(message))).toMatchObject({ kind: 'event', event, error })
  })

  test('is the event that EventBridge could not hand over, with the reason in an attribute', () => {
    expect(letterOf(JSON.stringify(event), 'NO_PERMISSIONS')).toMatchObject({
      kind: 'event',
      event,
      error: 'NO_PERMISSIONS',
    })
  })

  test('is the minute that a scheduled function failed in', () => {
    const minute = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }
    const body = JSON.stringify({ requestPayload: minute, responsePayload: { errorType: 'Error' } })
    expect(letterOf(body)).toMatchObject({ kind: 'event', event: minute, about: 'Scheduled Event' })
  })

  test('is a note of activities that could not be read, by their keys', () => {
    const keys = [{ pk: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7#activities', sk: activityId }]
    const body = JSON.stringify({ reason: 'unreadable stream records', sequenceNumbers: ['111'], keys })
    expect(letterOf(body)).toEqual({ kind: 'activities', keys, about: '1 unreadable records' })
  })

  test('is a note of a batch of the stream, by when its records came', () => {
    const body = JSON.stringify({
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 900 },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      DDBStreamBatchInfo: {
        shardId: 'shardId-1',
        startSequenceNumber: '1',
        endSequenceNumber: '9',
        approximateArrivalOfFirstRecord: '2026-11-26T09:00:00Z',
        approximateArrivalOfLastRecord: '2026-11-26T09:01:00Z',
        batchSize: 9,
        streamArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/rolecall/stream/1',
      },
    })
    expect(letterOf(body)).toMatchObject({
      kind: 'activities-between',
      from: '2026-11-26T09:00:00Z',
      until: '2026-11-26T09:01:00Z',
    })
  })

  test.each(['', 'not JSON', '{}', '[]', 'null', '{"reason":"something else"}', '{"detail":{}}'])(
    'is left alone when nobody understands it: %s',
    (body) => {
      expect(letterOf(body)).toMatchObject({ kind: 'unknown', why: expect.stringContaining('neither') })
    },
  )
})
