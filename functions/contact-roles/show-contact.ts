import type { PageOperation } from '../../shared/frame/operation.ts'
import { contactAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { type ContactPage, contactPage } from './contact-page.tsx'
import { namerOf } from './namer.ts'
import { type OpenContactLink, openContactLink } from './open-contact-link.ts'
import { mayBeSwitchedOffBy } from './preferences.ts'
import { standsFor } from './stands-for.ts'

/** Shows who was named as what, and asks whether it is them; changes nothing (I4). */
export const showContact: PageOperation<'showContact'> = async ({ params, visitor, now }) => {
  const link = await openContactLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  return { status: 200, html: await pageOf(link, now) }
}

/** The page behind a link that is open, with what somebody has just said, or what is wrong with what they typed. */
export async function pageOf(
  { token, contact, organization }: OpenContactLink,
  now: string,
  shown: Pick<ContactPage, 'said' | 'values' | 'errors'> = {},
): Promise<string> {
  const { question, language, kind, email } = contact
  return contactPage({
    language,
    appName: env('APP_NAME'),
    organizationName: organization.name,
    ...(await namerOf(question, organization)),
    because: question.because,
    answered: question.answeredAt !== undefined,
    standsFor: standsFor(contact, now),
    kind,
    email,
    details: {
      firstName: contact.firstName ?? '',
      lastName: contact.lastName ?? '',
      displayName: contact.displayName ?? '',
      phone: contact.phone ?? '',
      language,
    },
    preferences: preferencesOf(contact, now),
    formAction: contactAddress(token),
    ...shown,
  })
}

function preferencesOf(contact: OpenContactLink['contact'], now: string): ContactPage['preferences'] {
  if (contact.user) return 'sign-in'
  const { mutedCategories = [] } = contact
  const offered = mayBeSwitchedOffBy(contact, now)
  if (offered.length === 0) return 'none'
  return offered.map((category) => ({ category, wanted: !mutedCategories.includes(category) }))
}
