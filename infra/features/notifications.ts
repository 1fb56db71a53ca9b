import { feature } from '../constructs/feature.ts'

/** Notifications: what the provider writes to the contacts of an organization, and what became of every mail. */
export const notifications = feature('notifications', ({ hearsOfMails, reacts, serves }) => {
  serves('index', { lost: 'The provider cannot write to contacts, and nobody sees what it has written.' })
  reacts('mail-notification', {
    to: ['notification.sent'],
    needs: ['table:read-items', 'table:write', 'email:send'],
    lost: 'Contacts do not hear what the provider has written to them: incidents and data breaches among it.',
  })
  hearsOfMails('follow-mails', {
    needs: ['table:read', 'table:write'],
    lost: 'Nobody sees which mails arrived, and we go on writing to addresses that mail does not reach.',
  })
})
