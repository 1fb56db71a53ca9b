import { describe, expect, test } from 'vitest'
import { languages } from '../../../shared/domain/language.ts'
import { send } from '../../support/gateway.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world.ts'

provesOperation('showVerification')

describe('showVerification', () => {
  test('200 asks for a certificate, in four languages', async () => {
    for (const language of languages) {
      const { status, body } = await send({ method: 'GET', path: '/verify', headers: { 'accept-language': language } })
      expect(status).toBe(200)
      expect(body).toContain(`<html lang="${language}">`)
      expect(body).toContain('<textarea id="certificate"')
    }
  })
})
