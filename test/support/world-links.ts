import { publicReasonOf } from '../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../shared/contract/routes.ts'
import { answerableUntil } from '../../shared/domain/contact-question.ts'
import { getAddressChange } from '../../shared/table/address-change.ts'
import { getFactorReset } from '../../shared/table/factor-reset.ts'
import { getInvitation } from '../../shared/table/invitation.ts'
import { settle } from './cloud-services-bus.ts'
import { codeOf } from './cloud-services-directory.ts'
import { linkTo } from './cloud-services-mail.ts'
import { type Answer, send } from './gateway.ts'
import { callOf, routeOf, succeed } from './gateway-call.ts'
import { remove, type World } from './world.ts'
import { deactivate, profileOf, sendAgain } from './world-changes.ts'
import { after, atTime } from './world-clock.ts'
import { change, freshContact } from './world-contacts.ts'
import { approving, codeFor, onPage, readContract, sentTo, shownOn, signingCustomer } from './world-contracts.ts'
import { nameContact } from './world-coverage.ts'
import { freshCustomer, freshInvitee, freshPerson, type MadeTenant } from './world-fresh.ts'
import { type Attempt, choosePassword, freshEmail, passwordForm, submit } from './world-people.ts'
import { answer, askedContact, runAskContacts } from './world-questions.ts'

/** The rows that a link of a mail leads to, by what stands before its token: the derived suites attack each of them. */
export const rowsOfLinks: ReadonlyMap<string, readonly OperationId[]> = Map.groupBy(
  allRoutes().flatMap(({ operationId, route }) =>
    publicReasonOf(route) !== undefined && route.path.includes('{token}') ? [operationId] : [],
  ),
  (operationId) => routeOf(operationId).path.split('{token}')[0] ?? '',
)

/** How far somebody has gone who has not used a link yet. */
export type Begun = {
  /** What would go furthest if it were sent to one of the rows of the link; undefined where nothing goes further than its example. */
  readonly fields: (row: OperationId) => Readonly<Record<string, string>> | undefined
  /** A password was set, and a code is awaited. */
  readonly attempt?: Attempt
}

/** A link that was mailed in an organization of its own, and everything that becomes of one. */
export type MailedLink = {
  readonly path: string
  readonly expiresAt: string
  /** Goes as far as one can without using it. Only where the link leads there. */
  readonly begin?: () => Promise<Begun>
  readonly use: (begun: Begun | undefined) => Promise<Answer>
  /** What ends it before its time, by name. */
  readonly ends: Readonly<Record<string, () => Promise<unknown>>>
}

/*
 * HOW A NEW LINK GETS HERE
 *
 * A public row whose path has a {token} is attacked by test/http/races/links.test.ts with tokens of every kind of link. A kind that is
 * missing here fails the suite: give it a line in `kindsOfLinks`, which makes one in an organization of its own, by routes or by
 * `world-fresh.ts`, and says what uses it up and what ends it.
 */
type Kind = { readonly under: string; readonly make: (world: World) => Promise<MailedLink> }

export const kindsOfLinks: Readonly<Record<string, Kind>> = {
  'of an invitation': { under: '/activate/', make: anInvitation },
  'of a reset': { under: '/activate/', make: aReset },
  'of a change of address': { under: '/confirm-address/', make: aChangeOfAddress },
  'of a contact': { under: '/contact/', make: aContact },
  'of a contract': { under: '/approve/', make: aContract },
}

/** Sends a link's row the token of that link, or another one in its place, with the fields that it wants. */
export function follow(
  operationId: OperationId,
  token: string,
  fields: Readonly<Record<string, string>> = Object(routeOf(operationId).example.body),
): Promise<Answer> {
  const asForm = routeOf(operationId).method !== 'GET' && { form: routeOf(operationId).body ? fields : {} }
  return send(callOf(operationId, { params: { token }, ...asForm }))
}

