import { expect, test } from 'vitest'
import { exampleAddresses, withAddresses } from '../../../shared/contract/openapi-addresses.ts'

test('a deployment’s own addresses stand where the example’s stood, everywhere', () => {
  const { publicUrl, hostedUiUrl } = exampleAddresses
  const own = {
    publicUrl: 'http://localhost:4566/_aws/execute-api/rolecall',
    hostedUiUrl: 'https://rolecall-example.auth.eu-west-1.amazoncognito.com',
  }
  const text = `${publicUrl} ${publicUrl}/docs/problems/stale ${hostedUiUrl}/oauth2/token no-reply@rolecall.example`
  expect(withAddresses(text, own)).toBe(
    `${own.publicUrl} ${own.publicUrl}/docs/problems/stale ${own.hostedUiUrl}/oauth2/token no-reply@rolecall.example`,
  )
})
