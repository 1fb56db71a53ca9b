import { isAboutProvider, type OrganizationField, organizationFieldOf, type Route } from '../contract/route.ts'
import { isId, type OrganizationId } from '../domain/ids.ts'
import { invalidField, Problem } from '../domain/problems.ts'
import type { Bearer } from './bearer.ts'
import { bodyJson, type HttpEvent } from './event.ts'
import { theProvider } from './standing.ts'

/** The organization that a call is about: an API key's own where the row says so, a field's, the provider, or the path's. */
export async function organizationOf(
  route: Route,
  event: HttpEvent,
  params: Record<string, unknown>,
  bearer: Bearer,
): Promise<OrganizationId> {
  const named = organizationFieldOf(route)
  if (named?.afterKey && bearer.kind === 'key') return bearer.organizationId
  const isNamed = named && !(named.mayBeLeftOut && fieldIn(event.queryStringParameters, named.steps) === undefined)
  if (isNamed) return namedOrganization(route, event, named)
  if (!isAboutProvider(route)) return pathOrganization(params)
  const providerId = await theProvider()
  if (!providerId) throw new Problem('not-found')
  return providerId
}

function pathOrganization({ organizationId }: Record<string, unknown>): OrganizationId {
  if (!isId('organization', organizationId))
    throw new Error('a route with a permission names the organization in its path')
  return organizationId
}

/** The one field that is looked at before its caller is authorised: the organization that a call speaks of (O1). */
function namedOrganization(route: Route, event: HttpEvent, { part, steps }: OrganizationField): OrganizationId {
  const named = fieldIn(part === 'body' ? bodyJson(event, route) : event.queryStringParameters, steps)
  if (isId('organization', named)) return named
  const pointer = `${part === 'query' ? part : ''}#/${steps.join('/')}`
  throw named === undefined
    ? invalidField(pointer, 'required', 'This field is required.')
    : invalidField(pointer, 'invalid-format', 'This is not the id of an organization.')
}

/** What stands in a field of what came, which may be anything. */
const fieldIn = (given: unknown, steps: readonly string[]): unknown =>
  steps.reduce(
    (within: unknown, step) =>
      typeof within === 'object' && within !== null && Object.hasOwn(within, step)
        ? Reflect.get(within, step)
        : undefined,
    given,
  )
