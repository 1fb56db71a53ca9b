import { foldAddress } from '../../shared/domain/address.ts'
import { addressProved } from '../../shared/domain/address-state.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { acceptance } from '../../shared/frame/acceptance.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import type { Page, PageOperation, PageRequest } from '../../shared/frame/operation.ts'
import { activationAddress, signInAddress } from '../../shared/platform/addresses.ts'
import { completeEnrolment } from '../../shared/platform/directory.ts'
import { env } from '../../shared/platform/env.ts'
import { openSession } from '../../shared/platform/session-seal.ts'
import { type AttemptRecord, codesPerAttempt, countCode, endAttempt, getAttempt } from '../../shared/table/attempt.ts'
import { advanceFactorReset } from '../../shared/table/factor-reset.ts'
import { acceptIdentity } from '../../shared/table/identity.ts'
import { countWithin } from '../../shared/table/limit.ts'
import { commit, Moved, type Write } from '../../shared/table/transaction.ts'
import { activatedPage, type FactorPage, factorPage } from './activation-pages.tsx'
import { inviterToAsk } from './inviter-names.ts'
import { countedUnder, endPage, type OpenInvitation, type OpenLink, openLink, signInEmailOf } from './open-link.ts'
import { type OpenReset, resetEnd } from './open-reset-link.ts'

type Request = PageRequest<'enrolFactor'>

/**
 * Hands Cognito a code of the authenticator app. With the right one the invitation is accepted and access begins (I5), or a sign-in that
 * was reset is whole again (A13). Every code is counted before it is compared: 5 an attempt, 20 a link.
 */
export const enrolFactor: PageOperation<'enrolFactor'> = async (request) => {
  const { params, visitor, form, now } = request
  const link = await openLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  const { profile, organization, identity } = link
  const { name: organizationName } = organization
  const activationUrl = activationAddress(link.token)
  const ended = (end: 'start-again' | 'too-many-codes-in-attempt') =>
    endPage({ end, organizationName, activationUrl }, profile.language)

  const { attempt: attemptId, code: typed } = form.valid ? form.fields : { attempt: '', code: '' }
  const attempt = identity && (await getAttempt(identity.identityId))
  if (!identity || !attempt || !isCurrent(attempt, attemptId, link, now)) return ended('start-again')
  const code = typed.replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(code)) return askAgain(link, attempt, code === '' ? 'missing' : 'malformed', undefined)

  const { linkOf, generation } = countedUnder(link)
  if (!(await countWithin('activation-codes', linkOf, String(generation), now))) return locked(link)
  if (!(await countCode(attempt))) return ended('too-many-codes-in-attempt')

  const session = attempt.sealedSession && (await openSession(attempt.sealedSession, attempt))
  if (!session) return ended('start-again')
  const answer = await completeEnrolment(identity.identityId, session, code)
  if (answer === 'session-over') return ended('start-again')
  if (answer === 'wrong-code') {
    const triesLeft = codesPerAttempt - attempt.codes - 1
    return triesLeft > 0 ? askAgain(link, attempt, 'wrong', triesLeft) : ended('too-many-codes-in-attempt')
  }
  return finish(request, attempt)
}

async function locked(link: OpenLink): Promise<Page> {
  if (link.for === 'reset') return resetEnd({ end: 'locked', expiresAt: link.reset.expiresAt }, link)
  const { invitation, profile, organization } = link
  const names = await inviterToAsk(invitation)
  return endPage({ end: 'too-many-codes-in-link', organizationName: organization.name, ...names }, profile.language)
}

function isCurrent(attempt: AttemptRecord, attemptId: string, link: OpenLink, now: string): boolean {
  const { linkOf, generation } = countedUnder(link)
  return (
    attempt.attemptId === attemptId &&
    attempt.state === 'awaiting-code' &&
    attempt.linkOf === linkOf &&
    attempt.generation === generation &&
    now < attempt.expiresAt
  )
}

/** The code again, without the key: that was shown once (I5). */
function askAgain(
  link: OpenLink,
  attempt: AttemptRecord,
  error: NonNullable<FactorPage['error']>,
  triesLeft: number | undefined,
): Page {
  const { token, profile, organization } = link
  const html = factorPage({
    language: profile.language,
    appName: env('APP_NAME'),
    organizationName: organization.name,
    signInEmail: signInEmailOf(link),
    attempt: attempt.attemptId,
    formAction: activationAddress(token, 'factor'),
    activationUrl: activationAddress(token),
    error,
    triesLeft,
  })
  return { status: 400, html }
}

const mostTries = 4

/** Accepts, or makes the sign-in whole again; or finds what has become of the link meanwhile. */
async function finish(request: Request, attempt: AttemptRecord): Promise<Page> {
  const { params, visitor, now, newId } = request
  for (let tries = 1; ; tries++) {
    const link = await openLink(params.token, visitor, now)
    if ('ended' in link) return link.ended
    const { identity, organization, profile, token } = link
    const current = identity && (await getAttempt(identity.identityId))
    if (!identity || current?.attemptId !== attempt.attemptId)
      return endPage(
        { end: 'start-again', organizationName: organization.name, activationUrl: activationAddress(token) },
        profile.language,
      )
    try {
      const { done, writes } = link.for === 'reset' ? await reset(link, request) : await accept(link, attempt, request)
      await commit([...(done ? [endAttempt(attempt)] : []), ...writes], newId('activity'))
      if (done) return activated(link)
    } catch (error) {
      if (!(error instanceof Moved)) throw error
      if (tries === mostTries) throw new Problem('busy', { retryAfterSeconds: 1, cause: error })
    }
  }
}

type Finish = { readonly done: boolean; readonly writes: readonly Write[] }

async function accept(link: OpenInvitation, names: AttemptRecord, { visitor, now, newId }: Request): Promise<Finish> {
  const { invitation, profile, organization } = link
  const { identityId } = names
  const { outcome, writes } = await acceptance({
    ...link,
    identityId,
    through: 'link',
    by: { principal: `link:${invitation.invitationId}`, profile, organization, origin: visitor.origin },
    names,
    now,
    newId,
  })
  const done = outcome === 'accepted'
  return { done, writes: [...(done ? [acceptIdentity(identityId, now)] : []), ...writes] }
}

/** The person has a password and a factor again; the activity stands where the reset was asked for. */
async function reset(link: OpenReset, { visitor, now, newId }: Request): Promise<Finish> {
  const { profile, organization, identity } = link
  const by = { principal: `user:${identity.identityId}`, profile, organization, origin: visitor.origin } as const
  const { generation } = link.reset
  // The link went to the address that they sign in with.
  const proved = foldAddress(profile.email) === foldAddress(identity.email) ? addressProved(now) : {}
  const { writes } = await changePeopleUnasked({ organization, by, now, newId }, [
    {
      before: profile,
      after: { ...profile, ...proved, updatedAt: now },
      action: 'factor.enrolled',
      about: { generation },
    },
  ])
  return { done: true, writes: [advanceFactorReset(link.reset, 'done'), ...writes] }
}

function activated(link: OpenLink): Page {
  const { for: what, profile, organization } = link
  const html = activatedPage({
    language: profile.language,
    appName: env('APP_NAME'),
    organizationName: organization.name,
    afterReset: what === 'reset',
    signInEmail: signInEmailOf(link),
    signInUrl: signInAddress(),
  })
  return { status: 200, html }
}
