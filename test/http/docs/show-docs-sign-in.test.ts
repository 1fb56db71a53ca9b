import { describe, expect, test } from 'vitest'
import { settings } from '../../support/cloud-services-settings.ts'
import '../../support/gateway.ts'
import { call } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world-after.ts'
import { linksOf, textOf } from '../../support/world-forms.ts'

provesOperation('showDocsSignIn')

describe('showDocsSignIn', () => {
  test('200 with one script, and what to do if the window stays open', async () => {
    const { status, body } = await call('showDocsSignIn')
    expect(status).toBe(200)
    expect(body.match(/<script /g)).toHaveLength(1)
    expect(body).toContain(`src="${settings.PUBLIC_URL}/docs/assets/oauth2-redirect.js?`)
    expect(textOf(body)).toContain('This window closes by itself')
    expect(linksOf(body)).toEqual([`${settings.PUBLIC_URL}/docs`])
  })

  test('200 with nothing of the code and the state that the sign-in sent along', async () => {
    const query = { code: 'c0de-of-the-hosted-page', state: '<script>alert(1)</script>', error: 'access_denied' }
    expect((await call('showDocsSignIn', { query })).body).toBe((await call('showDocsSignIn')).body)
  })
})
