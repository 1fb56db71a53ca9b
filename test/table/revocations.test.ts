import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { ApplicationRole, PortalRole } from '../../shared/domain/catalog.ts'
import { evaluate } from '../../shared/domain/evaluator.ts'
import { type IdentityId, id, type OrganizationId, type PermissionGroupId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { Bearer } from '../../shared/frame/bearer.ts'
import { authorise } from '../../shared/frame/caller.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { standingOf } from '../../shared/frame/standing.ts'
import { type ApiKeyRecord, createApiKey, getApiKey, revokeApiKey, rotateApiKey } from '../../shared/table/api-key.ts'
import { readAuthorisation } from '../../shared/table/authorisation.ts'
import { dynamo } from '../../shared/table/client.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createIdentity } from '../../shared/table/identity.ts'
import {
  changeOrganization,
  createOrganization,
  getOrganization,
  moveAccessVersion,
  type OrganizationRecord,
} from '../../shared/table/organization.ts'
import {
  changePermissionGroup,
  createPermissionGroup,
  getPermissionGroup,
  replacePermissionGroup,
} from '../../shared/table/permission-group.ts'
import { getProfile, type ProfileFields, type ProfileRecord } from '../../shared/table/profile.ts'
import { createProvider } from '../../shared/table/provider.ts'
import { put, type Write } from '../../shared/table/transaction.ts'
import { TableInProcess } from '../bench/table-in-process.ts'
import { interleaved, schedules } from '../support/interleaving.ts'
import {
  anEmail,
  anIdentity,
  anOrganization,
  aProfile,
  doer,
  later,
  newId,
  now,
  save,
} from '../support/table-fixtures.ts'
import { trials } from '../support/trials.ts'

const accessVersion = () => newId('activity').slice('act_'.length)
const there = async <Found>(found: Promise<Found | undefined>): Promise<Found> => {
  const one = await found
  if (one === undefined) throw new Error('it is not there')
  return one
}

/** Somebody who signs in, with what was given to them. */
type Someone = {
  readonly organizationId: OrganizationId
  readonly profileId: ProfileRecord['profileId']
  readonly identityId: IdentityId
}

async function join(organization: OrganizationRecord, grants: Partial<ProfileFields>): Promise<Someone> {
  const identityId = anIdentity()
  const { organizationId } = organization
  const profile = aProfile(organizationId, { status: 'active', invitationId: undefined, ...grants })
  const after = { ...profile, identityId }
  const { writes } = await changePeopleUnasked({ organization, by: doer, now, newId }, [
    { before: undefined, after, action: undefined },
  ])
  const times = { createdAt: now, updatedAt: now }
  await save(writes, createIdentity({ identityId, email: anEmail(), state: 'accepted', tokensValidFrom: 0, ...times }))
  return { organizationId, profileId: after.profileId, identityId }
}

async function aGroup(
  organizationId: OrganizationId,
  portalRoles: readonly PortalRole[],
  applicationRoles: readonly ApplicationRole[] = [],
) {
  const permissionGroupId = newId('permissionGroup')
  const named = takeName({
    organizationId,
    kind: 'permission-group',
    definitionId: permissionGroupId,
    name: permissionGroupId,
  })
  const times = { createdAt: now, updatedAt: now }
  const group = { organizationId, permissionGroupId, name: permissionGroupId, portalRoles, applicationRoles }
  await save(createPermissionGroup({ ...group, state: 'active', members: 0, version: 1, ...times }), named)
  return permissionGroupId
}
const into = (...groups: readonly PermissionGroupId[]) => ({
  permissionGroups: Object.fromEntries(groups.map((group) => [group, {}])),
})

/** Reads, decides and writes; what it writes is one transaction. */
type Change = () => Promise<readonly Write[]>

const person =
  ({ organizationId, profileId }: Someone, change: Partial<ProfileRecord>, endsSessions?: true): Change =>
  async () => {
    const [organization, before] = await Promise.all([
      there(getOrganization(organizationId)),
      there(getProfile({ organizationId, profileId })),
    ])
    const step = { before, after: { ...before, ...change }, action: undefined, ...(endsSessions && { endsSessions }) }
    return (await changePeopleUnasked({ organization, by: doer, now, newId }, [step])).writes
  }
const organization =
  (organizationId: OrganizationId, change: Partial<OrganizationRecord>): Change =>
  async () => {
    const before = await there(getOrganization(organizationId))
    return [changeOrganization(before, { ...before, ...change, version: before.version + 1 })]
  }
const group =
  (organizationId: OrganizationId, permissionGroupId: PermissionGroupId, portalRoles: readonly PortalRole[]): Change =>
  async () => {
    const before = await there(getPermissionGroup({ organizationId, permissionGroupId }))
    const version = await there(getOrganization(organizationId))
    return [
      changePermissionGroup(before, { ...before, portalRoles, version: before.version + 1 }),
      moveAccessVersion(version, accessVersion()),
    ]
  }

/** Whether somebody may, asked as every request asks: `here` is the organization that the request is about. */
const may =
  ({ identityId }: Someone, here: OrganizationId, issuedAt = Math.floor(Date.parse(now) / 1000)) =>
  async (): Promise<boolean> => {
    const bearer = {
      kind: 'person',
      principal: `user:${identityId}`,
      identityId,
      issuedAt,
      origin: doer.origin,
    } as const
    return isAllowed(bearer, here)
  }
async function isAllowed(bearer: Bearer, here: OrganizationId): Promise<boolean> {
  const wanted = {
    organizationId: here,
    groupId: undefined,
    whileRemoved: false,
    absentUnless: 'known',
    call: undefined,
    now,
  } as const
  try {
    await authorise(bearer, { ...wanted, asked: [{ permission: 'permission-groups:read' }] })
    return true
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return false
  }
}
/** Whether somebody holds an application role, as an application is told. */
const holds =
  ({ identityId, organizationId }: Someone, permission: ApplicationRole) =>
  async (): Promise<boolean> => {
    const { access, organization: read } = await readAuthorisation(identityId, organizationId, undefined, now)
    return read !== undefined && evaluate(await standingOf(read, access), { permission, at: now }).allowed
  }

/** A way to what is asked for, everything that ends it, and what gives it back. */
type Way = {
  readonly ask: () => Promise<boolean>
  readonly ends: readonly (readonly [name: string, end: Change, again: Change])[]
}

/** A program's key, and the secrets by which it is known: the first, and what it is rotated to. */
type Program = Pick<ApiKeyRecord, 'organizationId' | 'keyId'>

async function aKey({ organizationId }: OrganizationRecord): Promise<Program> {
  const keyId = newId('key')
  const maker = { identityId: anIdentity(), organizationId, profileId: newId('profile') }
  const key: ApiKeyRecord = {
    ...{ organizationId, keyId, name: keyId, permissions: ['permission-groups:read'], state: 'active' },
    ...{ current: { hash: 'first', since: now }, expiresAt: keyEnd, maker, createdAt: now, updatedAt: now, version: 1 },
  }
  await save(createApiKey(key))
  return { organizationId, keyId }
}
const keyEnd = later(3600)

/** Whether a key may, asked as every request asks, with a secret, at a moment. */
const mayWith =
  ({ organizationId, keyId }: Program, secretHash: string) =>
  async (): Promise<boolean> => {
    const of = { organizationId, keyId, secretHash }
    return isAllowed({ kind: 'key', principal: `key:${keyId}`, ...of, origin: doer.origin }, organizationId)
  }

/** What is written of a key, as it is read then; it is written back whole, since nothing that was ended begins again. */
const keyChange =
  (program: Program, change: (before: ApiKeyRecord) => readonly Write[]): Change =>
  async () =>
    change(await there(getApiKey(program)))
const asAtFirst = (program: Program): Change =>
  keyChange(program, (before) => {
    const { previous: _, revokedAt: __, ...key } = before
    const { item } = createApiKey({
      ...key,
      state: 'active',
      current: { hash: 'first', since: now },
      expiresAt: keyEnd,
    })
    return item.Put ? [put({ TableName: String(item.Put.TableName), Item: item.Put.Item ?? {} })] : []
  })
const rotatedBy = (fields: Partial<ApiKeyRecord>) => (before: ApiKeyRecord) => [
  rotateApiKey(before, { ...before, ...fields }),
]
const endsOfKey = (program: Program) => {
  const again = asAtFirst(program)
  const second = { hash: 'second', since: now }
  return [
    ['the key is revoked', keyChange(program, (before) => [revokeApiKey(before, now, 2_000_000_000)]), again],
    ['the key is rotated, without an overlap', keyChange(program, rotatedBy({ current: second })), again],
    [
      'the key is rotated, and the overlap is over',
      keyChange(program, (before) =>
        rotatedBy({ current: second, previous: { ...before.current, validUntil: now } })(before),
      ),
      again,
    ],
    ['the key expires', keyChange(program, rotatedBy({ expiresAt: now })), again],
  ] as const
}

const viewer: readonly PortalRole[] = ['users-and-permissions-viewer']
let ways: readonly Way[]
beforeAll(async () => {
  // What is asked is what the frame remembers, which is the same before any table; here 10,000 races take a minute.
  dynamo.config.requestHandler = { ...dynamo.config.requestHandler, handle: new TableInProcess().handle }
  const provider = anOrganization({ kind: 'provider' })
  const reseller = anOrganization({ parentId: provider.organizationId })
  const customer = anOrganization({ parentId: reseller.organizationId })
  const { organizationId } = customer
  await save(
    [provider, reseller, customer].map(createOrganization),
    createProvider({ organizationId: provider.organizationId, firstInvitationId: newId('invitation'), createdAt: now }),
  )
  const [own, first, second, third] = [
    await aGroup(organizationId, viewer),
    await aGroup(organizationId, []),
    await aGroup(organizationId, []),
    await aGroup(organizationId, viewer),
  ]
  const licences = await aGroup(organizationId, [], ['microsoft-365:viewer'])
  const roles = { defaultRole: { roleId: id('role', 'rol_viewer') } }
  const owner = { defaultRole: { roleId: id('role', 'rol_owner') } }
  await save(await organization(organizationId, { services: ['microsoft-365'] })())

  const byRole = await join(customer, roles)
  const byGroup = await join(customer, into(own))
  const byReplaced = await join(customer, into(first))
  const byService = await join(customer, into(licences))
  const program = await aKey(customer)
  const resellers = await join(reseller, owner)
  await join(reseller, owner)
  for (const [gone, by] of [
    [first, second],
    [second, third],
  ] as const)
    await save(
      replacePermissionGroup(await there(getPermissionGroup({ organizationId, permissionGroupId: gone })), by, now),
      moveAccessVersion(await there(getOrganization(organizationId)), accessVersion()),
    )

  const everyones = [
    [
      'the organization is suspended',
      organization(organizationId, { status: 'suspended' }),
      organization(organizationId, { status: 'active' }),
    ],
    [
      'the organization is removed',
      organization(organizationId, { status: 'removed' }),
      organization(organizationId, { status: 'active' }),
    ],
  ] as const
  const deactivated = (who: Someone) =>
    ['they are deactivated', person(who, { status: 'deactivated' }), person(who, { status: 'active' })] as const
  const ones = (who: Someone, given: Partial<ProfileRecord>) => {
    const taken = person(who, { defaultRole: undefined, permissionGroups: {} })
    return [deactivated(who), ['what they were given is taken', taken, person(who, given)]] as const
  }
  const groups = (which: PermissionGroupId) =>
    [
      'the group gives nothing any more',
      group(organizationId, which, []),
      group(organizationId, which, viewer),
    ] as const
  const outside = [
    [
      'the parent is suspended',
      organization(reseller.organizationId, { status: 'suspended' }),
      organization(reseller.organizationId, { status: 'active' }),
    ],
    [
      'the customer gets another parent',
      organization(organizationId, { parentId: provider.organizationId }),
      organization(organizationId, { parentId: reseller.organizationId }),
    ],
  ] as const
  ways = [
    { ask: may(byRole, organizationId), ends: [...everyones, ...ones(byRole, roles)] },
    { ask: may(byGroup, organizationId), ends: [...everyones, ...ones(byGroup, into(own)), groups(own)] },
    { ask: may(byReplaced, organizationId), ends: [...everyones, deactivated(byReplaced), groups(third)] },
    { ask: mayWith(program, 'first'), ends: [...everyones, ...endsOfKey(program)] },
    { ask: may(resellers, organizationId), ends: [...everyones, ...ones(resellers, owner), ...outside] },
    {
      ask: holds(byService, 'microsoft-365:viewer'),
      ends: [
        ...everyones,
        ...ones(byService, into(licences)),
        [
          'the service is paused',
          organization(organizationId, { services: [] }),
          organization(organizationId, { services: ['microsoft-365'] }),
        ],
      ],
    },
  ]
})

test('whoever asks after access was ended is denied, however it was ended and whatever was remembered meanwhile', async () => {
  const counts = { early: 0, late: 0 }
  const race = fc.record({ way: fc.nat(), end: fc.nat(), askers: fc.integer({ min: 1, max: 3 }) })
  await fc.assert(
    fc.asyncProperty(race, schedules(), async (chosen, schedule) => {
      const way = ways[chosen.way % ways.length]
      const [name, end, again] = way?.ends[chosen.end % way.ends.length] ?? []
      if (!way || !end || !again) throw new Error('a race about nothing')
      const writes = await end()
      let ended = false
      const answers = await interleaved({ ...schedule, conflicts: [] }, [
        async () => {
          await save(writes)
          ended = true
          return undefined
        },
        ...Array.from({ length: chosen.askers }, () => async () => {
          const after = ended
          return { after, yes: await way.ask() }
        }),
      ])
      for (const answer of [...answers, { after: true, yes: await way.ask() }]) {
        if (answer?.after) expect(answer.yes, name).toBe(false)
        if (answer) counts[answer.after ? 'late' : 'early']++
      }
      await save(await again())
      expect(await way.ask(), `nothing was given back after ${name}`).toBe(true)
    }),
    trials('R11 ended, and asked at once', 10_000),
  )
  console.log(`R11: ${counts.early} asked before it had ended, ${counts.late} after, and none of these was told yes`)
  expect(Math.min(counts.early, counts.late)).toBeGreaterThan(0)
})
