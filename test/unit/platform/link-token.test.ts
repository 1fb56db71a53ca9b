import { createHash, createHmac } from 'node:crypto'
import { GenerateMacCommand, type GenerateMacCommandInput, KMSClient } from '@aws-sdk/client-kms'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import { deriveLinkToken, hashLinkToken, type LinkPurpose } from '../../../shared/platform/link-token.ts'

const kms = mockClient(KMSClient)
const link: LinkPurpose = {
  purpose: 'activation',
  id: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a7',
  generation: 1,
  nonce: 'bm9uY2U',
}

beforeEach(() => {
  kms.reset()
  kms.on(GenerateMacCommand).callsFake(async ({ Message }: GenerateMacCommandInput) => ({
    Mac: new Uint8Array(
      createHmac('sha256', 'the key')
        .update(Message ?? '')
        .digest(),
    ),
  }))
})

describe('the token of a link', () => {
  test('is KMS’ HMAC-SHA-256 under the key of links, as 43 characters of base64url', async () => {
    expect(await deriveLinkToken(link)).toMatch(/^[\w-]{43}$/)
    expect(kms.commandCalls(GenerateMacCommand)[0]?.args[0].input).toMatchObject({
      KeyId: process.env.LINK_TOKEN_KEY_ID,
      MacAlgorithm: 'HMAC_SHA_256',
    })
  })

  test('is the same for the same link, so that a retry sends the same', async () => {
    expect(await deriveLinkToken({ ...link })).toBe(await deriveLinkToken(link))
  })

  test.each<[string, Partial<LinkPurpose>]>([
    ['invitation', { id: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a8' }],
    ['send number', { generation: 2 }],
    ['nonce', { nonce: 'bm9uY2V' }],
  ])('is another one for another %s', async (_, other) => {
    expect(await deriveLinkToken({ ...link, ...other })).not.toBe(await deriveLinkToken(link))
  })

  test('does not confuse where one part ends and the next begins', async () => {
    const one = await deriveLinkToken({ ...link, id: 'inv_a', generation: 11, nonce: 'x' })
    expect(await deriveLinkToken({ ...link, id: 'inv_a1', generation: 1, nonce: 'x' })).not.toBe(one)
    const quoted = await deriveLinkToken({ ...link, id: 'a",1,"b', nonce: 'c' })
    expect(await deriveLinkToken({ ...link, id: 'a', nonce: 'b",1,"c' })).not.toBe(quoted)
  })

  test('is none when KMS answers without a MAC, or not at all', async () => {
    kms.on(GenerateMacCommand).resolves({})
    await expect(deriveLinkToken(link)).rejects.toThrow('without a MAC')
    kms.on(GenerateMacCommand).rejects(new Error('throttled'))
    await expect(deriveLinkToken(link)).rejects.toThrow('throttled')
  })
})

describe('the hash of a token', () => {
  test('is its SHA-256 in base64url, by which it is stored and looked up', () => {
    expect(hashLinkToken('token')).toBe(createHash('sha256').update('token').digest('base64url'))
    expect(hashLinkToken('Token')).not.toBe(hashLinkToken('token'))
  })
})
