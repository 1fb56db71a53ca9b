import { isDeepStrictEqual } from 'node:util'
import { inflateRawSync } from 'node:zlib'
import { foldAddress } from '../../shared/domain/address.ts'
import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { accessOf } from '../../shared/table/access.ts'
import type { ActivityRecord } from '../../shared/table/activity.ts'
import { codesPerAttempt } from '../../shared/table/attempt.ts'
import { createInvitation } from '../../shared/table/invitation.ts'
import { limitsOf } from '../../shared/table/limit.ts'
import { createOrganization } from '../../shared/table/organization.ts'
import { createProfile, personalValues } from '../../shared/table/profile.ts'
import { searchWrites } from '../../shared/table/search.ts'
import { rulesOfContacts } from './invariants-contacts.ts'
import { rulesOfContracts } from './invariants-contracts.ts'
import { ofDocuments, rulesOfDocuments } from './invariants-documents.ts'
import { rulesOfEnds } from './invariants-ends.ts'
import { rulesOfKeys } from './invariants-keys.ts'
import { rulesOfMemberships } from './invariants-memberships.ts'
import { rulesOfWebhooks } from './invariants-webhooks.ts'
import { differences, isAlike, isSame, nameOf, type Rule, sortOut } from './invariants-whole.ts'
import { dumpTable, type Item } from './world-table.ts'

/** A sentence for everything in which the table does not agree with itself; none is what every suite must leave behind. */
export const tableViolations = async (): Promise<readonly string[]> => violations(await dumpTable())

/** The same for items that were read before. */
export function violations(items: readonly Item[]): readonly string[] {
  const whole = sortOut(items)
  return rules.flatMap((rule) => rule(whole))
}

