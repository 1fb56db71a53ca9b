import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { IdentityId, InvitationId, OrganizationId, ProfileId } from '../../shared/domain/ids.ts'
import { id } from '../../shared/domain/ids.ts'
import { settle } from './cloud-services-bus.ts'
import { codeOf, directoryUsers, signInByHand } from './cloud-services-directory.ts'
import { linkTo } from './cloud-services-mail.ts'
import { noteSecret } from './cloud-services-secrets.ts'
import { type Answer, send } from './gateway.ts'
import { succeed } from './gateway-call.ts'
import { type Form, formsOf } from './world-forms.ts'

/** Somebody who signs in, in the organization in which we met them. */
export type Person = {
  readonly organizationId: OrganizationId
  readonly profileId: ProfileId
  readonly email: string
  readonly identityId: IdentityId
  readonly password: string
  readonly totpKey: string
}

/** Somebody who was invited and has done nothing about it yet. */
export type Invitee = Pick<Person, 'organizationId' | 'profileId' | 'email'> & {
  readonly invitationId: InvitationId
  readonly link: string
}

/** What setting a password begins: the form that asks for a code, and the key that it is made with. */
export type Attempt = { readonly attempt: Form; readonly totpKey: string }

/** What somebody is invited to. */
export type Grants = { readonly defaultRole?: string; readonly permissionGroups?: readonly string[] }

let people = 0
export const keptPeople = {
  keep: () => people,
  bringBack: (kept: number) => {
    people = kept
  },
}

/** An address that nobody has. */
export const freshEmail = (domain = 'contoso.example'): string => `person-${++people}@${domain}`

/** A password that the pool takes. */
export const freshPassword = (): string => noteSecret('password', `Rolecall-${randomBytes(12).toString('base64url')}`)

/** Invites somebody, who then has the mail. */
export async function invite(
  by: Person,
  organizationId: OrganizationId,
  grants: Grants = {},
  email = freshEmail(),
): Promise<Invitee> {
  const { items } = await succeed('inviteUsers', {
    by,
    params: { organizationId },
    body: { addresses: [email], ...grants },
  })
  const [item] = items
  if (item?.outcome !== 'invited' || !item.profileId || !item.invitationId)
    throw new Error(`${email} was not invited: ${item?.outcome} ${item?.detail}`)
  await settle()
  return { organizationId, profileId: item.profileId, email, invitationId: item.invitationId, link: linkTo(email) }
}

/** Opens the link, chooses a password, connects an authenticator app, and signs in. */
export async function activate(invitee: Pick<Invitee, 'organizationId' | 'profileId' | 'email'>): Promise<Person> {
  const { organizationId, profileId, email } = invitee
  const password = freshPassword()
  const { attempt, totpKey } = await choosePassword(await passwordForm(linkTo(email)), password)
  const done = await submit(attempt, { code: codeOf(totpKey) })
  expect(done.status, done.body).toBe(200)
  const signedIn = signInByHand(email, password, codeOf(totpKey))
  if ('refused' in signedIn) throw new Error(`${email} cannot sign in: ${signedIn.refused}`)
  return { organizationId, profileId, email, identityId: id('identity', signedIn.username), password, totpKey }
}

/** Opens the link and chooses a password, and stops there. Gives the sign-in that was made for it. */
export async function beginActivation({ link, email }: Pick<Invitee, 'link' | 'email'>): Promise<IdentityId> {
  await choosePassword(await passwordForm(link))
  const made = directoryUsers().find((user) => user.email === email)
  return id('identity', made?.username ?? '')
}

/** Invites somebody, who accepts. */
export const join = async (by: Person, organizationId: OrganizationId, grants: Grants = {}, email = freshEmail()) =>
  activate(await invite(by, organizationId, grants, email))

/** The form behind a link that asks for a password; throws where the page has none. */
export async function passwordForm(link: string): Promise<Form> {
  const page = await send({ method: 'GET', path: link })
  const form = formsOf(page.body).find(({ fields }) => 'password' in fields)
  if (!form) throw new Error(`no form for a password behind the link: ${page.status}`)
  return form
}

/** Fills in a form and sends it, as a browser does. */
export const submit = (form: Form, values: Readonly<Record<string, string>>): Promise<Answer> =>
  send({ method: 'POST', path: form.path, form: { ...form.fields, ...values } })

/** Sets a password and reads the key for the authenticator app from the answer; names are filled in where they are asked for. */
export async function choosePassword(form: Form, password = freshPassword()): Promise<Attempt> {
  const names = 'firstName' in form.fields ? { firstName: 'Robin', lastName: 'Claes' } : {}
  const answer = await submit(form, { password, ...names })
  return { attempt: factorForm(answer), totpKey: totpKeyIn(answer) }
}

/** The form that asks for a code; throws where the page has none. */
export function factorForm({ status, body }: Answer): Form {
  const form = formsOf(body).find(({ fields }) => 'code' in fields)
  if (!form) throw new Error(`no form for a code: ${status} ${body.slice(-600)}`)
  return form
}

/** The key that a page shows, as somebody types it into the app; throws where it shows none. */
export function totpKeyIn({ status, body }: Answer): string {
  const shown = /id="totp-key">(.*?)<\/code>/s.exec(body)?.[1]?.replace(/<[^>]*>/g, '')
  if (shown === undefined) throw new Error(`no key for the authenticator app: ${status}`)
  return shown
}
