import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import '../../support/gateway.ts'
import { id } from '../../../shared/domain/ids.ts'
import { newKeyText } from '../../../shared/frame/api-key-text.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { accessToken, claimsOf, malformedTokens } from '../../support/tokens.ts'

const somebody = 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa'
const ask = async (authorization: string) =>
  invoke(await loadHandler('access', 'authorizer'), {
    version: '2.0',
    type: 'REQUEST',
    identitySource: [authorization],
    headers: { authorization },
  })
const nobody = { isAuthorized: true, context: {} }

describe('the authorizer', () => {
  test('says who it is, and from when until when the token counts', async () => {
    const { iat, exp } = claimsOf(somebody)
    expect(await ask(`Bearer ${accessToken(somebody, { iat, exp })}`)).toEqual({
      isAuthorized: true,
      context: { principal: `user:${somebody}`, issuedAt: iat, expiresAt: exp },
    })
  })

  test('takes the word Bearer in any case, and scopes in any order', async () => {
    for (const word of ['bearer', 'BEARER'])
      expect(await ask(`${word} ${accessToken(somebody)}`)).toMatchObject({
        context: { principal: `user:${somebody}` },
      })
    const scope = 'rolecall/api profile openid'
    expect(await ask(`Bearer ${accessToken(somebody, { scope })}`)).toMatchObject({
      context: { principal: `user:${somebody}` },
    })
  })

  test.each(Object.keys(malformedTokens))('names nobody for a token: %s', async (name) => {
    expect(await ask(`Bearer ${malformedTokens[name]?.(somebody)}`)).toEqual(nobody)
  })

  test('names nobody for a token that was cut off, wherever', async () => {
    const token = accessToken(somebody)
    for (let length = 0; length < token.length; length++)
      expect(await ask(`Bearer ${token.slice(0, length)}`)).toEqual(nobody)
  })

  test('names nobody for a header that is something else', async () => {
    const token = accessToken(somebody)
    for (const header of [
      token,
      `Basic ${Buffer.from('ada:secret').toString('base64')}`,
      `Bearer  ${token}`,
      `Bearer ${token} `,
      ` Bearer ${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer ${token} ${token}`,
      `Bearer "${token}"`,
      `DPoP ${token}`,
      'Bearer',
      'Bearer null',
    ])
      expect(await ask(header), header.replaceAll(token, '<token>')).toEqual(nobody)
  })

  test('says which key it is of which organization, and the hash of its secret: never the secret', async () => {
    const [organization, key] = ['01k2r8v6m0q3s5t7w9x1y3z5a7', '01k2r8v6m0q3s5t7w9x1y3z5k0']
    const { text, secretHash } = newKeyText({
      organizationId: id('organization', `org_${organization}`),
      keyId: id('key', `key_${key}`),
    })
    for (const word of ['Bearer', 'bearer', 'BEARER']) {
      const answer = await ask(`${word} ${text}`)
      expect(answer).toEqual({
        isAuthorized: true,
        context: { principal: `key:key_${key}`, organizationId: `org_${organization}`, secretHash },
      })
      expect(JSON.stringify(answer)).not.toContain(text.slice(-43))
    }
    expect(secretHash).toBe(createHash('sha256').update(text.slice(-43)).digest('base64url'))
  })

  test('names nobody for a text that is no key’s: cut off, longer, in other letters, or of other characters', async () => {
    const ulids = '01k2r8v6m0q3s5t7w9x1y3z5a701k2r8v6m0q3s5t7w9x1y3z5k0'
    const text = `rk_${ulids}_${'a'.repeat(43)}`
    const others = [
      ...Array.from({ length: text.length }, (_, length) => text.slice(0, length)),
      ...['x', ' ', '=', '\n', '.', '_'].map((more) => `${text}${more}`),
      text.replace('rk_', 'RK_'),
      text.replace('rk_', 'rk-'),
      text.replace('k2r8', 'K2R8'),
      text.replace('01k2', '91k2'),
      text.replace('k2r8', 'kilo'),
      text.replace('aaa', 'a+a'),
      text.replace('aaa', 'a/a'),
      text.replace('aaa', 'äa'),
      `${text}, Bearer ${text}`,
      `${text} ${text}`,
      `"${text}"`,
      ` ${text}`,
    ]
    for (const one of others) expect(await ask(`Bearer ${one}`), one).toEqual(nobody)
    for (const header of [text, `Basic ${text}`, `ApiKey ${text}`, `Bearer  ${text}`])
      expect(await ask(header), header).toEqual(nobody)
    expect(await ask(`Bearer ${text}`)).not.toEqual(nobody)
  })

  test('asks nothing of the table, nor of the user pool, about a key', async () => {
    const text = `rk_01k2r8v6m0q3s5t7w9x1y3z5a701k2r8v6m0q3s5t7w9x1y3z5k0_${'a'.repeat(43)}`
    const kept = process.env.JWKS_URL
    process.env.JWKS_URL = 'http://127.0.0.1:9/jwks.json'
    vi.resetModules()
    const { handler }: typeof import('../../../functions/access/authorizer.ts') = await import(
      '../../../functions/access/authorizer.ts'
    )
    const sent = await callsDuring(async () => {
      const { context } = await handler({ identitySource: [`Bearer ${text}`], headers: {} })
      expect(context.principal).toMatch(/^key:/)
    })
    expect(sent).toEqual([])
    process.env.JWKS_URL = kept
  })

  test('fails, and names nobody a stranger, while the keys cannot be had', async () => {
    const kept = process.env.JWKS_URL
    for (const address of ['data:application/json,%7B', 'data:text/html,busy', 'http://127.0.0.1:9/jwks.json']) {
      process.env.JWKS_URL = address
      vi.resetModules()
      const { handler }: typeof import('../../../functions/access/authorizer.ts') = await import(
        '../../../functions/access/authorizer.ts'
      )
      const asked = handler({ identitySource: [`Bearer ${accessToken(somebody)}`], headers: {} })
      await expect(asked).rejects.toThrow('the user pool')
    }
    process.env.JWKS_URL = kept
  })
})