const rules: readonly Rule[] = [
  ...rulesOfEnds,
  ...rulesOfContacts,
  ...rulesOfContracts,
  ...rulesOfDocuments,
  ...rulesOfMemberships,
  ...rulesOfKeys,
  ...rulesOfWebhooks,

  ({ items }) =>
    items
      .filter((item) => item.organizationId === undefined && item.identityId === undefined && item.ttl === undefined)
      // It belongs to the deployment.
      .filter(({ __edb_e__ }) => __edb_e__ !== 'due-cursor' && !ofDocuments.has(__edb_e__))
      .map((item) => `${nameOf(item)} has no organization, no identity and no expiry`),

  // Keys, sort names and summaries follow from the record, and are what the record would be written with today.
  ({ of, organizations, profiles, invitations }) => [
    ...differences('organization', of('organization'), organizations.map(createOrganization)),
    ...differences(
      'profile',
      of('profile'),
      profiles.flatMap((profile) => createProfile(profile, moved).slice(-1)),
    ),
    ...differences('invitation', of('invitation'), invitations.map(createInvitation)),
    ...differences(
      'search',
      of('search'),
      profiles.flatMap((profile) => searchWrites(undefined, profile, moved)),
    ),
  ],

  // The access record is a copy of the profile's grants, there from acceptance on.
  ({ access, profiles }) => [
    ...access.flatMap((record) => {
      const profile = profiles.find((one) => isSame(one, record))
      if (!profile) return [`access ${record.identityId} is to ${record.profileId}, which is not there`]
      if (profile.identityId !== record.identityId) return [`access ${record.identityId} is to somebody else's profile`]
      const recomputed = accessOf(profile, record.identityId, record.tokensValidFrom)
      return isAlike(record, recomputed) ? [] : [`access ${record.identityId} is not what its profile gives`]
    }),
    ...profiles
      .filter(({ identityId }) => identityId !== undefined)
      .filter((profile) => !access.some((record) => isSame(record, profile)))
      .map(({ profileId }) => `profile ${profileId} was accepted and has no access record`),
    ...profiles
      .filter(({ identityId, user, status }) => identityId === undefined && user && status === 'active')
      .map(({ profileId }) => `profile ${profileId} is an active user without an identity`),
  ],

  // The owners are the active profiles whose default role is Owner.
  ({ of, profiles }) => {
    const owners = new Map<string, string[]>()
    for (const { organizationId, profileId, user, status, defaultRole } of profiles) {
      if (user && status === 'active' && defaultRole?.roleId === ownerRoleId)
        owners.set(organizationId, [...(owners.get(organizationId) ?? []), profileId])
    }
    const recorded = new Map(
      of('owners').map(({ organizationId, profileIds }) => [
        String(organizationId),
        profileIds instanceof Set ? [...profileIds].map(String) : [],
      ]),
    )
    return [...new Set([...owners.keys(), ...recorded.keys()])]
      .filter((id) => !isDeepStrictEqual(owners.get(id)?.sort() ?? [], recorded.get(id)?.sort() ?? []))
      .map((id) => `the owners of ${id} are not its active owners`)
  },

  // An invitation has a profile, and both say the same of how far it is.
  ({ invitations, profiles }) => [
    ...invitations.flatMap((invitation) => {
      const { invitationId, state, acceptedAt, revokedBecause } = invitation
      const profile = profiles.find((one) => isSame(one, invitation))
      if (!profile) return state === 'pending' ? [`invitation ${invitationId} is of a profile that is not there`] : []
      if (state === 'accepted' && acceptedAt === undefined)
        return [`invitation ${invitationId} is accepted, and nobody knows when`]
      if (state === 'pending' && profile.invitationId !== invitationId)
        return [`invitation ${invitationId} is pending, and is not the one its profile names`]
      if (state === 'pending' && profile.status !== 'invited')
        return [`invitation ${invitationId} is pending, and its profile is ${profile.status}`]
      if (state === 'revoked' && revokedBecause === undefined)
        return [`invitation ${invitationId} is revoked for nothing`]
      return []
    }),
    ...profiles
      .filter(({ status }) => status === 'invited')
      .map(
        (profile) => [profile, invitations.filter((one) => one.state === 'pending' && isSame(one, profile))] as const,
      )
      .filter(([, pending]) => pending.length !== 1)
      .map(([{ profileId }, pending]) => `profile ${profileId} is invited, with ${pending.length} pending invitations`),
  ],

  // A sign-in has one address and an address one sign-in; attempts are of those who have not accepted yet.
  ({ of, at, identities, access }) => [
    ...identities
      .filter(({ email, identityId }) => at(`address#${foldAddress(email)}`, 'identity')?.identityId !== identityId)
      .map(({ identityId }) => `identity ${identityId} does not have its address`),
    ...of('sign-in-address')
      .filter(({ identityId }) => at(identityId, 'identity') === undefined)
      .map(({ identityId }) => `an address is of identity ${String(identityId)}, which is not there`),
    ...access
      .filter(({ identityId }) => at(identityId, 'identity')?.state !== 'accepted')
      .map(({ identityId }) => `access ${identityId} is of an identity that has not accepted`),
    ...of('attempt')
      .filter(({ identityId }) => {
        const isReset = at(identityId, 'factor-reset')?.state !== 'done' && at(identityId, 'factor-reset') !== undefined
        return at(identityId, 'identity')?.state !== 'new' && !isReset
      })
      .map(({ identityId }) => `identity ${String(identityId)} has an attempt, and is not new`),
    ...of('factor-reset')
      .filter(({ identityId }) => at(identityId, 'identity') === undefined)
      .map(({ identityId }) => `a reset is of identity ${String(identityId)}, which is not there`),
  ],

  // Everybody belongs to an organization, every customer to a parent, and there is one provider.
  ({ organizations, profiles, of }) => {
    const there = new Map(organizations.map((organization) => [organization.organizationId, organization]))
    const providers = organizations
      .filter(({ kind }) => kind === 'provider')
      .map(({ organizationId }) => organizationId)
    const named = of('provider').map(({ organizationId }) => organizationId)
    return [
      ...profiles
        .filter(({ organizationId }) => !there.has(organizationId))
        .map(({ profileId }) => `profile ${profileId} is of an organization that is not there`),
      ...organizations
        .filter(({ parentId }) => parentId !== 'none' && !there.has(parentId))
        .map(({ organizationId }) => `organization ${organizationId} has a parent that is not there`),
      ...(isDeepStrictEqual(providers, named) && named.length <= 1 ? [] : ['the provider is not the one provider']),
    ]
  },

  // An activity stands where its summary says, and holds nothing in clear that somebody typed.
  ({ of, profiles }) =>
    of('activity').flatMap((item) => {
      // As it was written: there is nothing that derives the rest from it.
      const summary = item.summary as ActivityRecord
      const { activityId, organizationId, action, actor, actorProfile, actingFor, about } = summary
      // What happens to a contract is its history.
      const { subject = (action.startsWith('contract.') && about.contractId) || organizationId } = summary
      const actorId = (actingFor === undefined && actorProfile) || actor
      const keys = {
        pk: `${organizationId}#activities`,
        sk: activityId,
        gsi1pk: `${organizationId}#subject#${subject}`,
        gsi1sk: activityId,
        gsi2pk: `${organizationId}#actor#${actorId}`,
        gsi2sk: activityId,
        gsi3pk: `${organizationId}#action#${action}`,
        gsi3sk: activityId,
      }
      const misplaced = Object.entries(keys).filter(([key, value]) => item[key] !== value)
      const { sealedValues: _, origin: __, ...clear } = summary
      const said = JSON.stringify(clear).toLowerCase()
      const told = profiles
        .filter((profile) => profile.organizationId === organizationId)
        .flatMap((profile) => Object.entries(personalValues(profile)))
        .filter(([, value]) => value.length > 5 && said.includes(value.toLowerCase()))
      return [
        ...misplaced.map(([key]) => `activity ${activityId} has another ${key} than its summary`),
        ...told.map(([field]) => `activity ${activityId} holds a person's ${field} in clear`),
      ]
    }),

  // What was counted, claimed or kept is within its bounds.
  ({ of, at }) => [
    ...of('limit')
      .filter(
        ({ what, count }) => Number(count) > (Object.entries(limitsOf).find(([name]) => name === what)?.[1].most ?? 0),
      )
      .map(({ what }) => `more was counted of ${String(what)} than is allowed`),
    ...of('attempt')
      .filter(({ codes }) => Number(codes) > codesPerAttempt)
      .map(({ identityId }) => `identity ${String(identityId)} has had more codes than an attempt may try`),
    ...of('idempotency')
      .filter(({ ttl, expiresAt }) => Date.parse(String(expiresAt)) / 1000 !== ttl)
      .map((item) => `${nameOf(item)} ends at another moment than it says`),
    ...of('link')
      // A change of address goes with its sign-in, and then its links lead nowhere.
      .filter(({ identityId }) => identityId === undefined || at(identityId, 'identity') !== undefined)
      // With an organization everything that they led to is erased; they end by themselves.
      .filter(({ organizationId }) => at(organizationId, 'organization')?.erasedAt === undefined)
      .filter(({ purpose, organizationId, profileId, invitationId, identityId, contractId, generation }) => {
        if (purpose === 'contact') {
          // Whoever was removed has taken their question along.
          const contact = at(organizationId, `profile#${String(profileId)}`)
          const asked: unknown = contact?.__edb_e__ === 'profile' ? Object(contact.question).generation : Infinity
          return Number(generation) > Number(asked ?? 0)
        }
        if (purpose === 'approval') {
          const contract = at(organizationId, `contract#${String(contractId)}`)
          return contract === undefined || Number(generation) > Number(contract.generation)
        }
        const target =
          purpose === 'activation'
            ? at(organizationId, `invitation#${String(invitationId)}`)
            : at(identityId, String(purpose))
        return target === undefined || Number(generation) > Number(target.generation)
      })
      .map((item) => `${nameOf(item)} leads to nothing that was ever sent so often`),
    ...of('address-change')
      .filter(({ identityId }) => at(identityId, 'identity') === undefined)
      .map(({ identityId }) => `a change of address is of identity ${String(identityId)}, which is not there`),
    ...of('mail-claim')
      .filter(({ state, messageId }) => (state === 'sent') !== (typeof messageId === 'string'))
      .map((item) => `${nameOf(item)} was sent without a message, or has one without being sent`),
  ],

  // Nothing that opens anything is stored, under whatever name.
  ({ items }) =>
    items.flatMap((item) => {
      const reply = item.reply instanceof Uint8Array ? inflateRawSync(item.reply).toString('utf8') : ''
      // A certificate is a JSON Web Signature that opens nothing: whoever has it may show it to anyone.
      const { jws: _, ...shown } = item.__edb_e__ === 'evidence' ? item : { ...item, jws: undefined }
      const text = `${JSON.stringify(shown)}${reply.replaceAll(wordOfProblem, '')}`
      const [, found] = text.match(telltale) ?? []
      return found === undefined ? [] : [`${nameOf(item)} holds ${found}`]
    }),
]

/** Fields that would hold a secret, JSON Web Tokens, links that work, and the addresses that authenticator apps read. */
const telltale =
  /("(?:password|secret|secretCode|token|accessToken|refreshToken|idToken|totp\w*|session|code)":|eyJ[\w-]{8,}\.eyJ|\/(?:activate|confirm-address|approve)\/[\w-]{43}|otpauth:)/i

/** What is wrong with a column of an import is told by a word that is called its code, and opens nothing. */
const wordOfProblem = /"column":(?:"\w+"|null),"code":"[a-z-]+"/g

const moved = { addressTaken: 'moved', externalIdTaken: 'moved' } as const
