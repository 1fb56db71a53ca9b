import { describe, expect, test } from 'vitest'
import { docsFiles } from '../../../shared/contract/docs.ts'
import { send } from '../../support/gateway.ts'
import { call, fail } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world-after.ts'

provesOperation('getDocsFile')

describe('getDocsFile', () => {
  test.each(docsFiles)('200 for %s, in UTF-8, to be kept for ever', async (file) => {
    const { status, headers, body } = await call('getDocsFile', { params: { file } })
    expect(status).toBe(200)
    expect(headers['content-type']).toBe(`text/${file.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(body.length).toBeGreaterThan(300)
  })

  test('200, compressed for whoever takes it so, and the same text', async () => {
    const params = { file: 'swagger-ui-bundle.js' }
    const [plain, packed] = [
      await call('getDocsFile', { params }),
      await call('getDocsFile', { params, headers: { 'Accept-Encoding': 'br, gzip;q=0.8' } }),
    ]
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(packed.body).toBe(plain.body)
    for (const { headers } of [plain, packed]) expect(headers.vary).toBe('accept-encoding')
  })

  test('200 for HEAD, without the file', async () => {
    expect(await send({ method: 'HEAD', path: '/docs/assets/docs.js' })).toMatchObject({ status: 200, body: '' })
  })

  test('200 with no other host in our own files', async () => {
    for (const file of ['docs.js', 'docs.css'])
      expect((await call('getDocsFile', { params: { file } })).body).not.toMatch(/https?:|\/\/\w/)
  })

  test.each(['index.html', 'DOCS.JS', '../index.ts', '..%2Findex.ts', 'package.json', '__proto__', 'x'.repeat(300)])(
    '404 not-found for %j',
    async (file) => {
      await fail('not-found', 'getDocsFile', { params: { file } })
    },
  )
})
