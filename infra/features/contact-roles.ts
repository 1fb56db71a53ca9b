import { asksContact } from '../../shared/domain/contact-question.ts'
import { coverageFollows } from '../../shared/domain/coverage-news.ts'
import { feature } from '../constructs/feature.ts'

/** Contact roles: who officially stands for what, and whether anything is not covered. */
export const contactRoles = feature('contact-roles', ({ house, reacts, repeats, serves }) => {
  serves('index', { lost: 'Nobody can be named contact, and nobody sees which contact roles are not covered.' })

  serves('contact', {
    lost: 'Contacts can neither confirm that it is them nor say that it is not: the page behind their link fails.',
    atMostAtOnce: house.stage.publicConcurrency,
  })
  const changes = ['table:read', 'table:write'] as const
  const mails = [...changes, 'email:send'] as const
  const links = ['table:write', 'email:send', 'link-token:derive'] as const
  reacts('send-question', {
    to: asksContact,
    needs: ['table:read-items', ...links],
    lost: 'Nobody who is named contact hears of it.',
  })
  repeats('send-deferred-questions', {
    needs: ['table:read', ...links],
    lost: 'Contacts who had ten mails in a day are never asked.',
  })
  repeats('ask-contacts', { needs: changes, lost: 'Contacts are not asked any more whether all is still right.' })
  reacts('tell-suggested-address', {
    to: ['contact.address-suggested'],
    needs: mails,
    lost: 'Contacts ask for another address, and no administrator hears of it.',
  })

  const looks = { needs: changes, lost: 'Nobody is told that a contact role is not covered any more.' }
  reacts('follow-coverage', { to: coverageFollows, ...looks })
  repeats('look-at-coverage', looks)
  reacts('tell-coverage', {
    to: ['coverage.changed'],
    needs: mails,
    lost: 'It is written down that a contact role is not covered any more, and nobody is mailed.',
  })
})
