import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { getAccess } from '../../../shared/table/access.ts'
import { getInvitation } from '../../../shared/table/invitation.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf } from '../../support/cloud-services-directory.ts'
import { linkTo } from '../../support/cloud-services-mail.ts'
import type { Answer } from '../../support/gateway.ts'
import { call } from '../../support/gateway-call.ts'
import { interleaved, schedules } from '../../support/interleaving.ts'
import { tally } from '../../support/table-fixtures.ts'
import { activitiesTaken } from '../../support/table-writes.ts'
import { trials, untilSeen } from '../../support/trials.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { freshCustomer, freshInvitee, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { choosePassword, freshEmail, passwordForm, submit } from '../../support/world-people.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

/** As many invitations go out in one organization; it may send some 500 mails a day. */
const mostATenant = 60
let tenant: { readonly made: MadeTenant; readonly left: number } | undefined
async function here(): Promise<MadeTenant> {
  const { made, left } =
    tenant && tenant.left > 0 ? tenant : { made: await freshCustomer(world.provider), left: mostATenant }
  tenant = { made, left: left - 1 }
  return made
}

type Way = 'by its link' | 'under me'
const names = { firstName: 'Robin', lastName: 'Claes' }

/** Somebody who is invited, and what can become of it; `begin` gives how they accept: by the link, once they have a password; or signed in. */
async function invited(way: Way) {
  const { organizationId, owner, name } = await here()
  const known = way === 'under me' ? await freshPerson(world.reseller) : undefined
  const invitee = await freshInvitee({ organizationId, owner, name }, { defaultRole: 'rol_viewer' }, known?.email)
  const about = { by: owner, params: { organizationId, invitationId: invitee.invitationId } }
  const mine = known && { by: known, params: { invitationId: invitee.invitationId }, body: names }
  const begin = async () => {
    if (mine) return () => call('acceptInvitation', mine)
    await settle()
    const { attempt, totpKey } = await choosePassword(await passwordForm(linkTo(invitee.email)))
    return () => submit(attempt, { code: codeOf(totpKey) })
  }
  return {
    ...invitee,
    begin,
    decline: mine ? () => call('declineInvitation', { by: mine.by, params: mine.params }) : undefined,
    revoke: () => call('revokeInvitation', about),
    resend: () => call('resendInvitation', about),
  }
}

/** What stands in the table in the end, which must be one thing. */
async function outcomeOf(invitee: Awaited<ReturnType<typeof invited>>) {
  const invitation = await getInvitation(invitee)
  const { identityId, status } = await profileOf(invitee)
  const access = identityId && (await getAccess(identityId, invitee.organizationId))
  const told = [...activitiesTaken().values()].map(({ summary }) => summary?.M ?? {})
  const actions = told.flatMap(({ subject, action }) => (subject?.S === invitee.profileId ? [action?.S ?? ''] : []))
  expect(status).toBe({ accepted: 'active', revoked: 'draft', pending: 'invited' }[invitation?.state ?? 'pending'])
  expect(access !== undefined).toBe(status === 'active')
  return { state: invitation?.state, happened: tally(actions) }
}

const isDone = ({ status }: Answer) => status === 200

