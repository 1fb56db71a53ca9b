import { describe, expect, test } from 'vitest'
import { send } from '../../support/gateway.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world.ts'

provesOperation('getCertificateKeys')

describe('getCertificateKeys', () => {
  test('200 with the public key alone, under its thumbprint', async () => {
    const { status, headers, body } = await send({ method: 'GET', path: '/.well-known/rolecall-keys.json' })
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/jwk-set+json')
    const { keys } = JSON.parse(body)
    expect(keys).toHaveLength(1)
    expect(Object.keys(keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    expect(keys[0].kid).toMatch(/^[\w-]{43}$/)
  })
})
