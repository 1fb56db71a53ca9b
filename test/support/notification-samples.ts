import { notificationMail } from '../../functions/notifications/notification-mail.ts'
import type { Language } from '../../shared/domain/language.ts'

const securityOperations = { name: 'Northwind SOC', email: 'soc@northwind.example', phone: '+3215000009' }

/** A grave security incident, with whom to turn to, as it comes to somebody because nobody of the contact role could be reached. */
export const notification = (
  language: Language,
  { organizationName = 'Contoso', lastName = 'Peeters' }: { organizationName?: string; lastName?: string } = {},
) =>
  notificationMail({
    notification: {
      category: 'security-incident',
      severity: 'high',
      subject: { en: 'Somebody signs in from two countries' },
      text: { en: 'Within ten minutes, from Antwerp and from Lisbon.\nWe have signed them out.' },
    },
    reader: {
      email: 'jan@contoso.example',
      language,
      salutation: 'mr',
      lastName,
      user: true,
      why: { as: 'holder', contactRole: 'technical', insteadOf: 'security-escalation' },
    },
    organization: { name: organizationName },
    provider: { name: 'Northwind', help: { securityOperations } },
    appName: 'Rolecall',
  })
