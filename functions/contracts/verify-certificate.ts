import type { PageOperation } from '../../shared/frame/operation.ts'
import { verificationAddress } from '../../shared/platform/addresses.ts'
import { certificateKey } from '../../shared/platform/certificate-key.ts'
import { env } from '../../shared/platform/env.ts'
import { checkedCertificate } from './checked-certificate.ts'
import { verificationPage } from './verification-page.tsx'

/** Says whether what was pasted is a certificate of ours, and what it says. Nothing is looked up: the signature alone decides. */
export const verifyCertificate: PageOperation<'verifyCertificate'> = async ({ form, visitor: { language } }) => {
  const page = { language, appName: env('APP_NAME'), formAction: verificationAddress() }
  const refused = (because: 'missing' | 'too-long') => ({
    status: 400,
    html: verificationPage({ ...page, refused: because }),
  })
  if (!form.valid) return refused(form.errors.some(({ code }) => code === 'too-big') ? 'too-long' : 'missing')
  const pasted = form.fields.certificate
  if (pasted.trim() === '') return refused('missing')
  const checked = await checkedCertificate(pasted, await certificateKey())
  return { status: checked.holds ? 200 : 400, html: verificationPage({ ...page, pasted, checked }) }
}
