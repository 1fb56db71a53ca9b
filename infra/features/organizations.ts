import { feature } from '../constructs/feature.ts'

/** Organizations: the tenants, and the beginning of them all. */
export const organizations = feature('organizations', ({ deployerRuns, repeats, serves }) => {
  serves('index', { lost: 'Organizations can be neither created nor read, changed, suspended or removed.' })

  repeats('erase-organizations', {
    needs: ['table:read', 'table:write'],
    lost: 'What removed organizations had is kept for longer than the 30 days that were promised.',
  })

  deployerRuns('first-administrator', {
    needs: ['table:read-items', 'table:write'],
    lost: 'A new deployment cannot get its provider and its first administrator.',
    alarm: {
      name: 'first-administrator-used-again',
      event: 'first-administrator.sent-again',
      lost: 'Somebody had the very first invitation sent again, which makes its holder owner of everything.',
      look: 'Ask who deploys this whether it was them; if not, revoke that invitation and look in CloudTrail for who invoked it.',
    },
  })
})
