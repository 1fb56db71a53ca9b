import { expect } from 'vitest'
import { askedBy, changes, isAboutProvider, organizationFieldOf, publicReasonOf } from '../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../shared/contract/routes.ts'
import type { DocumentId, OrganizationId } from '../../shared/domain/ids.ts'
import type { Answer } from './gateway.ts'
import { call, type Request, routeOf } from './gateway-call.ts'
import { withField } from './schema-fields.ts'
import type { Furnished, Things, World } from './world.ts'
import { castOf, judgeOf, type Member, peopleOf } from './world-cast.ts'
import { freshEmail, type Person } from './world-people.ts'
import { recipes } from './world-recipes.ts'

/** The operations whose callers have to prove who they are. */
export const guarded: readonly OperationId[] = allRoutes().flatMap(({ operationId, route }) =>
  publicReasonOf(route) === undefined ? [operationId] : [],
)

/** Those of them that ask for a permission. */
export const permitted = guarded.filter((operationId) => askedBy(routeOf(operationId)).length > 0)

/** The field that names the organization of a call, where it is not the path: `context/organizationId` where it stands within another. */
export const fieldOfOrganization = (operationId: OperationId): string | undefined =>
  organizationFieldOf(routeOf(operationId))?.steps.join('/')

/** A call that can be made once, by somebody who may, and everybody else who is concerned. */
export type ValidCall = Request & {
  readonly by: Person
  /** The organization that it is about; undefined where people call about themselves. */
  readonly organizationId: OrganizationId | undefined
  /** Everyone of the world, and the owner of that organization where it was made for this call. */
  readonly cast: readonly Member[]
  /** Those of them who may call, `by` first. */
  readonly callers: readonly Person[]
}

/**
 * A call that is valid now and was not made before: the example of the row, with ids of the world in place of those of the
 * documentation, addresses that nobody has, and what the row's recipe prepares (`world-recipes.ts` says how a row gets one). Where people
 * call about themselves it can be made for a `caller`.
 */
export async function validCall(
  operationId: OperationId,
  world: World,
  here: Furnished = world.customer,
  caller?: Person,
): Promise<ValidCall> {
  const route = routeOf(operationId)
  const { example } = route
  const named = organizationFieldOf(route)
  const { organization, by, ...difference } = (await recipes[operationId]?.(here, world, caller)) ?? {}
  // A field that may be left out, or is for people alone, names the organization here, as most callers will.
  const elsewhere = named ? !named.mayBeLeftOut && !named.afterKey : isAboutProvider(route)
  const about = organization ?? (elsewhere ? world.provider : here)
  const place = { organizationId: about.organizationId, documentId: world.documents.cspContract, ...here.things }
  const inPlace = (value: unknown): unknown => translated(value, place)
  const part = (given: object | undefined, more: object | undefined, where?: 'body' | 'query') => {
    const whole = { ...Object(inPlace(given)), ...more }
    return where !== undefined && named?.part === where
      ? Object(withField(whole, named.steps, about.organizationId))
      : whole
  }
  const request: Request = {
    ...(example.params && { params: part(example.params, difference.params) }),
    ...(example.query && { query: part(example.query, Object(difference.query), 'query') }),
    ...(example.body !== undefined && { body: part(Object(example.body), difference.body, 'body') }),
    ...(difference.headers && { headers: difference.headers }),
  }
  const asked = askedBy(route).length > 0
  const cast = organization ? [...peopleOf(organization), ...castOf(world)] : castOf(world)
  const judge = asked ? await judgeOf(operationId, about.organizationId, world) : undefined
  const may = judge
    ? cast.filter((one) => judge(one) === 'allowed').map(({ person }) => person)
    : [world.customer.owner, world.customer.consultant]
  const callers = by ? [by, ...(asked ? may : [])] : may
  const [first] = callers
  if (!first) throw new Error(`nobody of the world may call ${operationId}; its recipe can give \`by\``)
  const valid = { ...request, by: first, organizationId: judge && about.organizationId, cast, callers }
  return route.ifMatch && difference.headers?.['if-match'] === undefined
    ? { ...valid, headers: { ...valid.headers, 'if-match': await currentETag(operationId, valid) } }
    : valid
}

/** Expects a valid call to have succeeded; says what to write where the row has no recipe and may want one. */
export function expectSuccess(operationId: OperationId, { status, body }: Answer): void {
  const advice =
    changes(routeOf(operationId)) && !recipes[operationId]
      ? `\nIf the example of ${operationId} can be called only once as it stands, give it a recipe in test/support/world-recipes.ts, which prepares a fresh target for every call.`
      : ''
  expect(status, `${body}${advice}`).toBe(routeOf(operationId).status)
}

async function currentETag(
  operationId: OperationId,
  { params, by }: Request & { readonly by: Person },
): Promise<string> {
  const { path } = routeOf(operationId)
  const reads = allRoutes().find(({ route }) => route.path === path && route.method === 'GET' && route.etag)
  const etag = reads && (await call(reads.operationId, { by, ...(params && { params }) })).headers.etag
  if (etag === undefined)
    throw new Error(
      `${path} has no GET that answers with an ETag; the recipe of ${operationId} gives the header if-match itself`,
    )
  return etag
}

type Place = Things & { readonly organizationId: OrganizationId; readonly documentId: DocumentId }

function translated(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((item) => translated(item, place))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translated(item, place)]))
  if (typeof value !== 'string') return value
  if (/^[^@\s]+@[^@\s]+$/.test(value)) return freshEmail()
  const prefix = /^([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}$/.exec(value)?.[1]
  if (prefix === undefined) return value
  const known: Readonly<Record<string, string>> = {
    org: place.organizationId,
    prf: place.profileId,
    inv: place.invitationId,
    pgr: place.permissionGroupId,
    rol: place.roleId,
    grp: place.groupId,
    key: place.keyId,
    whk: place.webhookId,
    dlv: place.deliveryId,
    doc: place.documentId,
    ctr: place.contractId,
  }
  const found = known[prefix]
  if (found === undefined)
    throw new Error(
      `the world has no ${prefix}_… to put into the example; add one to \`things\` in test/support/world.ts`,
    )
  return found
}
