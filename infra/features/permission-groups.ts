import { feature } from '../constructs/feature.ts'

/** Permission groups: named sets of roles, and who is in them. */
export const permissionGroups = feature('permission-groups', ({ reacts, serves }) => {
  serves('index', {
    lost: 'Nobody can be put into a permission group or taken out of one, and none can be made.',
    timeoutSeconds: 29,
  })

  reacts('move-members', {
    to: ['permission-group.removed'],
    needs: ['table:read', 'table:write', 'events:publish'],
    lost: 'Members of a replaced permission group are still written down under the old one, and connected applications do not follow.',
    timeoutSeconds: 30,
  })
})