/** The token of a link, and what stands before it. */
export const tokenOf = (path: string): string => path.split('/').at(-1) ?? ''

async function passwordBehind(path: string): Promise<Begun> {
  const attempt = await choosePassword(await passwordForm(path))
  return {
    attempt,
    fields: (row) => (row === 'enrolFactor' ? { ...attempt.attempt.fields, code: codeOf(attempt.totpKey) } : undefined),
  }
}
const enrol = (begun: Begun | undefined): Promise<Answer> => {
  if (!begun?.attempt) throw new Error('nobody has chosen a password')
  const { attempt, totpKey } = begun.attempt
  return submit(attempt, { code: codeOf(totpKey) })
}
const endsOfOrganization = ({ organizationId }: Pick<MadeTenant, 'organizationId'>, { provider }: World) => ({
  'the organization is suspended': () =>
    succeed('suspendOrganization', { by: provider.owner, params: { organizationId } }),
  'the organization is removed': () =>
    succeed('removeOrganization', { by: provider.owner, params: { organizationId } }),
})

async function anInvitation(world: World): Promise<MailedLink> {
  const tenant = await freshCustomer(world.provider)
  const { owner } = tenant
  const invitee = await freshInvitee(tenant, { defaultRole: 'rol_viewer' })
  await settle()
  const path = linkTo(invitee.email)
  const invitation = await getInvitation(invitee)
  const { organizationId, invitationId, profileId } = invitee
  const person = { by: owner, params: { organizationId, profileId } }
  return {
    path,
    expiresAt: invitation?.expiresAt ?? '',
    begin: () => passwordBehind(path),
    use: enrol,
    ends: {
      ...endsOfOrganization(tenant, world),
      'it is revoked': () => succeed('revokeInvitation', { by: owner, params: { organizationId, invitationId } }),
      'it is sent again': () => sendAgain(invitee, owner),
      'the person is deactivated': () => succeed('deactivateProfile', person),
      'the person is removed': () => succeed('removeProfile', person),
      'the person gets another address': () =>
        succeed('changeProfile', { ...person, headers: { 'if-match': '"1"' }, body: { email: freshEmail() } }),
    },
  }
}

async function aReset(world: World): Promise<MailedLink> {
  const tenant = await freshCustomer(world.provider)
  const person = await freshPerson(tenant, { defaultRole: 'rol_viewer' })
  const { organizationId, profileId, identityId, email } = person
  const reset = () => succeed('resetMfa', { by: tenant.owner, params: { organizationId, profileId } })
  await reset()
  await settle()
  const path = linkTo(email)
  return {
    path,
    expiresAt: (await getFactorReset(identityId))?.expiresAt ?? '',
    begin: () => passwordBehind(path),
    use: enrol,
    ends: {
      ...endsOfOrganization(tenant, world),
      'it is reset again': () => atTime(after.minutes(2), () => reset().then(settle)),
      'the person is deactivated': () => deactivate(person),
      'the person is removed': () => remove(person),
    },
  }
}

async function aChangeOfAddress(world: World): Promise<MailedLink> {
  const tenant = await freshCustomer(world.provider)
  const person = await freshPerson(tenant, { defaultRole: 'rol_viewer' })
  const { organizationId, profileId, identityId } = person
  const ask = async (email: string) => {
    await succeed('changeMyEmail', { by: person, body: { email } })
    await settle()
    return linkTo(email)
  }
  const path = await ask(freshEmail('adatum.example'))
  return {
    path,
    expiresAt: (await getAddressChange(identityId))?.expiresAt ?? '',
    use: () => submit({ path, fields: {} }, {}),
    ends: {
      ...endsOfOrganization(tenant, world),
      'another address is asked for': () => atTime(after.minutes(2), () => ask(freshEmail('adatum.example'))),
      'the sign-in is reset': () => succeed('resetMfa', { by: tenant.owner, params: { organizationId, profileId } }),
      'the person is deactivated': () => deactivate(person),
      'the person is removed': () => remove(person),
    },
  }
}

