import * as z from 'zod'
import { longestCertificate } from '../domain/evidence.ts'
import type { Feature } from './route.ts'

const verifyFunction = {
  function: 'verify',
  because: 'it is open to the world, reads no table, and every other route of the feature does',
}
const page = {
  access: {
    public:
      'whoever is shown a certificate, an auditor or a court, may check it; nothing is looked up, and the key is public',
  },
  needs: ['certificate:publish-key'],
  status: 200,
  fails: [],
  runsIn: verifyFunction,
} as const

/** The public keys of this deployment, as programs that check signatures read them. */
const CertificateKeys = z
  .strictObject({
    keys: z.array(
      z.strictObject({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        alg: z.literal('ES256'),
        use: z.literal('sig'),
      }),
    ),
  })
  .meta({ id: 'CertificateKeys' })

/** The pages by which anyone checks a certificate, and the key by which it is checked: rows of contracts, apart for the function that serves them. */
export const certificateRows = {
  showVerification: {
    method: 'GET',
    path: '/verify',
    summary: 'The page on which a certificate is checked: it is pasted there',
    ...page,
    needs: [],
    reply: 'page',
    example: {},
  },
  verifyCertificate: {
    method: 'POST',
    path: '/verify',
    summary: 'Check whether a certificate was signed here and is what was signed, and read what it says',
    ...page,
    asks: true,
    reply: 'page',
    body: z.strictObject({
      certificate: z.string().max(longestCertificate).meta({ description: 'The evidence as a compact JWS (RFC 7515)' }),
    }),
    example: { body: { certificate: 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl' } },
  },
  getCertificateKeys: {
    method: 'GET',
    path: '/.well-known/rolecall-keys.json',
    summary: 'The keys by which certificates are checked, as a JSON Web Key Set (RFC 7517)',
    ...page,
    access: { public: 'whoever checks a certificate by a program of their own needs the key, which is public' },
    reply: 'file',
    file: { 'application/jwk-set+json': CertificateKeys },
    example: {},
  },
} as const satisfies Feature
