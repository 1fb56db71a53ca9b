import { certificateRows } from '../../shared/contract/certificate-rows.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { getCertificateKeys } from './get-certificate-keys.ts'
import { showVerification } from './show-verification.ts'
import { verifyCertificate } from './verify-certificate.ts'

export const handler = pageFunction(certificateRows, { showVerification, verifyCertificate, getCertificateKeys })
