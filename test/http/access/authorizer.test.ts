import { describe, expect, test, vi } from 'vitest'
import '../../support/gateway.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
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
