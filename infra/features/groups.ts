import { feature } from '../constructs/feature.ts'

/** Groups: sets of resources, and who has access to them, with which role. */
export const groups = feature('groups', ({ repeats, serves }) => {
  serves('index', {
    lost: 'Nobody can be given access to a group or lose it, and no group can be made or removed.',
    timeoutSeconds: 29,
  })
  repeats('leave-groups', {
    needs: ['table:read', 'table:write'],
    lost: 'Groups go on counting people who have left many of them at once; nobody has access by that.',
  })
})
