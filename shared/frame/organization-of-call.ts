import { isAboutProvider, organizationFieldOf, type Route } from '../contract/route.ts'
import { isId, type OrganizationId } from '../domain/ids.ts'
import { invalidField, Problem } from '../domain/problems.ts'
import { bodyJson, type HttpEvent } from './event.ts'
import { theProvider } from './standing.ts'

/** The organization that a call is about: a field's, the provider, or the path's. */
export async function organizationOf(
  route: Route,
  event: HttpEvent,
  params: Record<string, unknown>,
): Promise<OrganizationId> {
  const named = organizationFieldOf(route)
  if (named && !(named.mayBeLeftOut && event.queryStringParameters?.[named.field] === undefined))
    return namedOrganization(event, named)
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
function namedOrganization(
  event: HttpEvent,
  { part, field }: { readonly part: 'body' | 'query'; readonly field: string },
): OrganizationId {
  const given: unknown = part === 'body' ? bodyJson(event) : event.queryStringParameters
  const named: unknown =
    typeof given === 'object' && given !== null && Object.hasOwn(given, field) ? Reflect.get(given, field) : undefined
  if (isId('organization', named)) return named
  const pointer = `${part === 'query' ? part : ''}#/${field}`
  throw named === undefined
    ? invalidField(pointer, 'required', 'This field is required.')
    : invalidField(pointer, 'invalid-format', 'This is not the id of an organization.')
}
