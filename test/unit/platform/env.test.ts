import { afterEach, describe, expect, test, vi } from 'vitest'
import { activationAddress, signInAddress } from '../../../shared/platform/addresses.ts'
import { env, optionalEnv } from '../../../shared/platform/env.ts'

afterEach(() => vi.unstubAllEnvs())

describe('a setting', () => {
  test('is read when it is asked for', () => {
    vi.stubEnv('STAGE', 'one')
    expect(env('STAGE')).toBe('one')
    vi.stubEnv('STAGE', 'two')
    expect(env('STAGE')).toBe('two')
  })

  test.each([undefined, ''])('that is %j is missing: it throws, and says why', (value) => {
    vi.stubEnv('JWKS_URL', value)
    expect(optionalEnv('JWKS_URL')).toBeUndefined()
    expect(() => env('JWKS_URL')).toThrow(/JWKS_URL .*needs/)
  })
})

describe('an address', () => {
  test('of an activation is below the public one, whatever is in the token', () => {
    expect(activationAddress('abc_-')).toBe('https://rolecall.example/activate/abc_-')
    expect(activationAddress('abc', 'password')).toBe('https://rolecall.example/activate/abc/password')
    expect(activationAddress('../x?y#z', 'factor')).toBe('https://rolecall.example/activate/..%2Fx%3Fy%23z/factor')
  })

  test('of the sign-in is the hosted page, for the portal client, with the scope of the API and back to the welcome', () => {
    const url = new URL(signInAddress())
    expect(url.origin + url.pathname).toBe('https://sign-in.rolecall.example/oauth2/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: process.env.PORTAL_CLIENT_ID,
      redirect_uri: 'https://rolecall.example/welcome',
      scope: 'openid rolecall/api',
    })
  })
})
