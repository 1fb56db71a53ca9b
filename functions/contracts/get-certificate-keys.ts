import type { PageOperation } from '../../shared/frame/operation.ts'
import { certificateKey } from '../../shared/platform/certificate-key.ts'

/** The keys by which certificates are checked. There is one; a set, since that is what programs read. */
export const getCertificateKeys: PageOperation<'getCertificateKeys'> = async () => ({
  content: JSON.stringify({ keys: [await certificateKey()] }),
  mediaType: 'application/jwk-set+json',
  kept: { seconds: 3600 },
})
