import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { about, group, organization, profile, put, service, user } from '../../support/access-questions.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { expectProblem, fail, faultsOf, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { changeGrants, deactivate, giveGroup, remove, seedWorld, setServices, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import {
  freshCustomer,
  freshDraft,
  freshInvitee,
  freshPermissionGroup,
  freshPerson,
  type MadeTenant,
} from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshKey } from '../../support/world-keys.ts'
import { freshRole } from '../../support/world-roles.ts'

provesOperation('evaluateAccess')

let world: World
let here: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const ask = (subject: object, name: string, resource: object, context = {}) =>
  succeed('evaluateAccess', { by: here.owner, body: about(here, subject, name, resource, context) })
const decided = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).decision
const absent = '01k2r8v6m0q3s5t7w9x1y3z5a6'

describe('evaluateAccess', () => {
  test('200 at the organization: what was given to them and nothing else, by sign-in and by profile alike', async () => {
    const viewer = await freshPerson(here, { defaultRole: 'rol_viewer' })
    const member = await freshPerson(here, { permissionGroups: ['pgr_full-role'] })
    for (const name of [user, profile]) {
      expect(await decided(name(viewer), 'profiles:read', organization(here))).toBe(true)
      expect(await decided(name(viewer), 'profiles:manage', organization(here))).toBe(false)
      expect(await decided(name(member), 'profiles:manage', organization(here))).toBe(true)
      expect(await decided(name(here.owner), 'organization:remove', organization(here))).toBe(true)
      expect(await decided(name(here.plain), 'profiles:read', organization(here))).toBe(false)
    }
  })

  test('200 by definitions of their own, as soon as they change', async () => {
    const permissionGroupId = await freshPermissionGroup(here, ['activities-viewer'])
    const person = await freshPerson(here, {
      permissionGroups: [permissionGroupId],
      defaultRole: await freshRole(here),
    })
    const asked = [user(person), 'activities:read', organization(here)] as const
    expect(await decided(...asked)).toBe(true)
    await succeed('changePermissionGroup', {
      by: here.owner,
      params: { organizationId: here.organizationId, permissionGroupId },
      headers: { 'if-match': '"1"' },
      body: { portalRoles: ['users-and-permissions-viewer'] },
    })
    expect(await decided(...asked)).toBe(false)
  })

  test('200 in a group: by access to it, by a role in it, or by a role that reaches all', async () => {
    const [one, other] = [await freshGroup(here.organizationId), await freshGroup(here.organizationId)]
    const operator = await freshPerson(here, { defaultRole: 'rol_group-operator' })
    await giveGroup(operator, one)
    for (const name of [user, profile]) {
      expect(await decided(name(operator), 'devices:manage', group(one))).toBe(true)
      expect(await decided(name(operator), 'devices:manage', group(other))).toBe(false)
      expect(await decided(name(operator), 'devices:manage', organization(here))).toBe(false)
      expect(await decided(name(here.owner), 'devices:manage', group(other))).toBe(true)
    }
  })

  test('200 in a service: whoever has the application role, while the service is active', async () => {
    await setServices(here.organizationId, ['service-desk', 'reports'])
    const person = await freshPerson(here, { permissionGroups: ['pgr_service-desk-requester'] })
    expect(await decided(user(person), 'service-desk:requester', service('service-desk'))).toBe(true)
    expect(await decided(user(person), 'service-desk:ticket-handler', service('service-desk'))).toBe(false)
    expect(await decided(user(person), 'service-desk:requester', service('reports'))).toBe(false)
    expect(await decided(user(person), 'service-desk:requester', organization(here))).toBe(false)
    expect(await decided(user(here.owner), 'profiles:read', service('service-desk'))).toBe(false)
    await setServices(here.organizationId, ['reports'])
    expect(await decided(user(person), 'service-desk:requester', service('service-desk'))).toBe(false)
  })

  test('200 goes by dates at the moment of asking, and by who is active', async () => {
    const until = new Date(Date.now() + after.days(3)).toISOString()
    const person = await freshPerson(here)
    await changeGrants(person, (before) => ({
      ...before,
      permissionGroups: { [id('permissionGroup', 'pgr_full-role')]: { validUntil: until } },
    }))
    const both = () =>
      Promise.all([user, profile].map((name) => decided(name(person), 'profiles:manage', organization(here))))
    expect(await both()).toEqual([true, true])
    expect(await atTime(until, both)).toEqual([false, false])
    await deactivate(person)
    expect(await both()).toEqual([false, false])
    await remove(person)
    expect(await both()).toEqual([false, false])
  })

  test('200 true for whoever acts for the organization, in what they get by it and nothing else (A12)', async () => {
    const { provider, reseller, resellersCustomer } = world
    const by = resellersCustomer.owner
    const may = async (subject: object, name: string, resource: object) =>
      (await succeed('evaluateAccess', { by, body: about(resellersCustomer, subject, name, resource) })).decision
    for (const person of [provider.owner, reseller.owner]) {
      expect(await may(user(person), 'profiles:manage', organization(resellersCustomer))).toBe(true)
      expect(await may(user(person), 'groups:read', group(resellersCustomer.things.groupId))).toBe(true)
      expect(await may(user(person), 'organization:remove', organization(resellersCustomer))).toBe(false)
    }
    expect(await may(user(provider.plain), 'profiles:manage', organization(resellersCustomer))).toBe(false)
    expect(await may(user(world.twin.owner), 'profiles:manage', organization(resellersCustomer))).toBe(false)
  })

  test('200 false with the same bytes for whom and what is elsewhere as for whom and what is nowhere', async () => {
    const { twin } = world
    const known = here.owner
    const removed = await remove(await freshPerson(here, { defaultRole: 'rol_admin' }))
    const questions = [
      ...[
        user(twin.owner),
        profile(twin.owner),
        { type: 'user', id: `idn_${absent}` },
        { type: 'profile', id: `prf_${absent}` },
      ],
      ...[
        user(removed),
        profile(removed),
        { type: 'device', id: 'x' },
        { type: 'user', id: '' },
        { type: 'USER', id: known.identityId },
      ],
      ...[
        { type: 'user', id: known.profileId },
        { type: 'profile', id: known.identityId },
      ],
    ].map((subject) => about(here, subject, 'profiles:read', organization(here)))
    const resources = [
      ...[
        organization(twin),
        { type: 'organization', id: `org_${absent}` },
        group(twin.things.groupId),
        group(`grp_${absent}`),
      ],
      ...[
        { type: 'document', id: '1' },
        service('service-desk'),
        service('nothing'),
        { type: 'group', id: here.organizationId },
      ],
    ].map((resource) => about(here, user(known), 'profiles:read', resource))
    const actions = ['can_read', 'profiles:delete', ''].map((name) =>
      about(here, user(known), name, organization(here)),
    )
    const answers = await Promise.all(
      [...questions, ...resources, ...actions].map((body) => put('evaluateAccess', { ...here, by: known }, body)),
    )
    for (const answer of answers) expect(answer.body).toBe('{"decision":false}')
    const [first] = answers
    if (first) for (const answer of answers) expect(withoutRequestId(answer)).toEqual(withoutRequestId(first))
  })

  test('200 asked by a key in its own organization, named or not; about another one it is a no', async () => {
    const { text } = await freshKey(here)
    const asker = { organizationId: here.organizationId, key: text }
    const { context: _, ...question } = about(here, user(here.owner), 'profiles:read', organization(here))
    for (const [context, decision] of [
      [undefined, true],
      [{}, true],
      [{ organizationId: here.organizationId, time: '2026-11-27T09:00:00Z' }, true],
      [{ organizationId: world.twin.organizationId }, false],
      [{ organizationId: `org_${absent}` }, false],
    ] as const) {
      const { status, body } = await put('evaluateAccess', asker, { ...question, ...(context && { context }) })
      expect([status, JSON.parse(body)]).toEqual([200, { decision }])
    }
  })

  test('200 in one call of the table with who asks, for whoever holds it themselves', async () => {
    const groupId = await freshGroup(here.organizationId)
    const { text } = await freshKey(here)
    const asker = { organizationId: here.organizationId, key: text }
    const questions = [
      about(here, user(here.owner), 'profiles:read', organization(here)),
      about(here, profile(here.owner), 'profiles:read', organization(here)),
      about(here, user(here.owner), 'devices:read', group(groupId)),
      about(here, user(here.plain), 'service-desk:requester', service('service-desk')),
    ]
    // A key notes its first use of an hour.
    await put('evaluateAccess', asker, questions[0])
    for (const body of questions)
      for (const who of [asker, { organizationId: here.organizationId, by: here.owner }]) {
        const calls = await callsDuring(() => put('evaluateAccess', who, body))
        expect(calls.map(({ command }) => command)).toEqual(['BatchGetItemCommand'])
        expect(JSON.stringify(calls)).toContain('"ConsistentRead":true')
      }
  })

  test('200 with how it came about, where it is asked for: every way to a yes, everything before a no', async () => {
    const both = await freshPerson(here, { defaultRole: 'rol_admin', permissionGroups: ['pgr_full-role'] })
    const explain = async (subject: object, name = 'profiles:read') =>
      (await ask(subject, name, organization(here), { explain: true })).context
    expect(await explain(user(both))).toEqual({
      path: [
        { kind: 'permission-group', id: 'pgr_full-role', through: 'users-and-permissions-full-role' },
        { kind: 'default-role', id: 'rol_admin' },
      ],
      obstacles: [],
    })
    expect(await explain(user(world.provider.owner))).toMatchObject({
      path: [{ kind: 'acting', id: world.provider.organizationId }],
    })
    const draft = await freshDraft(here, { defaultRole: 'rol_admin' })
    const invitee = await freshInvitee(here, { defaultRole: 'rol_admin' })
    const gone = await deactivate(await freshPerson(here, { defaultRole: 'rol_admin' }))
    for (const [subject, kind] of [
      [profile(draft), 'draft'],
      [profile(invitee), 'not-accepted'],
      [profile(gone), 'deactivated'],
      [user(gone), 'deactivated'],
      [user(here.plain), 'nothing-grants-it'],
      [user(world.twin.owner), 'nothing-grants-it'],
      [{ type: 'user', id: `idn_${absent}` }, 'nothing-grants-it'],
    ] as const)
      expect(await explain(subject)).toMatchObject({
        path: [],
        obstacles: [{ kind, detail: expect.stringMatching(/\.$/) }],
      })
  })

  test('400 with every attribute that is missing or is another thing, once it is known who asks', async () => {
    const { subject, resource, action, context } = about(here, user(here.owner), 'profiles:read', organization(here))
    const by = here.owner
    for (const [body, faults] of [
      [{ context }, ['#/subject required', '#/action required', '#/resource required']],
      [
        { subject: { id: 'x' }, action: {}, resource: { type: 'x' }, context },
        ['#/subject/type required', '#/action/name required', '#/resource/id required'],
      ],
      [{ subject: 'x', action, resource, context }, ['#/subject invalid-type']],
      [{ subject: { ...subject, id: 7 }, action, resource, context }, ['#/subject/id invalid-type']],
      [{ subject: { ...subject, properties: [] }, action, resource, context }, ['#/subject/properties invalid-type']],
      [{ subject, action: { name: null }, resource, context }, ['#/action/name invalid-type']],
      [{ subject, action, resource }, ['#/context/organizationId required']],
      [{ subject, action, resource, context: 'x' }, ['#/context/organizationId required']],
    ] as const) {
      expect(await faultsOf('evaluateAccess', { by, body })).toEqual(faults)
      if (!('context' in body) || typeof body.context === 'string') continue
      expectProblem('not-found', await put('evaluateAccess', { ...here, by: world.twin.owner }, body))
      expectProblem('forbidden', await put('evaluateAccess', { ...here, by: here.plain }, body))
    }
  })

  test('403 forbidden without access:read, 404 for others, for people and keys', async () => {
    const body = about(here, user(here.owner), 'profiles:read', organization(here))
    await fail('forbidden', 'evaluateAccess', { by: here.plain, body })
    await fail('not-found', 'evaluateAccess', { by: world.twin.owner, body })
    const { text } = await freshKey(here, { permissions: ['profiles:read'] })
    expectProblem('forbidden', await put('evaluateAccess', { ...here, key: text }, body))
    expectProblem('forbidden', await put('evaluateAccess', { ...here, key: text }, {}))
  })
})
