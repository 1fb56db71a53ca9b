import { beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { changes } from '../../../shared/contract/route.ts'
import { allRoutes, type features, type OperationId } from '../../../shared/contract/routes.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { type Answer, type Call, send } from '../../support/gateway.ts'
import { callOf, expectProblem, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { oneCallEach } from '../../support/gateway-one-call.ts'
import { expectSuccess, guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { fieldIn, objectsOf, pointerTo, sampleOf, withField } from '../../support/schema-fields.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { open, openCall } from '../../support/world-pages.ts'
import { writesAmong } from '../../support/world-table.ts'

let world: World
let fed = 0
beforeAll(async () => {
  world = await seedWorld()
})

/** The call that comes to nothing, whatever is fed to it. */
const theCall = oneCallEach(() => world)

/** What nobody says about themselves or others in a field that happens to be let through. */
const coveted = [
  ...[
    'role',
    'roles',
    'defaultRole',
    'permissions',
    'permissionGroups',
    'groups',
    'admin',
    'isAdmin',
    'owner',
    'owners',
  ],
  ...['verified', 'emailVerified', 'email_verified', 'status', 'state', 'kind', 'user', 'confirm', 'system', 'members'],
  ...['organizationId', 'parentId', 'profileId', 'identityId', 'invitationId', 'principal', 'actor', 'actingFor', 'id'],
  ...['version', 'accessVersion', 'generation', 'tokensValidFrom', 'createdBy', 'createdAt', 'updatedAt', 'invitedBy'],
  ...['expiresAt', 'acceptedAt', 'removedAt', 'restorableUntil', 'lastSignInAt', 'services', 'level', 'reserved'],
  ...[
    'password',
    'token',
    'tokenHash',
    'totpKey',
    'ttl',
    'pk',
    'sk',
    'gsi1pk',
    'gsi1sk',
    'summary',
    '__edb_e__',
    '_id',
  ],
] as const

/** Every field that a feature replies with, wherever it stands, with the value of an example. */
function repliedBy(feature: keyof typeof features): ReadonlyMap<string, unknown> {
  const known = new Map<string, unknown>()
  for (const row of allRoutes()) {
    if (row.feature !== feature || typeof row.route.reply === 'string') continue
    for (const { steps, object } of objectsOf(row.route.reply))
      for (const name of Object.keys(object.shape))
        known.set(name, fieldIn(row.route.example.reply, [...steps, name]) ?? known.get(name) ?? true)
  }
  return known
}

const featureOf = (operationId: OperationId) =>
  allRoutes().find((row) => row.operationId === operationId)?.feature ?? 'access'

/** What is fed to a row: all that its feature replies with, and all that is coveted. */
const foodOf = (operationId: OperationId): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...coveted.map((name) => [name, true] as const), ...repliedBy(featureOf(operationId))])

const writes = guarded.filter((operationId) => changes(routeOf(operationId)))
const withBody = guarded.filter((operationId) => routeOf(operationId).body && !routeOf(operationId).follows)
/** Rows of a standard that has unknown fields ignored: they change nothing, and no answer of theirs either. */
const ignoring = guarded.filter((operationId) => routeOf(operationId).body && routeOf(operationId).follows)

describe.each(withBody)('%s, fed with fields that are not its own', (operationId) => {
  test.each(objectsOf(routeOf(operationId).body).map((one) => [pointerTo(one.steps), one] as const))(
    '400 invalid: names every one of them in %s, and changes nothing',
    async (_, { steps, object }) => {
      const { body, ...request } = await theCall(operationId)
      const foreign = Object.entries(foodOf(operationId)).filter(([name]) => !Object.hasOwn(object.shape, name))
      const whole = steps.length > 0 || z.safeParse(object, body).success ? body : sampleOf(object)
      const own = fieldIn(whole, steps) ?? sampleOf(object)
      const stuffed = withField(whole, steps, { ...Object(own), ...Object.fromEntries(foreign) })
      const answer = await withoutWrites(() => send(callOf(operationId, { ...request, body: stuffed })))
      const { errors = [] } = expectProblem('invalid', answer)
      const refused = errors.flatMap(({ pointer, code }) => (code === 'unknown-field' ? [pointer] : []))
      expect(refused.sort()).toEqual(foreign.map(([name]) => pointerTo([...steps, name])).sort())
      fed += foreign.length
    },
  )
})

describe.each(ignoring)('%s, fed with fields that are not its own', (operationId) => {
  test.each(objectsOf(routeOf(operationId).body).map((one) => [pointerTo(one.steps), one] as const))(
    '200 and the same bytes with all of them in %s as with none, and changes nothing',
    async (_, { steps, object }) => {
      const { body, ...request } = await theCall(operationId)
      const foreign = Object.entries(foodOf(operationId)).filter(([name]) => !Object.hasOwn(object.shape, name))
      const own = fieldIn(body, steps) ?? sampleOf(object)
      const plain = withField(body, steps, own)
      const stuffed = withField(body, steps, { ...Object(own), ...Object.fromEntries(foreign) })
      const [without, fedWith] = await withoutWrites(() =>
        Promise.all([plain, stuffed].map((one) => send(callOf(operationId, { ...request, body: one })))),
      )
      if (!without || !fedWith) throw new Error('nothing was answered')
      expectSuccess(operationId, fedWith)
      expect(withoutRequestId(fedWith)).toEqual(withoutRequestId(without))
      fed += foreign.length
    },
  )
})

test('rows that ignore what they do not know change nothing at all', () => {
  expect(ignoring.length).toBeGreaterThan(0)
  expect(ignoring.filter((operationId) => changes(routeOf(operationId)))).toEqual([])
})

describe.each(writes)('%s, fed with fields that are not its own', (operationId) => {
  test('400 invalid: names every one of them in the query, and changes nothing', async () => {
    const request = await theCall(operationId)
    const { query: own, dryRun } = routeOf(operationId)
    const foreign = Object.keys(foodOf(operationId)).filter(
      (name) => !Object.hasOwn(own?.shape ?? {}, name) && !(dryRun && name === 'dryRun'),
    )
    const stuffed = Object.fromEntries(foreign.map((name) => [name, 'true']))
    const answer = await withoutWrites(() =>
      send(callOf(operationId, { ...request, query: { ...stuffed, ...Object(request.query) } })),
    )
    const { errors = [] } = expectProblem('invalid', answer)
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(
      foreign.map((name) => pointerTo([name], 'query')).sort(),
    )
    fed += foreign.length
  })
})

describe.each(writes.filter((operationId) => !routeOf(operationId).body))('%s, which takes no body', (operationId) => {
  test('does the same with one, whatever stands in it', async () => {
    const [plain, stuffed] = [await doneBy(operationId, {}), await doneBy(operationId, { body: foodOf(operationId) })]
    expect(stuffed).toEqual(plain)
    fed += Object.keys(foodOf(operationId)).length
  })
})

/** What a call answers and writes, but for what is new each time. */
async function doneBy(operationId: OperationId, more: Pick<Call, 'body'>) {
  const request = await validCall(operationId, world)
  let answer: Answer | undefined
  const sent = await callsDuring(async () => {
    answer = await send(callOf(operationId, { ...request, ...more }))
  })
  if (!answer) throw new Error('nothing was answered')
  expectSuccess(operationId, answer)
  const written = sent.filter((call) => writesAmong([call]).length > 0)
  expect(written.length).toBeGreaterThan(0)
  return { answer: withoutNew(withoutRequestId(answer)), written: written.map(withoutNew) }
}

/** Ids, moments, hashes, and what is encrypted. */
const fresh =
  /(?:person-)?\d+(?=@)|\d{4}-\d\d-\d\dT[\d:.]+Z|[\w+/-]{36,}=*|\b[12]\d{9}\b|(?:[a-z]{3}_)?[0-7][0-9a-hjkmnp-tv-z]{25}|(?<="shard":|T\d\d#)\d|(?<=reference\\*":\\*")[0-9A-Z]{4}-[0-9A-Z]{4}/gi

const withoutNew = (value: object): string =>
  JSON.stringify(value, (_, one) => (one instanceof Uint8Array ? '<bytes>' : one)).replaceAll(fresh, '<new>')

const forms = open.filter((operationId) => routeOf(operationId).body)

test.each(forms)('the form of %s: nothing comes of it with any field that is not its own', async (operationId) => {
  const call = await openCall(operationId, world)
  const own = objectsOf(routeOf(operationId).body).flatMap(({ object }) => Object.keys(object.shape))
  for (const name of Object.keys(foodOf(operationId)).filter((one) => !own.includes(one))) {
    const answer = await withoutWrites(() => send({ ...call, form: { ...call.form, [name]: 'true' } }))
    expect(answer.status, name).toBeGreaterThanOrEqual(400)
    fed++
  }
})

/**
 * What is coveted and may be said all the same, because a rule judges it: A4 whatever raises anybody's access, O1 who administers an
 * organization, P4 and P5 who is a user. The kind of a document is what it is for, and its summary what people read. A key ends when whoever makes it says, within a year. `changeMe` names one of the caller's own organizations, `explainAccess` only asks.
 */
const agreed: Readonly<Partial<Record<OperationId, readonly string[]>>> = {
  explainAccess: ['profileId'],
  inviteUsers: ['defaultRole', 'permissionGroups', 'groups'],
  changeMe: ['organizationId'],
  createOrganization: ['parentId'],
  changeOrganization: ['parentId'],
  replaceProfilePermissionGroups: ['permissionGroups'],
  createProfile: ['defaultRole', 'permissionGroups', 'groups', 'kind', 'user', 'confirm'],
  changeProfile: ['user', 'confirm'],
  createApiKey: ['permissions', 'expiresAt'],
  rotateApiKey: ['expiresAt'],
  createRole: ['permissions', 'level'],
  changeRole: ['permissions'],
  setDefaultRole: ['groups'],
  grantProfileGroups: ['groups'],
  createDocument: ['kind', 'summary'],
  publishDocument: ['summary'],
}

test('what is coveted and may be said all the same is what was agreed to', () => {
  const taken = withBody.flatMap((operationId) => {
    const names = objectsOf(routeOf(operationId).body).flatMap(({ object }) => Object.keys(object.shape))
    const found = coveted.filter((name) => names.includes(name))
    return found.length > 0 ? [[operationId, found]] : []
  })
  expect(Object.fromEntries(taken)).toEqual(agreed)
})

test('there was enough to feed', () => {
  console.log(`S3: ${fed} fields fed into ${writes.length} writes and ${forms.length} forms`)
  expect(fed).toBeGreaterThan(2000)
})
