import { compactVerify, errors, importJWK } from 'jose'
import { type Evidence, evidenceSchema } from '../../shared/domain/evidence.ts'
import { type CertificateKey, evidenceType } from '../../shared/platform/certificate-key.ts'

/** What became of checking a certificate, without asking anything but the key. */
export type Checked =
  | { readonly holds: true; readonly evidence: Evidence }
  /** `unreadable`: this is no certificate at all. `other-key`: somebody else signed it. `changed`: it is not what was signed. */
  | { readonly holds: false; readonly because: 'unreadable' | 'other-key' | 'changed' }

/** The parts that people paste with line breaks and spaces, as mail programs wrap long lines. */
const compact = (pasted: string): string => pasted.replaceAll(/\s/g, '')

/** Checks whether what somebody pasted is evidence that was signed with this key, byte for byte. */
export async function checkedCertificate(pasted: string, key: CertificateKey): Promise<Checked> {
  try {
    const { payload, protectedHeader } = await compactVerify(compact(pasted), await importJWK({ ...key }, 'ES256'), {
      algorithms: ['ES256'],
    })
    if (protectedHeader.typ !== evidenceType) return { holds: false, because: 'unreadable' }
    if (protectedHeader.kid !== key.kid) return { holds: false, because: 'other-key' }
    const signed: unknown = JSON.parse(Buffer.from(payload).toString('utf8'))
    if (Object(signed).schema !== evidenceSchema) return { holds: false, because: 'unreadable' }
    // What this key has signed under that type and schema is evidence, as `signEvidence` was given it.
    return { holds: true, evidence: signed as Evidence }
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return { holds: false, because: kidOf(pasted) === key.kid ? 'changed' : 'other-key' }
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError)
      return { holds: false, because: 'unreadable' }
    throw error
  }
}

function kidOf(pasted: string): unknown {
  const [header = ''] = compact(pasted).split('.')
  const read: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))
  return Object(read).kid
}
