import { createHash, createHmac } from 'node:crypto'
import { BatchGetItemCommand, DynamoDBClient, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb'
import { HttpRequest, HttpResponse } from '@smithy/core/protocols'
import { describe, expect, test } from 'vitest'
import { BatchGet } from '../../shared/table/batch-get.ts'
import { SigningHash } from '../../shared/table/signing-hash.ts'

type Answer = { readonly status: number; readonly body: object }

const secret = 'a secret of nobody'
const input = { RequestItems: { t: { Keys: [{ pk: { S: 'é' }, sk: { S: 'b' } }], ConsistentRead: true } } }
const found: Answer = { status: 200, body: { Responses: { t: [] }, UnprocessedKeys: {} } }

/** A client that is answered here, with the last answer again and again, and what it has sent. */
function aClient(...answers: readonly Answer[]) {
  const sent: HttpRequest[] = []
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    sha256: SigningHash,
    // Each is over at once, so that every call asks for new ones.
    credentials: async () => ({
      accessKeyId: `AKIA${sent.length}`,
      secretAccessKey: secret,
      sessionToken: `token ${sent.length}`,
      expiration: new Date(0),
    }),
    maxAttempts: 3,
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async (request: HttpRequest) => {
        const { status, body } = answers[Math.min(sent.length, answers.length - 1)] ?? found
        sent.push(HttpRequest.clone(request))
        const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r1' }
        const bytes = new Uint8Array(Buffer.from(JSON.stringify(body)))
        return { response: new HttpResponse({ statusCode: status, headers, body: bytes }) }
      },
    },
  })
  return { client, sent }
}

/** What is the same every time: the signature and its moment are not, nor is what names the call. */
function lasting({ headers, body, ...request }: HttpRequest) {
  const moving = ['authorization', 'x-amz-date', 'amz-sdk-invocation-id']
  const lasting = Object.entries(headers).filter(([name]) => !moving.includes(name))
  return { ...request, body: Buffer.from(body).toString(), headers: lasting.sort() }
}

/** The signature that a request must have by Signature Version 4, from what it says itself and the secret. */
function signatureOf({ headers, body }: HttpRequest): string {
  const [, date = '', rest = '', names = ''] =
    /Credential=[^/]+\/(\d+)\/([^,]+), SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? []
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const signed = names.split(';').map((name) => `${name}:${headers[name]}\n`)
  const canonical = `POST\n/\n\n${signed.join('')}\n${names}\n${sha(body)}`
  const key = [date, ...rest.split('/')].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  const text = `AWS4-HMAC-SHA256\n${headers['x-amz-date']}\n${date}/${rest}\n${sha(canonical)}`
  return hmac(key, text).toString('hex')
}

describe('BatchGet', () => {
  test('sends the first time and ever after what the SDK sends for its own command', async () => {
    const [ours, theirs] = [aClient(found), aClient(found)]
    for (let call = 0; call < 3; call++) {
      await ours.client.send(new BatchGet(input))
      await theirs.client.send(new BatchGetItemCommand(input))
    }
    expect(ours.sent.map(lasting)).toEqual(theirs.sent.map(lasting))
    expect(JSON.parse(ours.sent[2]?.body)).toEqual(input)
  })

  test('signs each call by itself, with the credentials of that moment', async () => {
    const { client, sent } = aClient(found)
    for (let call = 0; call < 3; call++) await client.send(new BatchGet(input))
    const signatures = sent.map(({ headers }) => /Signature=(\w+)$/.exec(headers.authorization ?? '')?.[1])
    expect(signatures).toEqual(sent.map(signatureOf))
    expect(new Set(signatures).size).toBe(3)
    expect(sent.map(({ headers }) => headers['x-amz-security-token'])).toEqual(['token 0', 'token 1', 'token 2'])
  })

  test('gives what the SDK gives: bytes as bytes, an attribute named B, text that reads like bytes, and what is left over', async () => {
    const item = {
      pk: { S: '"B":"eA=="' },
      bytes: { B: Buffer.from('bytes').toString('base64') },
      B: { S: 'text' },
      deep: { M: { B: { L: [{ N: '1.5' }, { BOOL: true }, { NULL: true }, { SS: ['a'] }] } } },
    }
    const UnprocessedKeys = { t: { Keys: [{ pk: { S: 'é' } }] } }
    const answer = { status: 200, body: { Responses: { t: [item] }, UnprocessedKeys } }
    const { client } = aClient(answer)
    const { $metadata: _, ...theirs } = await client.send(new BatchGetItemCommand(input))
    for (let call = 0; call < 3; call++) {
      const { $metadata, ...ours } = await client.send(new BatchGet(input))
      expect(ours).toEqual(theirs)
      expect($metadata).toMatchObject({ httpStatusCode: 200, attempts: 1 })
    }
    expect(theirs.Responses?.t?.[0]?.bytes?.B).toEqual(new Uint8Array(Buffer.from('bytes')))
  })

  test('is tried again where the table says so, and fails with the SDK’s own error where it does not', async () => {
    const throttled = { status: 400, body: { __type: 'x#ProvisionedThroughputExceededException', message: 'later' } }
    const patient = aClient(found, throttled, { status: 500, body: {} }, found)
    await patient.client.send(new BatchGet(input))
    const { $metadata } = await patient.client.send(new BatchGet(input))
    expect([$metadata.attempts, patient.sent.length]).toEqual([3, 4])

    const { client, sent } = aClient(found, throttled)
    await client.send(new BatchGet(input))
    const failed = await client.send(new BatchGet(input)).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(ProvisionedThroughputExceededException)
    expect(failed).toMatchObject({ $metadata: { httpStatusCode: 400, requestId: 'r1', attempts: 3 } })
    expect(sent.length).toBe(4)

    const refused = aClient(found, { status: 400, body: { __type: 'x#ValidationException', message: 'no' } })
    await refused.client.send(new BatchGet(input))
    await expect(refused.client.send(new BatchGet(input))).rejects.toThrow('no')
    expect(refused.sent.length).toBe(2)
  })

  test('passes by what stands in the client’s way, at whichever step', async () => {
    const { client } = aClient(found)
    const seen: string[] = []
    client.middlewareStack.add((next, { commandName }) => (args) => {
      seen.push(`begin ${commandName}`)
      return next(args)
    })
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          seen.push(`wire ${commandName}`)
          return next(args)
        },
      { step: 'finalizeRequest', priority: 'low' },
    )
    for (let call = 0; call < 3; call++) await client.send(new BatchGet(input))
    const once = ['begin BatchGetItemCommand', 'wire BatchGetItemCommand']
    expect(seen).toEqual([...once, ...once, ...once])
  })
})
