import { InvokeCommand } from '@aws-sdk/client-lambda'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { clients } from '../../support/deployed.ts'
import { busEvents, repeatEvent } from '../../support/deployed-events.ts'
import { functionNamed } from '../../support/deployed-functions.ts'
import { call, succeed } from '../../support/deployed-requests.ts'
import { itemsOf } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  aProvider,
  aUser,
  beginAfresh,
  mails,
  patience,
  type SignedIn,
  settled,
} from '../../support/deployed-world.ts'

const administrators = 'pgr_service-desk-it-administrator'
const needs = 'Contact roles of Contoso need your attention'
const whole = 'All contact roles of Contoso are covered'

let provider: { organizationId: string; owner: SignedIn }
let contoso: { organizationId: string; owner: SignedIn }
let ids: Readonly<Record<'jan' | 'noor' | 'els' | 'wim', string>>

beforeAll(async () => {
  await beginAfresh()
  provider = await aProvider()
  contoso = await aCustomer(provider.owner, provider.organizationId, 'Contoso', 'mia.jansen@contoso.example')
  const user = async (name: string, groups: readonly string[] = []) => {
    const email = `${name}@contoso.example`
    await aUser(contoso.owner, contoso.organizationId, email, groups)
    return String((await itemsOf('profile')).find((profile) => profile.email === email)?.profileId)
  }
  for (const service of ['service-desk', 'secwise-watch']) await above('activateService', { service })
  ids = {
    jan: await user('jan.peeters', [administrators]),
    noor: await user('noor.maes'),
    els: await user('els.aerts'),
    wim: await user('wim.claes', [administrators]),
  }
  await settled()
})

const at = (params: object) => ({ organizationId: contoso.organizationId, ...params })
const above = (operationId: OperationId, params: object) =>
  succeed(operationId, { by: provider.owner, params: at(params) })
const here = (operationId: OperationId, params: object, more: object = {}) =>
  succeed(operationId, { by: contoso.owner, params: at(params), ...more })

/** The gaps that there are, in the words in which changes of them are told. */
async function gaps(): Promise<string[]> {
  const { covered, items } = await succeed('getRoleCoverage', { by: contoso.owner, params: at({}) })
  const found = items.flatMap(({ contactRole, problems }) =>
    problems
      .filter(({ problem }) => problem !== 'advice')
      .map(({ problem, profileId }) => [contactRole, problem, profileId].filter((part) => part !== null).join(' ')),
  )
  expect(covered).toBe(found.length === 0)
  return found
}

type Change = { contactRole: string; problem: string; profileId: string | null; change: string }
const inWords = (changes: readonly Change[]): string[] =>
  changes.map(({ contactRole, problem, profileId, change }) =>
    [change, contactRole, problem, profileId].filter((part) => part !== null).join(' '),
  )

/** What was told so far, the oldest first. */
async function told() {
  const query = { action: 'coverage.changed' }
  const { items } = await succeed('listActivities', { by: provider.owner, params: at({}), query })
  return items.map(({ about }) => about).reverse()
}
const ownersMails = async () =>
  (await mails(contoso.owner.email)).map(({ subject }) => subject).filter((subject) => /ontact roles/.test(subject))

/** Whatever happens shows at once, is an activity, and is mailed once, also when its event comes again. */
async function happens(act: () => Promise<unknown>, opened: readonly string[]): Promise<void> {
  const [activities, received] = [(await told()).length, (await ownersMails()).length]
  const reply = (await act()) as { readonly coverageChanges?: readonly Change[] } | undefined
  expect(await gaps()).toEqual(opened)
  if (reply?.coverageChanges) expect(inWords(reply.coverageChanges)).toEqual(opened.map((gap) => `opened ${gap}`))
  await vi.waitFor(async () => expect(await ownersMails()).toHaveLength(received + 1), patience)
  expect((await told()).slice(activities)).toEqual([{ opened: opened.join('; '), open: opened.length }])
  const event = (await busEvents()).findLast((one) => one['detail-type'] === 'coverage.changed')
  if (!event) throw new Error('nothing was told')
  await repeatEvent(event)
  await settled()
  expect((await ownersMails()).slice(received)).toEqual([needs])
}

/** It is mended, and told so once. */
async function mended(act: () => Promise<unknown>): Promise<void> {
  const received = (await ownersMails()).length
  await act()
  expect(await gaps()).toEqual([])
  await vi.waitFor(async () => expect((await ownersMails()).slice(received)).toEqual([whole]), patience)
  await settled()
}

