import { services } from '../../shared/domain/catalog.ts'
import { id } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { namedPermissionGroups, requireActiveService } from '../../shared/frame/named-permission-groups.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { customPermissionGroups, readDefinitions } from '../../shared/table/definitions.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { joinedGroupsReply } from './joined-groups-reply.ts'
import { membershipsInForce, withPermissionGroups } from './membership.ts'

/** Chooses somebody's permission groups anew. Those they keep, they keep as they are, with their dates. */
export const replaceProfilePermissionGroups: Operation<'replaceProfilePermissionGroups'> = async (request) => {
  const { params, body, caller, now, newId, expectedVersion, commit } = request
  const { organization } = caller
  const before = await getProfile(params)
  if (!before) throw new Problem('not-found')
  if (before.version !== expectedVersion) throw new Problem('stale')

  const wanted = [...new Set(body.permissionGroups)]
  const named = customPermissionGroups([...wanted, ...Object.keys(before.permissionGroups)])
  const definitions = await readDefinitions(params.organizationId, named)
  const held = membershipsInForce(before, definitions)
  // What somebody is in outlives a pause of its service (O2), so the service matters for what is new alone.
  const everyService = { ...organization, services: services.map((service) => service.id) }
  await namedPermissionGroups(everyService, body.permissionGroups, '#/permissionGroups')
  const added = wanted.filter((one) => !held.has(one))
  for (const one of added) requireActiveService(organization, one)

  const kept = wanted.map((one) => [one, before.permissionGroups[held.get(one)?.[0] ?? one] ?? {}] as const)
  const after = withPermissionGroups(before, Object.fromEntries(kept), now)
  const removed = Object.keys(before.permissionGroups)
    .map((key) => id('permissionGroup', key))
    .filter((one) => !wanted.includes(one))
  if (added.length + removed.length === 0)
    return commit([], { ...joinedGroupsReply(before, definitions), coverageChanges: [] })

  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [
    {
      before,
      after,
      action: 'permission-groups.replaced',
      about: { added: added.join(' '), removed: removed.join(' ') },
    },
  ])
  const reply = joinedGroupsReply({ ...after, version: before.version + 1 }, definitions)
  return commit(writes, { ...reply, coverageChanges: [...coverageChanges] }, affected)
}
