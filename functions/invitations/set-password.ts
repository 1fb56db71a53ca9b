import { problemWithNameText } from '../../shared/domain/name-text.ts'
import type { PageOperation, PageRequest } from '../../shared/frame/operation.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { activationAddress } from '../../shared/platform/addresses.ts'
import { beginEnrolment, makeUser, PasswordRefused } from '../../shared/platform/directory.ts'
import { env } from '../../shared/platform/env.ts'
import { sealSession } from '../../shared/platform/session-seal.ts'
import { type AttemptRecord, abandonAttempt, awaitCode, beginAttempt } from '../../shared/table/attempt.ts'
import { whileResetOpen } from '../../shared/table/factor-reset.ts'
import {
  createIdentity,
  findIdentity,
  getIdentity,
  type IdentityRecord,
  whileIdentityNew,
} from '../../shared/table/identity.ts'
import { commit, Moved } from '../../shared/table/transaction.ts'
import { factorPage, type PasswordPage } from './activation-pages.tsx'
import { countedUnder, endPage, type OpenLink, openLink, signInEmailOf } from './open-link.ts'
import { askForPassword, isNameless } from './show-activation.ts'

type Request = PageRequest<'setPassword'>

/** The pool's own rule; the page says it before Cognito would. */
const passwordLength = { least: 12, most: 256 }
/** Longer than the function may run, so that nobody else begins while Cognito is being asked. */
const leaseSeconds = 30
/** How long Cognito's session is kept for the code to come (I5). */
const attemptMinutes = 15

/**
 * Sets the password in Cognito and answers with the key for the authenticator app, which is shown here and never again (I5). Every
 * time it makes the Cognito user anew, begins a new attempt and ends the one before.
 */
export const setPassword: PageOperation<'setPassword'> = async (request) => {
  const link = await openLink(request.params.token, request.visitor, request.now)
  if ('ended' in link) return link.ended
  const { organization, profile } = link
  const fields = request.form.valid ? request.form.fields : { password: '' }
  const errors = faultsIn(fields, isNameless(link))
  if (errors) return { status: 400, html: await askForPassword(link, { values: fields, errors }) }

  const identity = link.identity ?? (await untilDecided(() => identityFor(request, link)))
  const attempt = newAttempt(request, link, identity, fields)
  const activationUrl = activationAddress(link.token)
  const busy = endPage({ end: 'busy', organizationName: organization.name, activationUrl }, profile.language)
  const whileLinkHolds = link.for === 'reset' ? whileResetOpen(link.reset) : whileIdentityNew(identity.identityId)
  const token = request.newId('activity')
  if (!(await beginAttempt(attempt, { now: request.now, while: whileLinkHolds, token }))) {
    const meanwhile = await openLink(link.token, request.visitor, request.now)
    return 'ended' in meanwhile ? meanwhile.ended : busy
  }

  try {
    await makeUser(identity.identityId, identity.email, fields.password)
    const { session, totpKey } = await beginEnrolment(identity.identityId, fields.password)
    if (!(await awaitCode(attempt, await sealSession(session, attempt)))) return busy
    return { status: 200, html: showKey(link, attempt, totpKey) }
  } catch (error) {
    await abandonAttempt(attempt)
    if (!(error instanceof PasswordRefused)) throw error
    return { status: 400, html: await askForPassword(link, { values: fields, errors: { password: 'refused' } }) }
  }
}

type Fields = {
  readonly password: string
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

function faultsIn(fields: Fields, nameless: boolean): PasswordPage['errors'] {
  const { password } = fields
  const errors: NonNullable<PasswordPage['errors']> = {
    ...(password.length < passwordLength.least && { password: password === '' ? 'missing' : 'too-short' }),
    ...(password.length > passwordLength.most && { password: 'too-long' }),
    ...(nameless && nameFault('firstName', fields.firstName)),
    ...(nameless && nameFault('lastName', fields.lastName)),
  }
  return Object.keys(errors).length > 0 ? errors : undefined
}

function nameFault(field: 'firstName' | 'lastName', text = '') {
  const name = nameOf(text)
  if (name === '') return { [field]: 'missing' as const }
  if ([...name].length > 100) return { [field]: 'too-long' as const }
  return problemWithNameText(name) === undefined ? undefined : { [field]: 'not-allowed' as const }
}

const nameOf = (text: string): string => text.normalize('NFC').trim()

function newAttempt(
  { now, newId }: Request,
  link: OpenLink,
  { identityId }: IdentityRecord,
  fields: Fields,
): AttemptRecord {
  const after = (seconds: number): string => new Date(Date.parse(now) + seconds * 1000).toISOString()
  return {
    identityId,
    attemptId: newId('attempt'),
    ...countedUnder(link),
    state: 'starting',
    leaseUntil: after(leaseSeconds),
    ...(isNameless(link) && {
      firstName: nameOf(fields.firstName ?? ''),
      lastName: nameOf(fields.lastName ?? ''),
    }),
    codes: 0,
    expiresAt: after(attemptMinutes * 60),
    ttl: Math.ceil(Date.parse(now) / 1000) + 24 * 3600,
  }
}

/** The sign-in of an address is made the first time somebody sets a password for it; two links at once find the same one. */
async function identityFor({ newId, now }: Request, { profile }: OpenLink): Promise<IdentityRecord> {
  const identity: IdentityRecord = {
    identityId: newId('identity'),
    email: profile.email,
    state: 'new',
    tokensValidFrom: 0,
    createdAt: now,
    updatedAt: now,
  }
  try {
    await commit(createIdentity(identity), newId('activity'))
    return identity
  } catch (error) {
    if (!(error instanceof Moved)) throw error
    const known = await findIdentity(profile.email)
    const other = known && (await getIdentity(known))
    if (!other) throw error
    return other
  }
}

function showKey(link: OpenLink, { attemptId }: AttemptRecord, totpKey: string): string {
  const { token, profile, organization } = link
  const appName = env('APP_NAME')
  const signInEmail = signInEmailOf(link)
  const query = new URLSearchParams({ secret: totpKey, issuer: appName })
  return factorPage({
    language: profile.language,
    appName,
    organizationName: organization.name,
    signInEmail,
    attempt: attemptId,
    formAction: activationAddress(token, 'factor'),
    activationUrl: activationAddress(token),
    enrolment: {
      totpKey,
      otpauthUri: `otpauth://totp/${encodeURIComponent(appName)}:${encodeURIComponent(signInEmail)}?${query.toString().replaceAll('+', '%20')}`,
    },
  })
}