describe('one invitation, at once', () => {
  test('accepted 8 times, by its link or under me: one accepts, and everyone else is told that it is used', async () => {
    const statuses: string[] = []
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<Way>('by its link', 'under me'), schedules(), async (way, schedule) => {
        const invitee = await invited(way)
        const accept = await invitee.begin()
        const answers = await interleaved(
          schedule,
          Array.from({ length: 8 }, () => accept),
        )
        statuses.push(...answers.map(({ status }) => `${way} ${status}`))
        // Five codes an attempt: the others are too many, unless the link was used by then.
        const others = way === 'by its link' ? [409, 410, 503] : [409, 503]
        for (const { status, body } of answers) expect([200, ...others], body).toContain(status)
        expect(answers.filter(isDone)).toHaveLength(1)
        expect(await outcomeOf(invitee)).toMatchObject({ state: 'accepted', happened: { 'invitation.accepted': 1 } })
      }),
      trials('R4 one invitation accepted 8 times', 500),
    )
    console.log(`R4: ${JSON.stringify(tally(statuses))}`)
  })

  test('accepted, declined, revoked, sent again, while its time runs out: every success happened, and one thing is left', async () => {
    const acts = ['accept', 'accept', 'decline', 'revoke', 'resend', 'midnight'] as const
    const seen: string[] = []
    const race = fc.record({
      way: fc.constantFrom<Way>('by its link', 'under me'),
      chosen: fc.array(fc.constantFrom(...acts), { minLength: 2, maxLength: 5 }),
    })
    const property = fc.asyncProperty(race, schedules(), async ({ way, chosen }, schedule) => {
      const invitee = await invited(way)
      const end = Date.parse((await getInvitation(invitee))?.expiresAt ?? '')
      const real = chosen.filter((act) => act !== 'decline' || way === 'under me')
      vi.useFakeTimers({ toFake: ['Date'], now: end - 1 })
      const accept = await invitee.begin()
      const answers = await interleaved(
        schedule,
        real.map((act) => async () => {
          if (act !== 'midnight') return { act, answer: await (act === 'accept' ? accept : invitee[act])?.() }
          vi.setSystemTime(end)
          return { act, answer: undefined }
        }),
      ).finally(() => vi.useRealTimers())

      const won = (...wanted: readonly string[]) =>
        answers.filter(({ act, answer }) => wanted.includes(act) && answer && isDone(answer)).length
      for (const { act, answer } of answers) if (answer) seen.push(`${act} ${answer.status}`)
      const [accepted, withdrawn, sent] = [won('accept'), won('decline', 'revoke'), won('resend')]
      expect(accepted).toBeLessThanOrEqual(1)
      expect(sent).toBeLessThanOrEqual(1)
      expect(withdrawn).toBeLessThanOrEqual(1 + sent)
      if (sent === 0) expect(accepted + withdrawn).toBeLessThanOrEqual(1)
      const { state, happened } = await outcomeOf(invitee)
      expect(state === 'accepted').toBe(accepted === 1)
      if (sent === 0 && accepted === 0) expect(state).toBe(withdrawn === 1 ? 'revoked' : 'pending')
      const counted = [happened['invitation.accepted'], happened['invitation.sent-again']]
      expect(counted.map((count) => count ?? 0)).toEqual([accepted, sent])
      expect((happened['invitation.revoked'] ?? 0) + (happened['invitation.declined'] ?? 0)).toBe(withdrawn)
    })
    const outcomes = ['accept 200', 'decline 200', 'revoke 200', 'resend 200', 'accept 410']
    const asked = trials('R4 accept against revoke, decline, resend and expiry', 500)
    await untilSeen(outcomes, seen, asked, (parameters) => fc.assert(property, parameters))
    console.log(`R4: ${JSON.stringify(tally(seen))}`)
  })
})

describe('one address, at once', () => {
  test('asked for 8 times in its spellings, by inviting, creating and changing: one has it', async () => {
    const ways = ['invite', 'invite', 'invite', 'create', 'change'] as const
    const seen: string[] = []
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...ways), fc.nat({ max: 255 })), { minLength: 8, maxLength: 8 }),
        schedules(),
        async (chosen, schedule) => {
          const { organizationId, owner } = await here()
          const email = freshEmail()
          const others = chosen.map(([way]) => (way === 'change' ? freshPerson({ organizationId }) : undefined))
          const people = await Promise.all(others)
          const answers = await interleaved(
            schedule,
            chosen.map(([way, bits], position) => async () => {
              const about = { by: owner, params: { organizationId } }
              const typed = spelt(email, bits)
              const person = people[position]
              if (way === 'change' && person)
                return call('changeProfile', {
                  by: owner,
                  params: { organizationId, profileId: person.profileId },
                  headers: { 'if-match': '"1"' },
                  body: { email: typed },
                })
              const created = { kind: 'person', user: true, confirm: true, email: typed, ...names }
              return way === 'create'
                ? call('createProfile', { ...about, body: created })
                : call('inviteUsers', { ...about, body: { addresses: [typed] } })
            }),
          )
          const outcomes = answers.map(
            ({ status, body }) => `${status} ${/"(?:outcome|code)":"([\w-]+)"/.exec(body)?.[1] ?? ''}`,
          )
          seen.push(...outcomes)
          const won = outcomes.filter((outcome) => /^20[01] (?:invited)?$/.test(outcome))
          expect(won, outcomes.join()).toHaveLength(1)
          for (const outcome of outcomes)
            expect([...won, '200 already-invited', '409 address-taken', '503 busy']).toContain(outcome)
          const { body } = await call('listProfiles', { by: owner, params: { organizationId }, query: { email } })
          expect(JSON.parse(body).items).toHaveLength(1)
        },
      ),
      trials('R4 one address asked for 8 times', 500),
    )
    console.log(`R4: ${JSON.stringify(tally(seen))}`)
  })
})

/** An address with some of its letters in upper case, and spaces about it. */
const spelt = (email: string, bits: number): string =>
  ` ${[...email].map((letter, at) => ((bits >> (at % 8)) & 1 ? letter.toUpperCase() : letter)).join('')} `