describe('a new customer', () => {
  const name = (profileId: string, contactRole: string, body: object = {}, query = {}) =>
    succeed('assignContactRole', {
      by: contoso.owner,
      params: at({ profileId, contactRole }),
      body,
      query,
    })

  test('has gaps from the beginning, which coverage shows with what they cost', async () => {
    expect(await gaps()).toEqual([
      'technical missing',
      'commercial missing',
      'dpo missing',
      'security-escalation missing',
    ])
    const { items } = await succeed('getRoleCoverage', { by: contoso.owner, params: at({}) })
    expect(items.find(({ contactRole }) => contactRole === 'dpo')?.gap).toBe(
      'Critical compliance notifications are delayed.',
    )
  })

  test('was told of the one that a service opened, and of none that was there before', async () => {
    expect(await told()).toEqual([{ opened: 'security-escalation missing', open: 4 }])
    expect(await ownersMails()).toEqual([needs])
  })

  test('cannot name who does not qualify, and hears all that is missing', async () => {
    const { status, text } = await call('assignContactRole', {
      by: contoso.owner,
      params: at({ profileId: ids.noor, contactRole: 'security-escalation' }),
      body: {},
    })
    expect(status, text).toBe(409)
    expect(JSON.parse(text).errors.map(({ code }: { code: string }) => code)).toEqual(['security-administrator'])
    expect(await gaps()).toHaveLength(4)
  })

  test.each<['jan' | 'noor' | 'els', string, object]>([
    ['jan', 'technical', { globalAdministrator: 'yes' }],
    ['noor', 'commercial', { attestation: { wording: signingAuthorityWording.version } }],
    ['els', 'dpo', {}],
    ['jan', 'security-escalation', {}],
  ])('fills a gap with %s as %s, as the dry run has said', async (who, role, body) => {
    const before = await gaps()
    const dry = await call('assignContactRole', {
      by: contoso.owner,
      params: at({ profileId: ids[who], contactRole: role }),
      body,
      query: { dryRun: 'true' },
    })
    expect(dry.status, dry.text).toBe(200)
    expect(await gaps()).toEqual(before)
    const { coverageChanges } = await name(ids[who], role, body)
    expect(inWords(coverageChanges)).toEqual([`closed ${role} missing`])
    expect(JSON.parse(dry.text).coverageChanges).toEqual(coverageChanges)
    expect(await gaps()).toEqual(before.filter((gap) => gap !== `${role} missing`))
  })

  test('is told once that everything is covered', async () => {
    expect(await gaps()).toEqual([])
    await vi.waitFor(async () => expect(await ownersMails()).toEqual([needs, whole]), patience)
    await settled()
    const all = (await told()).flatMap(({ closed }) => (closed === undefined ? [] : String(closed).split('; ')))
    expect(all.toSorted()).toEqual([
      'commercial missing',
      'dpo missing',
      'security-escalation missing',
      'technical missing',
    ])
  })
})

describe('a prerequisite is lost', () => {
  const lost = () => [`technical prerequisite-lost ${ids.jan}`, `security-escalation prerequisite-lost ${ids.jan}`]
  const member = () => ({ permissionGroupId: administrators, profileId: ids.jan })

  test('when somebody leaves a permission group, and is back with them', async () => {
    await happens(() => here('removePermissionGroupMember', member()), lost())
    await mended(() => here('addPermissionGroupMember', member()))
  })

  test('when the permission group gives other roles', async () => {
    const body = { name: 'Desk', applicationRoles: ['service-desk:it-administrator'] }
    const { permissionGroupId } = await succeed('createPermissionGroup', { by: contoso.owner, params: at({}), body })
    const change = (version: number, applicationRoles: readonly string[]) =>
      here(
        'changePermissionGroup',
        { permissionGroupId },
        { headers: { 'if-match': `"${version}"` }, body: { applicationRoles } },
      )
    await here('addPermissionGroupMember', { permissionGroupId, profileId: ids.jan })
    await here('removePermissionGroupMember', member())
    await settled()
    expect(await gaps()).toEqual([])
    await happens(() => change(1, ['secwise-watch:viewer']), lost())
    await mended(() => change(2, ['service-desk:security-administrator']))
  })

  test('when the service is deactivated', async () => {
    await happens(() => above('deactivateService', { service: 'service-desk' }), lost())
    await mended(() => above('activateService', { service: 'service-desk' }))
  })

  test('when the profile is deactivated', async () => {
    await happens(() => here('deactivateProfile', { profileId: ids.els }), [`dpo deactivated ${ids.els}`])
    await mended(() => here('reactivateProfile', { profileId: ids.els }))
  })

  test('when a deputy’s time is over and the holder has gone meanwhile', async () => {
    const [from, until] = [new Date(), new Date(Date.now() + 8000)].map((moment) => moment.toISOString())
    await here('setDeputy', { profileId: ids.els, contactRole: 'dpo' }, { body: { deputy: ids.wim, from, until } })
    await here('deactivateProfile', { profileId: ids.els })
    await settled()
    expect(await gaps()).toEqual([])
    const { FunctionName } = await functionNamed('contact-roles: look-at-coverage')
    await happens(async () => {
      await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(until ?? '')), patience)
      await clients.lambda.send(new InvokeCommand({ FunctionName }))
    }, [`dpo deactivated ${ids.els}`])
    await mended(() => here('reactivateProfile', { profileId: ids.els }))
  })

  test('when the profile is removed', async () => {
    await happens(() => here('removeProfile', { profileId: ids.els }), ['dpo missing'])
    await mended(() => here('assignContactRole', { profileId: ids.wim, contactRole: 'dpo' }, { body: {} }))
  })
})

leavesOnlyCleanTraces()
