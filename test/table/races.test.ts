import { describe, expect, test } from 'vitest'
import { id, type OrganizationId } from '../../shared/domain/ids.ts'
import { accessOf, createAccess } from '../../shared/table/access.ts'
import { keepAnswer } from '../../shared/table/idempotency.ts'
import { createIdentity } from '../../shared/table/identity.ts'
import { changeInvitation, createInvitation, getInvitation } from '../../shared/table/invitation.ts'
import { invite } from '../../shared/table/inviting.ts'
import { createOrganization } from '../../shared/table/organization.ts'
import { addOwner } from '../../shared/table/owners.ts'
import { changeProfile, createProfile, getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { findByAddress } from '../../shared/table/search.ts'
import { tableViolations } from '../support/invariants.ts'
import {
  anEmail,
  anIdentity,
  anInvitation,
  anOrganization,
  aProfile,
  attemptTo,
  doer,
  email,
  itemAt,
  later,
  newId,
  now,
  refusals,
  save,
  tally,
} from '../support/table-fixtures.ts'
import { dumpTable } from '../support/world-table.ts'

const rounds = Array.from({ length: 25 }, (_, round) => round)

/** An address in eight spellings, all of them the same address. */
const spellings = (round: number) =>
  Array.from({ length: 8 }, (_, bits) =>
    email(
      [
        bits & 1 ? 'Jan' : 'jan',
        bits & 2 ? 'PEETERS' : 'peeters',
        `${round}@${bits & 4 ? 'Contoso' : 'contoso'}.example`,
      ].join('.'),
    ),
  )

const draft = (organizationId: OrganizationId) => aProfile(organizationId, { status: 'draft' })

const inviting = (profile: ProfileRecord) => [
  ...createProfile(profile, refusals),
  ...invite({
    profile,
    created: true,
    invitationId: profile.invitationId ?? newId('invitation'),
    activityId: newId('activity'),
    invitationDays: 7,
    inviter: { principal: doer.principal },
    by: doer,
    now,
  }),
]

/** An organization that is there. */
async function aTenant(): Promise<OrganizationId> {
  const organization = anOrganization()
  await save(createOrganization(organization))
  return organization.organizationId
}

/** Somebody who was invited as an owner. */
async function anInvitedOwner(organizationId: OrganizationId) {
  const profile = aProfile(organizationId, { defaultRole: { roleId: id('role', 'rol_owner') } })
  const invitation = anInvitation(profile)
  await save(createProfile(profile, refusals), createInvitation(invitation))
  return { profile, invitation }
}

/** Everything that an acceptance changes, for a sign-in that is made with it. */
function accepting({ profile, invitation }: Awaited<ReturnType<typeof anInvitedOwner>>) {
  const identityId = anIdentity()
  const after = { ...profile, status: 'active', identityId } as const
  return attemptTo(
    createIdentity({
      identityId,
      email: anEmail(),
      state: 'accepted',
      tokensValidFrom: 0,
      createdAt: now,
      updatedAt: now,
    }),
    changeInvitation(invitation, { ...invitation, state: 'accepted', acceptedAt: now }),
    changeProfile(profile, after, refusals),
    createAccess(accessOf(after, identityId, 0)),
    addOwner(profile.organizationId, profile.profileId, true),
  )
}

describe('at once', () => {
  test(`one address invited 8 times in its spellings, ${rounds.length} times over: one is invited, and nothing is left of the others`, async () => {
    for (const round of rounds) {
      const organizationId = await aTenant()
      const profiles = spellings(round).map((address) =>
        aProfile(organizationId, { email: address, lastName: 'Peeters' }),
      )
      const outcomes = await Promise.all(profiles.map((profile) => attemptTo(inviting(profile))))
      expect(tally(outcomes)).toEqual({ done: 1, 'address-taken': 7 })
      const winner = profiles[outcomes.indexOf('done')]
      expect(await findByAddress(organizationId, spellings(round)[0] ?? email('no@body.example'))).toBe(
        winner?.profileId,
      )
      for (const profile of profiles) expect((await getProfile(profile)) !== undefined).toBe(profile === winner)
    }
    const kinds = tally((await dumpTable()).map((item) => String(item.__edb_e__)))
    expect(kinds).toMatchObject({ profile: rounds.length, invitation: rounds.length, activity: rounds.length })
  })

  test(`one profile changed 8 times, ${rounds.length} times over: one change is there, the version one higher`, async () => {
    for (const _ of rounds) {
      const before = aProfile(await aTenant(), { status: 'draft', lastName: 'Before' })
      await save(createProfile(before, refusals))
      const changes = Array.from({ length: 8 }, (_, position) => ({ ...before, lastName: `After ${position}` }))
      const outcomes = await Promise.all(changes.map((after) => attemptTo(changeProfile(before, after, refusals))))
      expect(tally(outcomes)).toEqual({ done: 1, moved: 7 })
      expect(await getProfile(before)).toMatchObject({ lastName: `After ${outcomes.indexOf('done')}`, version: 2 })
    }
  })

  test(`two profiles that change to one address, ${rounds.length} times over: one has it`, async () => {
    for (const round of rounds) {
      const organizationId = await aTenant()
      const [one, other] = [draft(organizationId), draft(organizationId)]
      await save(createProfile(one, refusals), createProfile(other, refusals))
      const [wanted = one.email, spelt = one.email] = spellings(round)
      const outcomes = await Promise.all([
        attemptTo(changeProfile(one, { ...one, email: wanted }, refusals)),
        attemptTo(changeProfile(other, { ...other, email: spelt }, refusals)),
      ])
      expect(tally(outcomes)).toEqual({ done: 1, 'address-taken': 1 })
    }
  })

  test(`one invitation accepted 4 times and revoked 4 times, ${rounds.length} times over: one thing happens, whole`, async () => {
    for (const _ of rounds) {
      const invited = await anInvitedOwner(await aTenant())
      const { profile, invitation } = invited
      const accept = () => accepting(invited)
      const revoke = () =>
        attemptTo(
          changeInvitation(invitation, { ...invitation, state: 'revoked', revokedBecause: 'by-hand' }),
          changeProfile(profile, { ...profile, status: 'draft' }, refusals),
        )
      const outcomes = await Promise.all([
        accept(),
        revoke(),
        accept(),
        revoke(),
        accept(),
        revoke(),
        accept(),
        revoke(),
      ])
      expect(tally(outcomes)).toEqual({ done: 1, moved: 7 })
      const accepted = outcomes.indexOf('done') % 2 === 0
      expect((await getInvitation(invitation))?.state).toBe(accepted ? 'accepted' : 'revoked')
      expect((await getProfile(profile))?.status).toBe(accepted ? 'active' : 'draft')
      expect((await itemAt(profile.organizationId, 'owners')) !== undefined).toBe(accepted)
    }
  })

  test(`two first owners, ${rounds.length} times over: one is the owner, and the other is as before`, async () => {
    for (const _ of rounds) {
      const organizationId = await aTenant()
      const invited = [await anInvitedOwner(organizationId), await anInvitedOwner(organizationId)]
      const outcomes = await Promise.all(invited.map(accepting))
      expect(tally(outcomes)).toEqual({ done: 1, moved: 1 })
      const statuses = await Promise.all(invited.map(async ({ profile }) => (await getProfile(profile))?.status))
      expect(tally(statuses.map(String))).toEqual({ active: 1, invited: 1 })
    }
  })

  test('one call with a key, 8 times: one answer and one effect', async () => {
    for (const _ of rounds) {
      const call = { principal: doer.principal, callHash: newId('activity'), requestHash: 'request' }
      const organizationId = await aTenant()
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () =>
          attemptTo(
            keepAnswer(call, { status: 201, etag: undefined, body: '{}' }, later(0)),
            createProfile(draft(organizationId), refusals),
          ),
        ),
      )
      expect(tally(outcomes)).toEqual({ done: 1, moved: 7 })
    }
  })
})

test('after all that, the whole table still agrees with itself', async () => {
  expect(await tableViolations()).toEqual([])
})
