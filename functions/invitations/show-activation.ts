import type { PageOperation } from '../../shared/frame/operation.ts'
import { activationAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { type PasswordPage, passwordPage } from './activation-pages.tsx'
import { inviterNames } from './inviter-names.ts'
import { type OpenLink, openLink } from './open-link.ts'

/** Shows what the link offers. It changes nothing and shows no secret, since mail scanners open every link (I4). */
export const showActivation: PageOperation<'showActivation'> = async ({ params, visitor, now }) => {
  const link = await openLink(params.token, visitor, now)
  return 'ended' in link ? link.ended : { status: 200, html: await askForPassword(link) }
}

/** The page that asks for a password, and for the name where the invitation came without one; again with what was wrong. */
export async function askForPassword(
  link: OpenLink,
  again: Pick<PasswordPage, 'values' | 'errors'> = {},
): Promise<string> {
  const { token, profile, organization } = link
  const why = link.for === 'invitation' ? await inviterNames(link.invitation) : { afterReset: true as const }
  return passwordPage({
    language: profile.language,
    appName: env('APP_NAME'),
    organizationName: organization.name,
    ...why,
    email: profile.email,
    askForName: isNameless(link),
    formAction: activationAddress(token, 'password'),
    ...again,
  })
}

/** A bulk invitation may come without a name (P2). */
export const isNameless = (link: OpenLink): boolean =>
  link.for === 'invitation' && (!link.profile.firstName || !link.profile.lastName)