/** Whoever confirms goes on by it; whoever says that it is not them has used it up. */
async function aContact(world: World): Promise<MailedLink> {
  const tenant = await freshCustomer(world.provider)
  const contact = await askedContact(tenant)
  const { organizationId, profileId, link: path } = contact
  const person = { by: tenant.owner, params: { organizationId, profileId } }
  const question = (await profileOf(contact)).question
  return {
    path,
    expiresAt: question ? answerableUntil(question) : '',
    use: () => answer(path, { answer: 'not-me' }),
    ends: {
      ...endsOfOrganization(tenant, world),
      'they are named anew': () => nameContact(tenant, contact, 'commercial').then(settle),
      'they have said that it is not them': () => answer(path, { answer: 'not-me' }),
      'they are asked again after a year': () => atTime(question?.askAgainAt ?? 0, runAskContacts),
      'they are named no more': () =>
        succeed('withdrawContactRole', { ...person, params: { ...person.params, contactRole: 'dpo' } }),
      'the person is deactivated': () => succeed('deactivateProfile', person),
      'the person is removed': () => succeed('removeProfile', person),
      'the person gets another address': () =>
        succeed('changeProfile', { ...person, headers: { 'if-match': '"2"' }, body: { email: freshEmail() } }),
    },
  }
}

/** Whoever has the code that was mailed can decide, ask and hand over; there is somebody to hand over to. */
async function aContract(world: World): Promise<MailedLink> {
  const { provider, documents } = world
  const sent = await sentTo(await signingCustomer(provider), documents.serviceAgreement)
  const { tenant, contact, organizationId, contractId, link: path } = sent
  const { profileId: to } = await freshContact(tenant, ['commercial'])
  const by = tenant.owner
  const contract = { by, params: { organizationId, contractId } }
  const person = { by, params: { organizationId, profileId: contact.profileId } }
  const decide = async (form: Readonly<Record<string, string>>) => onPage(path, 'decision', form)
  /** Codes are asked for half a minute apart. */
  const withNewCode = (act: (code: string) => Promise<unknown>) =>
    atTime(after.minutes(1), async () => act(await codeFor(sent)))
  return {
    path,
    expiresAt: (await readContract(tenant, sent)).approver?.deadlineAt ?? '',
    begin: async () => {
      const code = await codeFor(sent)
      const forms: Readonly<Partial<Record<OperationId, Readonly<Record<string, string>>>>> = {
        decideApproval: approving(code, await shownOn(path)),
        askQuestion: { code, question: 'Is this new?' },
        handOverApproval: { code, to },
      }
      return { fields: (row) => forms[row] }
    },
    use: async (begun) => decide(begun?.fields('decideApproval') ?? {}),
    ends: {
      ...endsOfOrganization(tenant, world),
      'it was declined': () => withNewCode((code) => decide({ decision: 'decline', reason: 'Not now.', code })),
      'it was handed over': () => withNewCode((code) => onPage(path, 'hand-over', { to, code })),
      'it was cancelled': () => succeed('cancelContract', { ...contract, body: { reason: 'Ordered by mistake.' } }),
      'they are reminded': () => succeed('remindContract', contract),
      'they may not sign any more': () =>
        succeed('withdrawContactRole', { ...person, params: { ...person.params, contactRole: 'commercial' } }),
      'the person is deactivated': () => succeed('deactivateProfile', person),
      'the person is removed': () => succeed('removeProfile', person),
      'the person gets another address': async () => {
        const headers = { 'if-match': `"${(await profileOf(contact)).version}"` }
        return succeed('changeProfile', { ...person, headers, body: { email: freshEmail() } })
      },
      'mail to them comes back': () => change(contact, { addressState: 'undeliverable' }),
    },
  }
}
