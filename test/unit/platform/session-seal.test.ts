import {
  DecryptCommand,
  type DecryptCommandInput,
  EncryptCommand,
  type EncryptCommandInput,
  InvalidCiphertextException,
  KMSClient,
} from '@aws-sdk/client-kms'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { openSession, sealSession } from '../../../shared/platform/session-seal.ts'

const kms = mockClient(KMSClient)
const of = {
  identityId: id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5a7'),
  attemptId: id('attempt', 'att_01k2r8v6m0q3s5t7w9x1y3z5a7'),
}

beforeEach(() => {
  kms.reset()
  // Like KMS, it opens under the key and the context that it was sealed under, and under no other.
  kms.on(EncryptCommand).callsFake(async ({ KeyId, Plaintext, EncryptionContext }: EncryptCommandInput) => ({
    CiphertextBlob: new Uint8Array(
      Buffer.from(JSON.stringify([KeyId, EncryptionContext, Buffer.from(Plaintext ?? []).toString('base64')])),
    ),
  }))
  kms.on(DecryptCommand).callsFake(async ({ KeyId, CiphertextBlob, EncryptionContext }: DecryptCommandInput) => {
    const [key, context, text] = JSON.parse(Buffer.from(CiphertextBlob ?? []).toString('utf8'))
    if (key !== KeyId || JSON.stringify(context) !== JSON.stringify(EncryptionContext))
      throw new InvalidCiphertextException({ $metadata: {}, message: 'not this one' })
    return { Plaintext: new Uint8Array(Buffer.from(text, 'base64')) }
  })
})

describe('a sealed session', () => {
  test('opens for the attempt it was sealed for', async () => {
    const session = 'AYABe_session-of-Cognito_ü'
    const sealed = await sealSession(session, of)
    expect(sealed).toMatch(/^[A-Za-z0-9+/]+=*$/)
    expect(await openSession(sealed, of)).toBe(session)
  })

  test('is undefined for another attempt and for another identity', async () => {
    const sealed = await sealSession('session', of)
    const others = [
      { ...of, attemptId: id('attempt', 'att_01k2r8v6m0q3s5t7w9x1y3z5a8') },
      { ...of, identityId: id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5a8') },
    ]
    for (const other of others) expect(await openSession(sealed, other)).toBeUndefined()
  })

  test('is sealed and opened with the key of sessions, and its context names identity and attempt', async () => {
    await openSession(await sealSession('session', of), of)
    const expected = {
      KeyId: process.env.SESSION_KEY_ID,
      EncryptionContext: { identity: of.identityId, attempt: of.attemptId },
    }
    expect(kms.commandCalls(EncryptCommand)[0]?.args[0].input).toMatchObject(expected)
    expect(kms.commandCalls(DecryptCommand)[0]?.args[0].input).toMatchObject(expected)
  })

  test('is not taken for another attempt’s when KMS fails: that is thrown', async () => {
    const sealed = await sealSession('session', of)
    kms.on(DecryptCommand).rejects(new Error('throttled'))
    await expect(openSession(sealed, of)).rejects.toThrow('throttled')
    kms.on(EncryptCommand).resolves({})
    await expect(sealSession('session', of)).rejects.toThrow('without a cipher text')
  })
})
