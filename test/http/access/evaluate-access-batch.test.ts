import { beforeAll, describe, expect, test } from 'vitest'
import { about, action, group, organization, profile, put, service, user } from '../../support/access-questions.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { meter } from '../../support/meter.ts'
import { giveGroup, seedWorld, setServices, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshKey } from '../../support/world-keys.ts'
import type { Person } from '../../support/world-people.ts'

provesOperation('evaluateAccessBatch')

let world: World
let here: MadeTenant
let operator: Person
let [one, other]: string[] = []
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
  await setServices(here.organizationId, ['service-desk'])
  ;[one, other] = [await freshGroup(here.organizationId), await freshGroup(here.organizationId)]
  operator = await freshPerson(here, {
    defaultRole: 'rol_group-operator',
    permissionGroups: ['pgr_service-desk-requester'],
  })
  await giveGroup(operator, one ?? '')
})

const top = (name = 'devices:manage') => about(here, user(operator), name, group(one ?? ''))
const ask = async (body: object): Promise<unknown> => {
  const reply = await succeed('evaluateAccessBatch', { by: here.owner, body })
  return 'evaluations' in reply ? reply.evaluations.map(({ decision }) => decision) : reply.decision
}

describe('evaluateAccessBatch', () => {
  test('200 each in its order, with what it does not say taken from the top, whole', async () => {
    const evaluations = [
      {},
      { resource: group(other ?? '') },
      { action: action('devices:read') },
      { subject: profile(operator), action: action('service-desk:requester'), resource: service('service-desk') },
      { subject: user(here.owner), resource: organization(here), action: action('organization:remove') },
      { subject: { type: 'profile', id: operator.identityId } },
      { context: { time: '2026-11-27T09:00:00Z' } },
    ]
    expect(await ask({ ...top(), evaluations })).toEqual([true, false, true, true, true, false, true])
  })

  test('200 a no for what is asked about another organization than the one at the top', async () => {
    const context = { organizationId: world.twin.organizationId }
    const question = {
      subject: user(world.twin.owner),
      action: action('profiles:read'),
      resource: organization(world.twin),
    }
    expect(await ask({ ...top(), evaluations: [{ context }, { ...question, context }, question, {}] })).toEqual([
      ...[false, false, false, true],
    ])
  })

  test('200 as far as the semantic says: to the end, to the first no, or to the first yes', async () => {
    const [yes, no] = [{}, { resource: group(other ?? '') }]
    const answered = (evaluations_semantic: string | undefined, evaluations: readonly object[]) =>
      ask({ ...top(), evaluations, ...(evaluations_semantic && { options: { evaluations_semantic, another: 1 } }) })
    expect(await answered(undefined, [yes, no, yes])).toEqual([true, false, true])
    expect(await answered('execute_all', [yes, no, yes])).toEqual([true, false, true])
    expect(await answered('deny_on_first_deny', [yes, no, yes])).toEqual([true, false])
    expect(await answered('deny_on_first_deny', [yes, yes])).toEqual([true, true])
    expect(await answered('permit_on_first_permit', [no, no, yes, no])).toEqual([false, false, true])
    expect(await answered('permit_on_first_permit', [no, no])).toEqual([false, false])
    expect(
      await faultsOf('evaluateAccessBatch', {
        by: here.owner,
        body: { ...top(), evaluations: [yes], options: { evaluations_semantic: 'any' } },
      }),
    ).toEqual(['#/options/evaluations_semantic invalid-value'])
  })

  test('200 the single question where there are no evaluations, or none in the list, with the same bytes as evaluateAccess', async () => {
    for (const question of [
      top(),
      top('organization:remove'),
      { ...top(), context: { ...top().context, explain: true } },
    ]) {
      const single = await put('evaluateAccess', { ...here, by: here.owner }, question)
      for (const body of [question, { ...question, evaluations: [] }])
        expect((await put('evaluateAccessBatch', { ...here, by: here.owner }, body)).body).toBe(single.body)
    }
  })

  test('200 in one round trip for a hundred questions about one person in a hundred groups, and who asks', async () => {
    const groups = await Promise.all(Array.from({ length: 100 }, () => freshGroup(here.organizationId)))
    const person = await freshPerson(here, { permissionGroups: ['pgr_full-role'] })
    const { text } = await freshKey(here)
    const body = {
      ...about(here, user(person), 'groups:read', group('')),
      evaluations: groups.map((groupId) => ({ resource: group(groupId) })),
    }
    const asker = { organizationId: here.organizationId, key: text }
    // A key notes its first use of an hour.
    await put('evaluateAccess', asker, top())
    const { result, calls, roundTrips } = await meter(() => put('evaluateAccessBatch', asker, body))
    expect(JSON.parse(result.body).evaluations).toEqual(groups.map(() => ({ decision: true })))
    expect({ calls, roundTrips }).toEqual({ calls: 2, roundTrips: 1 })
  })

  test('401 for a text that only looks like a key, which has no more read for it than any other call', async () => {
    const { text } = await freshKey(here)
    const forged = `${text.slice(0, 56)}${'A'.repeat(43)}`
    const groups = await Promise.all(Array.from({ length: 20 }, () => freshGroup(here.organizationId)))
    const person = await freshPerson(here, { permissionGroups: ['pgr_full-role'] })
    const body = {
      ...about(here, user(person), 'groups:read', group('')),
      evaluations: groups.map((groupId) => ({ resource: group(groupId) })),
    }
    const asking = (key: string) => meter(() => put('evaluateAccessBatch', { ...here, key }, body))
    for (const _ of ['once', 'and again']) {
      const { result, calls, readUnits } = await asking(forged)
      expect({ status: result.status, calls, readUnits }).toEqual({ status: 401, calls: 1, readUnits: 2 })
    }
    const first = await asking(text)
    const second = await asking(text)
    expect(first.result.body).toBe(second.result.body)
    expect([first.result.status, second.roundTrips]).toEqual([200, 1])
  })

  test('200 with those who act for the organization looked up together, in one more round trip', async () => {
    const { provider, twin } = world
    const subjects = [provider.owner, provider.plain, twin.owner, here.plain, here.owner, provider.secondOwner]
    const body = {
      ...about(here, user(here.owner), 'profiles:manage', organization(here)),
      evaluations: subjects.map((person) => ({ subject: user(person) })),
    }
    expect(await ask(body)).toEqual([true, false, false, false, true, true])
    const calls = await callsDuring(() => put('evaluateAccessBatch', { ...here, by: here.owner }, body))
    expect(calls.map(({ command }) => command)).toEqual(['BatchGetItemCommand', 'BatchGetItemCommand'])
  })

  test('200 a no, with what is missing, for what is no question of several: it spoils none of the rest', async () => {
    const { context, action: name, resource } = top()
    const evaluations = [{ subject: user(operator) }, { action: name }, {}, { subject: user(operator), action: name }]
    const reply = await succeed('evaluateAccessBatch', { by: here.owner, body: { context, resource, evaluations } })
    const missing = (...keys: readonly string[]) => ({
      decision: false,
      context: { error: { status: 400, message: expect.stringContaining(`no ${keys.join(' and no ')},`) } },
    })
    expect(reply).toEqual({
      evaluations: [missing('action'), missing('subject'), missing('subject', 'action'), { decision: true }],
    })
    const options = { evaluations_semantic: 'deny_on_first_deny' }
    expect(
      await ask({ ...top(), resource: undefined, evaluations: [{ resource }, {}, { resource }], options }),
    ).toEqual([...[true, false]])
  })

  test('400 for a single question that says too little, for what cannot be read, and for more than a hundred', async () => {
    const { context, action: name } = top()
    const by = here.owner
    expect(await faultsOf('evaluateAccessBatch', { by, body: { context, action: name } })).toEqual([
      '#/subject required',
      '#/resource required',
    ])
    expect(
      await faultsOf('evaluateAccessBatch', {
        by,
        body: { ...top(), evaluations: [{}, { subject: { type: 'user' } }, 'x'] },
      }),
    ).toEqual(['#/evaluations/1/subject/id required', '#/evaluations/2 invalid-type'])
    const many = (length: number) => ({ ...top(), evaluations: Array.from({ length }, () => ({})) })
    expect(await ask(many(100))).toHaveLength(100)
    expect(await faultsOf('evaluateAccessBatch', { by, body: many(101) })).toEqual(['#/evaluations too-big'])
  })
})
