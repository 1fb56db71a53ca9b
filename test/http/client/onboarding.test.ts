import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { accessToken } from '../../support/tokens.ts'
import { addCustomer, beginProvider, type Tenant } from '../../support/world.ts'
import { activate, type Person } from '../../support/world-people.ts'
import { problemOf, programOf, replyOf } from './program.ts'

/*
 * A program onboards a user with the generated client, from the services of the company to a permission group of its own; nothing of an
 * answer is read that its types do not know. Each step needs those before it.
 */

const people = '/v1/organizations/{organizationId}/profiles'
const person = '/v1/organizations/{organizationId}/profiles/{profileId}'
const permissionGroups = '/v1/organizations/{organizationId}/permission-groups'
const member = '/v1/organizations/{organizationId}/permission-groups/{permissionGroupId}/members/{profileId}'
const invitations = '/v1/organizations/{organizationId}/invitations'

const as = ({ identityId }: Pick<Person, 'identityId'>) => programOf(accessToken(identityId))

const subscriptionManager = 'pgr_microsoft-365-subscription-manager'
const email = 'noor.maes@contoso.example'

let provider: Tenant
let contoso: Tenant
let path: { organizationId: string }
let profileId: string
let noor: Person
beforeAll(async () => {
  provider = await beginProvider()
  contoso = await addCustomer(provider, 'Contoso Bakeries')
  path = { organizationId: contoso.organizationId }
})
const mia = () => as(contoso.owner)

describe('a program that onboards a user with the generated client', () => {
  test('has the provider activate what the company uses', async () => {
    const ada = as(provider.owner)
    for (const service of ['microsoft-365', 'service-desk'] as const)
      await replyOf(
        ada.PUT('/v1/organizations/{organizationId}/services/{service}', { params: { path: { ...path, service } } }),
      )
    const { data, response } = await mia().GET('/v1/organizations/{organizationId}', { params: { path } })
    expect(data?.services).toEqual(['microsoft-365', 'service-desk'])
    expect(response.headers.get('ETag')).toBe(`"${data?.version}"`)
  })

  test('finds the permission groups page by page', async () => {
    const found: string[] = []
    let cursor: string | null | undefined
    do {
      const query = { limit: 1, ...(cursor && { cursor }) }
      const page = await replyOf(mia().GET(permissionGroups, { params: { path, query } }))
      found.push(...page.items.map(({ permissionGroupId }) => permissionGroupId))
      cursor = page.nextCursor
    } while (cursor)
    expect(found).toEqual(expect.arrayContaining(['pgr_full-role', subscriptionManager, 'pgr_service-desk-requester']))
    expect(new Set(found).size).toBe(found.length)
  })

  test('is told which fields of a person are wrong', async () => {
    const body = {
      kind: 'person',
      user: true,
      email: 'no address',
      firstName: 'Noor',
      lastName: 'www.evil.example',
    } as const
    const problem = await problemOf(mia().POST(people, { params: { path }, body }))
    if (problem.code !== 'invalid') throw new Error(problem.code)
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(['#/email', '#/lastName'])
  })

  test('adds a draft, once, however often it is sent under its key', async () => {
    const body = {
      kind: 'person',
      user: true,
      email,
      language: 'nl',
      firstName: 'Noor',
      lastName: 'Maes',
      department: 'Finance',
    } as const
    const params = { path, header: { 'Idempotency-Key': 'hr-4711' } }
    const profile = await replyOf(mia().POST(people, { params, body }))
    // With `dryRun` it would be what the call would do.
    if ('dryRun' in profile) throw new Error('a dry run that nobody asked for')
    expect(profile).toMatchObject({ status: 'draft', firstName: 'Noor' })
    expect(await replyOf(mia().POST(people, { params, body }))).toEqual(profile)
    const other = await problemOf(mia().POST(people, { params, body: { ...body, firstName: 'Nora' } }))
    expect(other.code).toBe('key-reused')
    profileId = profile.profileId
  })

  test('asks what a permission group would give before it gives it', async () => {
    const params = { path: { ...path, permissionGroupId: subscriptionManager, profileId } }
    const foreseen = await replyOf(mia().PUT(member, { params: { ...params, query: { dryRun: 'true' } } }))
    if (!('dryRun' in foreseen)) throw new Error('it was no dry run')
    expect(foreseen.refusal).toBeNull()
    const done = await replyOf(mia().PUT(member, { params }))
    expect(done).toMatchObject({ member: true })
  })

  test('confirms the draft, who accepts the invitation and has what was meant for them', async () => {
    const { items } = await invite()
    expect(items).toMatchObject([{ outcome: 'invited', profileId }])
    await settle()
    noor = await activate({ organizationId: contoso.organizationId, profileId: contoso.owner.profileId, email })
    const mine = await replyOf(
      as(noor).GET('/v1/me/permissions', { params: { query: { organizationId: path.organizationId } } }),
    )
    expect(mine.items.map(({ permission }) => permission)).toEqual(['microsoft-365:subscription-manager'])
    const problem = await problemOf(as(noor).GET(people, { params: { path } }))
    expect(problem).toMatchObject({ status: 403, code: 'forbidden' })
  })

  test('changes what it has read, and reads again where somebody was quicker', async () => {
    const params = { path: { ...path, profileId } }
    const { version } = await replyOf(mia().GET(person, { params }))
    const change = (of: number, jobTitle: string) =>
      mia().PATCH(person, { params: { ...params, header: { 'If-Match': `"${of}"` } }, body: { jobTitle } })
    const problem = await problemOf(change(version - 1, 'Baker'))
    expect(problem).toMatchObject({ status: 412, code: 'stale' })
    const { data } = await change(version, 'Head of finance')
    expect(data).toMatchObject({ jobTitle: 'Head of finance', version: version + 1 })
  })

  test('makes a permission group, and is told that the name is taken the second time', async () => {
    const body = {
      name: 'Finance',
      description: 'Reads along, and opens tickets',
      portalRoles: ['activities-viewer' as const],
      applicationRoles: ['service-desk:requester' as const],
    }
    const { permissionGroupId } = await replyOf(mia().POST(permissionGroups, { params: { path }, body }))
    await replyOf(mia().PUT(member, { params: { path: { ...path, permissionGroupId, profileId } } }))
    const problem = await problemOf(mia().POST(permissionGroups, { params: { path }, body }))
    expect(problem).toMatchObject({ status: 409, code: 'name-taken' })
    const { items } = await replyOf(
      mia().GET('/v1/organizations/{organizationId}/profiles/{profileId}/permissions', {
        params: { path: { ...path, profileId } },
      }),
    )
    expect(items.map(({ permission }) => permission).sort()).toEqual([
      'activities:read',
      'microsoft-365:subscription-manager',
      'service-desk:requester',
    ])
  })
})

async function invite() {
  const reply = await replyOf(mia().POST(invitations, { params: { path }, body: { profileIds: [profileId] } }))
  if ('dryRun' in reply) throw new Error('a dry run that nobody asked for')
  return reply
}
