import { id } from '../../../shared/domain/ids.ts'
import { codeOf, wrongCodeOf } from '../../support/cloud-services-directory.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { linkTo } from '../../support/cloud-services-mail.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { meddledWith } from '../../support/fault-injector.ts'
import { send } from '../../support/gateway.ts'
import { call } from '../../support/gateway-call.ts'
import { accessToken } from '../../support/tokens.ts'
import type { World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshInvitee, type MadeTenant } from '../../support/world-fresh.ts'
import { factorForm, type Person, passwordForm, submit, totpKeyIn } from '../../support/world-people.ts'
import { administered, leaving, others } from './canary-administration.ts'
import { contacts } from './canary-contacts.ts'
import { contracts } from './canary-contracts.ts'
import type { Canary } from './canary-forms.ts'
import { programs } from './canary-programs.ts'

/**
 * Something that happens, and can be tried again until nothing of it fails any more, as often as it has been tried; or all that follows,
 * at a moment from now.
 */
export type Step = ((tried: number) => Promise<unknown>) | { readonly followsIn: number }
/** What happens, one after the other; what comes next is made of what has happened. */
export type Steps = AsyncGenerator<Step, void, void>

/** Notes a value that nothing else contains, and gives it. */
export type Note = (kind: Canary['kind'], value: string) => string

/** What follows from all that has happened: the stream, the bus, and whatever reacts. */
export const follow = (milliseconds = 0): Step => ({ followsIn: milliseconds })

let made = 0
const unique = (): string => `${(++made).toString(36)}${Math.random().toString(36).slice(2, 9)}`

/** An address that nobody has. What stands before the @ is looked for. */
export const newEmail = (note: Note): string => `${note('e-mail', `canary-${unique()}`)}@tailspin.example`
export const newPhone = (note: Note): string =>
  `+${note('phone', `3249${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`)}`

/** How much later something is tried again: whoever sends a mail holds on to it for half a minute. */
export const again = (tried: number): number => after.seconds(31 * tried)

/** Runs one of the functions that are behind no route. */
export const run = async (feature: string, file: string, event: unknown = {}): Promise<unknown> =>
  invoke(await loadHandler(feature, file), event)

/** The newest link to an address, with its token noted. */
export function newestLink(email: string, note: Note): string {
  const link = linkTo(email)
  note('link token', link.split('/').at(-1) ?? '')
  return link
}

/**
 * Somebody whose address, number, passwords, keys and codes nothing else contains, from their first mail until they are gone, with all that
 * happens to such people and that they do themselves: what comes after it, so that no row and no event is left out, is `others`.
 */
export async function* journey(world: World, tenant: MadeTenant, note: Note): Steps {
  const { organizationId, owner: by } = tenant
  const params = { organizationId }
  const [email, phone] = [newEmail(note), newPhone(note)]
  const headers = { 'idempotency-key': `added-${email}` }
  const names = { firstName: 'Can', lastName: 'Ary', defaultRole: 'rol_admin' }
  const body = { kind: 'person', user: true, confirm: true, email, phone, ...names }
  yield () => call('createProfile', { by, params, headers, body })
  yield follow()
  const listed = await call('listProfiles', { by, params, query: { email } })
  const profileId = id('profile', JSON.parse(listed.body).items[0].profileId)
  const about = { organizationId, profileId }

  yield* throughLink(newestLink(email, note), note)
  const { identityId } = await profileOf(about)
  if (!identityId) throw new Error('they have not accepted')
  const person = { ...about, email, identityId, password: '', totpKey: '' }
  yield* signedIn(person)
  yield* administered(tenant, person, note)

  yield () => atTime(after.minutes(2), () => call('resetMfa', { by, params: about }))
  yield follow(after.minutes(2))
  yield* throughLink(newestLink(email, note), note)
  yield* aboutThemselves(world, person, note)
  yield* leaving(tenant, person)
  yield* contacts(tenant, note)
  yield* contracts(world, tenant, note)
  yield* programs(tenant, note)
  yield* others(world, tenant, note)
}

/** Does something while nothing that it asks of AWS fails. */
export const undisturbed = <Result>(act: () => Promise<Result>): Promise<Result> =>
  meddledWith({ call: ({ goOn }) => goOn() }, act)

/** From the link of a mail to a password and a factor, by way of what is mistyped. */
async function* throughLink(link: string, note: Note): Steps {
  for (const method of ['GET', 'HEAD']) yield () => send({ method, path: link })
  const form = await passwordForm(link)
  const [short, password] = [`x-${unique().slice(-7)}`, `Ca&nary +"${unique()}-é${unique()}`]
  yield () => submit(form, { password: note('password', short) })
  const choose = () => submit(form, { password: note('password', password) })
  yield choose
  for (const codeFor of [wrongCodeOf, codeOf])
    yield async () => {
      // An attempt takes five codes, and a link twenty.
      const shown = await undisturbed(choose)
      if (shown.status !== 200) return
      const totpKey = note('authenticator key', totpKeyIn(shown))
      await submit(factorForm(shown), { code: note('code', codeFor(totpKey)) })
    }
  yield follow()
}

/** What follows from a sign-in and from a new password: the triggers of Cognito, and the authorizer. */
async function* signedIn({ identityId, email }: Person): Steps {
  const place = { region: 'eu-west-1', userPoolId: settings.USER_POOL_ID, userName: identityId, response: {} }
  const event = { ...place, request: { userAttributes: { email } } }
  const token = accessToken(identityId)
  yield () => run('activities', 'record-sign-in', { ...event, triggerSource: 'TokenGeneration_HostedAuth' })
  yield () => run('access', 'authorizer', { identitySource: [`Bearer ${token}`], headers: {} })
  yield () => run('me', 'end-older-sessions', { ...event, triggerSource: 'PostConfirmation_ConfirmForgotPassword' })
  yield follow()
}

/** What somebody does themselves, and another address at the end of it. */
async function* aboutThemselves(world: World, person: Person, note: Note): Steps {
  const { organizationId } = person
  const by = person
  const later = <Result>(act: () => Promise<Result>) => atTime(after.hours(1), act)
  for (const operation of ['getMe', 'listMyOrganizations', 'listMyInvitations'] as const)
    yield () => later(() => call(operation, { by }))
  yield () => later(() => call('getMyPermissions', { by, query: { organizationId } }))
  const headers = { 'if-match': `"${(await profileOf(person)).version}"` }
  yield () => later(() => call('changeMe', { by, headers, body: { organizationId, phone: newPhone(note) } }))
  for (const operation of ['acceptInvitation', 'declineInvitation'] as const) {
    const { invitationId } = await freshInvitee(await freshCustomer(world.provider), {}, person.email)
    yield () => later(() => call(operation, { by, params: { invitationId }, body: {} }))
    yield follow(after.hours(1))
  }
  const next = newEmail(note)
  yield () => later(() => call('changeMyEmail', { by, body: { email: next } }))
  yield follow(after.hours(1))
  const link = newestLink(next, note)
  for (const method of ['GET', 'POST'])
    yield () => later(() => send({ method, path: link, form: method === 'POST' ? {} : undefined }))
  yield follow(after.hours(1))
}
