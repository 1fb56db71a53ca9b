import { coverageFollows } from '../../shared/domain/coverage-news.ts'
import { feature } from '../constructs/feature.ts'

/** Contact roles: who officially stands for what, and whether anything is not covered. */
export const contactRoles = feature('contact-roles', ({ reacts, repeats, serves }) => {
  serves('index', { lost: 'Nobody can be named contact, and nobody sees which contact roles are not covered.' })

  const looks = {
    needs: ['table:read', 'table:write'] as const,
    lost: 'Nobody is told that a contact role is not covered any more.',
  }
  reacts('follow-coverage', { to: coverageFollows, ...looks })
  repeats('look-at-coverage', looks)
  reacts('tell-coverage', {
    to: ['coverage.changed'],
    needs: ['table:read', 'table:write', 'email:send'],
    lost: 'It is written down that a contact role is not covered any more, and nobody is mailed.',
  })
})
