import { describe, expect, test } from 'vitest'
import '../../support/gateway.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world-after.ts'
import { linksOf, textOf } from '../../support/world-forms.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('showWelcome')

describe('showWelcome', () => {
  test.each([
    ['en', 'You are signed in'],
    ['nl-BE,nl;q=0.9,en;q=0.8', 'U bent aangemeld'],
    ['es, fr;q=0.5', 'Connexion réussie'],
    ['en;q=0.1, de', 'Die Anmeldung'],
    ['es', 'You are signed in'],
    ['', 'You are signed in'],
    ['*', 'You are signed in'],
    [';;q=,,nl;q=x', 'U bent aangemeld'],
  ])('200 in the language of %j', async (language, title) => {
    const { status, body } = await call('showWelcome', { headers: { 'Accept-Language': language } })
    expect(status).toBe(200)
    expect(textOf(body)).toContain(title)
  })

  test('200 with nothing of the address that it was called with', async () => {
    const plain = await call('showWelcome')
    const query = {
      code: 'c0de-of-the-hosted-page',
      state: '<script>',
      error: 'access_denied',
      redirect_uri: 'https://evil.example',
    }
    const answer = await call('showWelcome', {
      query,
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    })
    expect(answer.body).toBe(plain.body)
    expect(linksOf(answer.body).filter((link) => link.includes('evil'))).toEqual([])
  })

  test('200 for HEAD, with the same headers', async () => {
    const [get, head] = [await call('showWelcome'), await send({ method: 'HEAD', path: '/welcome' })]
    expect(head).toMatchObject({ status: 200, body: '' })
    expect({ ...head.headers, 'apigw-requestid': '' }).toEqual({ ...get.headers, 'apigw-requestid': '' })
  })

  test('200 with a token that is worth nothing: nobody asks for one', async () => {
    expect((await call('showWelcome', { headers: { authorization: 'Bearer x' } })).status).toBe(200)
  })

  test('404 not-found, as a problem document, for every other method', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expectProblem('not-found', await send({ method, path: '/welcome' }))
  })

  test('writes nothing', async () => {
    expect(await dumpTable()).toEqual([])
  })
})
