import { maskedAddress } from '../../shared/domain/address.ts'
import type { PageOperation } from '../../shared/frame/operation.ts'
import { confirmAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { confirmAddressPage } from './address-pages.tsx'
import { openAddressLink } from './open-address-link.ts'

/** Shows what will change, and changes nothing (I4). Whoever got the mail by mistake does not read the present address here. */
export const showAddressChange: PageOperation<'showAddressChange'> = async ({ params, visitor, now }) => {
  const link = await openAddressLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  const { token, change, identity, language } = link
  const html = confirmAddressPage({
    language,
    appName: env('APP_NAME'),
    maskedEmail: maskedAddress(identity.email),
    newEmail: change.email,
    formAction: confirmAddress(token),
  })
  return { status: 200, html }
}
