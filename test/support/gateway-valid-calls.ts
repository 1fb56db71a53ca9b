import { askedBy, organizationFieldOf, publicReasonOf } from '../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../shared/contract/routes.ts'
import { type Request, routeOf } from './gateway-call.ts'
import type { World } from './world.ts'
import { freshEmail, type Person } from './world-people.ts'

/** The operations whose callers have to prove who they are. */
export const guarded: readonly OperationId[] = allRoutes().flatMap(({ operationId, route }) =>
  publicReasonOf(route) === undefined ? [operationId] : [],
)

/** Those of them that ask for a permission. */
export const permitted = guarded.filter((operationId) => askedBy(routeOf(operationId)).length > 0)

/** The field that names the organization of a call, where it is not the path. */
export const fieldOfOrganization = (operationId: OperationId): string | undefined =>
  organizationFieldOf(routeOf(operationId))?.field

/** Two people who may call an operation, where the example of its row is put into the world. */
export function callersOf(operationId: OperationId, { provider, customer }: World): readonly [Person, Person] {
  return fieldOfOrganization(operationId) === undefined
    ? [customer.owner, customer.consultant]
    : [provider.owner, provider.secondOwner]
}

/**
 * The call that a row's example describes: valid in the world, with ids of the world in place of those of the documentation, and
 * with addresses that nobody has. A noun that the world has nothing of is an error: whoever adds the row adds it here.
 */
export function validCall(operationId: OperationId, world: World): Request {
  const { example } = routeOf(operationId)
  const field = fieldOfOrganization(operationId)
  const { params, query, body } = example
  const { provider, customer } = world
  const inPlace = (value: unknown): unknown =>
    translated(value, { organizationId: customer.organizationId, profileId: customer.draft })
  const request = {
    by: callersOf(operationId, world)[0],
    ...(params && {
      params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(inPlace(value))])),
    }),
    ...(query && {
      query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(inPlace(value))])),
    }),
  }
  if (body === undefined) return request
  const translatedBody = inPlace(body)
  return {
    ...request,
    body: field === undefined ? translatedBody : { ...Object(translatedBody), [field]: provider.organizationId },
  }
}

type Places = { readonly organizationId: string; readonly profileId: string }

function translated(value: unknown, places: Places): unknown {
  if (Array.isArray(value)) return value.map((item) => translated(item, places))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translated(item, places)]))
  if (typeof value !== 'string') return value
  if (/^[^@\s]+@[^@\s]+$/.test(value)) return freshEmail()
  const prefix = /^([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}$/.exec(value)?.[1]
  if (prefix === undefined) return value
  if (prefix === 'org') return places.organizationId
  if (prefix === 'prf') return places.profileId
  throw new Error(`the world has no ${prefix}_… to put into the example; give it one`)
}
