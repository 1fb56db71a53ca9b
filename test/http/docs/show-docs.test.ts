import { describe, expect, test } from 'vitest'
import { settings } from '../../support/cloud-services-settings.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { readHtml } from '../../support/read-html.ts'
import '../../support/world-after.ts'
import { linksOf } from '../../support/world-forms.ts'

provesOperation('showDocs')

const addressesOf = (html: string) =>
  readHtml(html).tags.flatMap(({ name, attributes }) =>
    name === 'script' ? [attributes.src ?? ''] : name === 'link' ? [attributes.href ?? ''] : [],
  )

describe('showDocs', () => {
  test('200 with scripts and styles that this API serves, at addresses that name their very text', async () => {
    const { status, body } = await call('showDocs')
    expect(status).toBe(200)
    const files = addressesOf(body).filter((address) => !address.startsWith('data:'))
    expect(files).toHaveLength(4)
    for (const address of files) {
      expect(address).toMatch(/\?[0-9a-f]{16}$/)
      expect(address.startsWith(`${settings.PUBLIC_URL}/docs/assets/`)).toBe(true)
      const { pathname } = new URL(address)
      expect((await send({ method: 'GET', path: pathname })).status).toBe(200)
    }
  })

  test('200 under a policy that lets it talk to this API and to the sign-in, and to nobody else', async () => {
    const { headers } = await call('showDocs')
    const policy = new Map(
      headers['content-security-policy']?.split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ')
        return [name, sources.join(' ')]
      }),
    )
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': expect.stringMatching(/^'self' 'sha256-[\w+/=]+'$/),
      'img-src': 'data:',
      'connect-src': `'self' ${settings.HOSTED_UI_URL}`,
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    })
  })

  test('200 with what signing in takes: the client, and the page to come back to', async () => {
    const { body } = await call('showDocs')
    const place = readHtml(body).tags.find(({ attributes }) => attributes.id === 'swagger-ui')
    expect(place?.attributes).toMatchObject({
      'data-document': `${settings.PUBLIC_URL}/openapi.json`,
      'data-redirect': `${settings.PUBLIC_URL}/docs/oauth2-redirect.html`,
      'data-client': settings.PORTAL_CLIENT_ID,
    })
    expect(linksOf(body)).toEqual([`${settings.PUBLIC_URL}/openapi.json`, `${settings.PUBLIC_URL}/docs/problems`])
  })

  test('200 with nothing of the address that it was called with', async () => {
    const query = { url: 'https://evil.example/openapi.json', configUrl: 'https://evil.example' }
    expect((await call('showDocs', { query })).body).toBe((await call('showDocs')).body)
  })

  test('200 for HEAD, without the page', async () => {
    expect(await send({ method: 'HEAD', path: '/docs' })).toMatchObject({ status: 200, body: '' })
  })

  test('404 not-found, as a problem document, for every other method', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expectProblem('not-found', await send({ method, path: '/docs' }))
  })
})
