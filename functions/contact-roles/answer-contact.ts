import { addressDisowned, addressProved, addressStateOf } from '../../shared/domain/address-state.ts'
import type { ActivityAction } from '../../shared/domain/catalog.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import type { AskedContact } from '../../shared/frame/contact-question.ts'
import type { Page, PageOperation, PageRequest } from '../../shared/frame/operation.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { type ActivityRecord, type Doer, recordActivity } from '../../shared/table/activity.ts'
import { keptApart } from '../../shared/table/limit.ts'
import { commit, type Write } from '../../shared/table/transaction.ts'
import type { ContactPage } from './contact-page.tsx'
import { correctionIn, faultsIn } from './correction.ts'
import { contactEnd, type OpenContactLink, openContactLink } from './open-contact-link.ts'
import { mayBeSwitchedOffBy, switchedOff } from './preferences.ts'
import { pageOf } from './show-contact.ts'

type Request = PageRequest<'answerContact'>

/**
 * What a contact says by their link (C8): that it is them, that it is not, what is to be corrected, or which notifications they want. Saying
 * the same once more changes nothing. Another address is not theirs to set: the administrators are asked to.
 */
export const answerContact: PageOperation<'answerContact'> = (request) => untilDecided(() => answer(request))

async function answer(request: Request): Promise<Page> {
  const { params, form, visitor, now } = request
  const link = await openContactLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  if (!form.valid) throw new Problem('invalid', { errors: form.errors })
  switch (form.fields.answer) {
    case 'confirm':
      return confirm(link, request)
    case 'not-me':
      return disown(link, request)
    case 'correct':
      return correct(link, form.fields, request)
    case 'preferences':
      return choose(link, form.fields, request)
  }
}

const hasProved = (contact: AskedContact): boolean =>
  contact.question.answeredAt !== undefined && addressStateOf(contact) === 'verified'

/** The contact once they have said that it is them. */
const proved = (contact: AskedContact, now: string): AskedContact => ({
  ...contact,
  ...addressProved(now),
  question: { ...contact.question, answeredAt: now },
  updatedAt: now,
})

async function confirm(link: OpenContactLink, request: Request): Promise<Page> {
  const { contact } = link
  if (hasProved(contact)) return said(link, contact, request, 'confirmed')
  const after = proved(contact, request.now)
  await write(link, request, { after, action: 'contact.confirmed' })
  return said(link, after, request, 'confirmed')
}

async function disown(link: OpenContactLink, request: Request): Promise<Page> {
  const { contact, organization } = link
  const { now } = request
  const question = { ...contact.question, answeredAt: now }
  const after = { ...contact, ...addressDisowned(now), question, updatedAt: now }
  await write(link, request, { after, action: 'contact.disowned' })
  const { status: _, ...page } = contactEnd({ end: 'disowned', organizationName: organization.name }, contact.language)
  return { ...page, status: 200 }
}

type Fields = Extract<Request['form'], { valid: true }>['fields']

async function correct(link: OpenContactLink, fields: Fields, request: Request): Promise<Page> {
  const { contact } = link
  const { now } = request
  const errors = faultsIn(fields, contact)
  if (errors) return { status: 400, html: await pageOf(link, now, { values: fields, errors }) }
  const { details, suggested } = correctionIn(fields, contact)
  const after = { ...proved(contact, now), ...details }
  const differs = JSON.stringify(known(after)) !== JSON.stringify(known(contact))
  if (!differs && !suggested && hasProved(contact)) return said(link, contact, request, 'corrected')
  const action = differs ? 'contact.corrected' : 'contact.confirmed'
  try {
    await write(link, request, { after, action }, suggested ? suggest(link, request, suggested) : [])
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'too-many-requests')) throw error
    return { status: 429, html: await pageOf(link, now, { values: fields, errors: { email: 'too-soon' } }) }
  }
  return said(link, after, request, suggested ? 'suggested' : 'corrected')
}

/** What a contact may correct. */
const known = ({ firstName, lastName, displayName, phone, language }: AskedContact) => [
  firstName,
  lastName,
  displayName,
  phone,
  language,
]

/** Has the administrators asked for another address, once an hour. */
function suggest(link: OpenContactLink, { visitor, now, newId }: Request, email: string): readonly Write[] {
  const { contact } = link
  const { organizationId, profileId, question } = contact
  return [
    keptApart('address-suggestions', profileId, now),
    recordActivity({
      activityId: newId('activity'),
      organizationId,
      action: 'contact.address-suggested',
      at: now,
      by: doerOf(link, visitor),
      subject: profileId,
      about: { generation: question.generation },
      values: { profile: contact, after: { email } },
    }),
  ]
}

async function choose(link: OpenContactLink, fields: Fields, request: Request): Promise<Page> {
  const { contact } = link
  const { now } = request
  const offered = contact.question.answeredAt === undefined ? [] : mayBeSwitchedOffBy(contact, now)
  if (offered.length === 0) return { status: 200, html: await pageOf(link, now) }
  const wanted = new Set(offered.filter((category) => fields[category] !== undefined))
  const mutedCategories = switchedOff(contact, wanted, now)
  if (String(mutedCategories) === String(contact.mutedCategories ?? []))
    return said(link, contact, request, 'preferences')
  // Whoever chooses by the link reads mail there, even where some came back.
  const after = { ...contact, ...addressProved(now), mutedCategories, updatedAt: now }
  const about = { switchedOff: mutedCategories.join(' ') }
  await write(link, request, { after, action: 'preferences.changed', about })
  return said(link, after, request, 'preferences')
}

async function write(
  link: OpenContactLink,
  { visitor, now, newId }: Request,
  change: {
    readonly after: AskedContact
    readonly action: ActivityAction
    readonly about?: ActivityRecord['about']
  },
  more: readonly Write[] = [],
): Promise<void> {
  const { contact, organization } = link
  const { generation } = contact.question
  const { writes } = await changePeopleUnasked({ organization, by: doerOf(link, visitor), now, newId }, [
    { before: contact, ...change, about: { generation, ...change.about } },
  ])
  await commit([...writes, ...more], newId('activity'))
}

const doerOf = ({ contact, organization }: OpenContactLink, { origin }: Request['visitor']): Doer => ({
  principal: `link:${contact.profileId}`,
  profile: contact,
  organization,
  origin,
})

const said = async (
  link: OpenContactLink,
  contact: AskedContact,
  { now }: Request,
  what: ContactPage['said'],
): Promise<Page> => ({ status: 200, html: await pageOf({ ...link, contact }, now, { said: what }) })
