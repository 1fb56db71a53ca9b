import { createHash } from 'node:crypto'
import { CustomAttributeType, Entity } from 'electrodb'
import { foldName } from '../domain/definition-name.ts'
import type { GroupId, KeyId, OrganizationId, PermissionGroupId, RoleId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, tableName } from './schema.ts'
import { put, remove, update, type Write } from './transaction.ts'

/** What has a name of its own in an organization, and how many of it there may be. */
type Kind = 'permission-group' | 'role' | 'group' | 'api-key'
type DefinitionId = PermissionGroupId | RoleId | GroupId | KeyId
const kinds: Readonly<Record<Kind, { readonly most: number; readonly tooMany: Problem }>> = {
  'permission-group': { most: 200, tooMany: new Problem('too-many-permission-groups-here') },
  role: { most: 100, tooMany: new Problem('too-many-roles-here') },
  group: { most: 1000, tooMany: new Problem('too-many-groups-here') },
  'api-key': { most: 100, tooMany: new Problem('too-many-api-keys-here') },
}

/** The guard of a name: it bears the name in its key, hashed and case-folded, so that two definitions cannot have it (A10). */
const names = new Entity(
  {
    model: model('name-guard'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      kind: { type: CustomAttributeType<Kind>('string'), required: true },
      hash: { type: 'string', required: true },
      definitionId: { type: CustomAttributeType<DefinitionId>('string'), required: true },
    },
    indexes: {
      byName: primary(['${organizationId}#names', ['organizationId']], ['${kind}#${hash}', ['kind', 'hash']]),
    },
  },
  { table: tableName(), client: documents },
)

/** How many names of a kind are taken: the limit is counted here, in the transaction of each name. */
const counts = new Entity(
  {
    model: model('name-count'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      kind: { type: CustomAttributeType<Kind>('string'), required: true },
      count: { type: 'number' },
    },
    indexes: { ofKind: primary(['${organizationId}#names', ['organizationId']], ['count#${kind}', ['kind']]) },
  },
  { table: tableName(), client: documents },
)

/** A definition and its name. */
export type Named = {
  readonly organizationId: OrganizationId
  readonly kind: Kind
  readonly definitionId: DefinitionId
  readonly name: string
}

const hashOf = (name: string): string => createHash('sha256').update(foldName(name)).digest('base64url')

/** The raw key of a name, in any case, for a BatchGet over several entities; `parseName` reads what comes back. */
export const nameKey = ({ organizationId, kind, name }: Omit<Named, 'definitionId'>) =>
  keyOf(names.schema.indexes.byName, { organizationId, kind, hash: hashOf(name) })
/** Whose a name is that came back for `nameKey`. */
export const parseName = (item: Record<string, unknown> | undefined): DefinitionId | undefined =>
  item && names.parse({ Item: item }).data?.definitionId

/** Gives a new definition its name: 409 `name-taken`, or the problem of having too many of that kind. */
export function takeName(named: Named): Write[] {
  const { organizationId, kind } = named
  const { most, tooMany } = kinds[kind]
  return [
    guard(named),
    update(
      counts
        .upsert({ organizationId, kind })
        .add({ count: 1 })
        .where(({ count }, { notExists, lt }) => `(${notExists(count)} OR ${lt(count, most)})`)
        .params(),
      tooMany,
    ),
  ]
}

/** Gives a definition another name, where it is another one: 409 `name-taken`. */
export function changeName(named: Named, name: string): Write[] {
  if (hashOf(named.name) === hashOf(name)) return []
  return [guard({ ...named, name }), release(named)]
}

/** Sets the name of a definition free that is no more. */
export function freeName(named: Named): Write[] {
  const { organizationId, kind } = named
  return [
    release(named),
    update(
      counts
        .patch({ organizationId, kind })
        .add({ count: -1 })
        .where(({ count }, { gt }) => gt(count, 0))
        .params(),
    ),
  ]
}

function guard({ organizationId, kind, definitionId, name }: Named): Write {
  return put(
    names
      .put({ organizationId, kind, hash: hashOf(name), definitionId })
      .where((attribute, { notExists }) => notExists(attribute.definitionId))
      .params(),
    new Problem('name-taken'),
  )
}

function release({ organizationId, kind, definitionId, name }: Named): Write {
  return remove(
    names
      .delete({ organizationId, kind, hash: hashOf(name) })
      .where((attribute, { eq }) => eq(attribute.definitionId, definitionId))
      .params(),
  )
}
