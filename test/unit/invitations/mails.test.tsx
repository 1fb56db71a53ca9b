import { describe, expect, test } from 'vitest'
import { type Language, languages } from '../../../shared/domain/language.ts'
import { orphanedKeys } from '../../support/api-key-samples.ts'
import {
  acceptance,
  accepting,
  invitation,
  link,
  news,
  ownerInvited,
  signInUrl,
  withdrawing,
} from '../../support/invitation-mail-samples.ts'
import { readHtml } from '../../support/read-html.ts'
import { everyOwnershipNews, ownership } from '../../support/role-samples.ts'
import { webhookDisabled } from '../../support/webhook-samples.ts'

const when: Record<Language, string> = {
  en: 'Monday, 6 July 2026 at 00:30 (Central European Summer Time)',
  nl: 'maandag 6 juli 2026 om 00:30 (Midden-Europese zomertijd)',
  fr: 'lundi 6 juillet 2026 à 00:30 (heure d’été d’Europe centrale)',
  de: 'Montag, 6. Juli 2026 um 00:30 (Mitteleuropäische Sommerzeit)',
}

const addressesIn = (text: string) => text.match(/https?:\/\/[^\s"<>]+/g) ?? []

describe.each(languages)('in %s', (language) => {
  const owners = everyOwnershipNews.map(
    (told) => [`the news of an owner: ${told}`, ownership(language, told), signInUrl] as const,
  )
  describe.each([
    ...owners,
    ['the news of keys without their maker', orphanedKeys(language), signInUrl] as const,
    ['the news of a webhook that failed', webhookDisabled(language), signInUrl] as const,
    ['the news of a webhook that is gone', webhookDisabled(language, { because: 'gone' }), signInUrl] as const,
    ['the invitation', invitation(language), link] as const,
    ['the news of the acceptance', acceptance(language), signInUrl] as const,
    ['the news of the acceptance by signing in', accepting(language), signInUrl] as const,
    ['the wish for a new link', news(language), signInUrl] as const,
    ['the news that it was withdrawn', withdrawing(language), signInUrl] as const,
    ['the news of an owner to be', ownerInvited(language), signInUrl] as const,
  ])('%s', (_, mail, address) => {
    const { tags, text } = readHtml(mail.html)

    test('leads to one address alone, in HTML and in text', () => {
      expect(addressesIn(mail.text)).toEqual([address])
      expect(addressesIn(text)).toEqual([address])
      expect(tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes.href)).toEqual([
        address,
        address,
      ])
    })

    test('says in HTML all that it says in text', () => {
      const lines = mail.text
        .split('\n')
        .flatMap((line) =>
          line
            .replace(/^(\* |-- ?|\d+\. )/, '')
            .replace(/( \*|\u00a0?:)$/, '')
            .split(/\u00a0?: /),
        )
        .filter((part) => part !== '')
      expect(lines.length).toBeGreaterThan(10)
      const flat = text.replaceAll(/\u00a0?: /g, ' ')
      for (const line of lines) expect(flat).toContain(line)
    })

    test('says when, in the language and with the time zone', () => {
      expect(mail.text).toContain(when[language])
      expect(text).toContain(when[language])
    })

    test('names the organization in its subject and greets the person', () => {
      expect(mail.subject).toContain('Contoso')
      expect(mail.text).toContain('Peeters,')
    })

    test('leaves nothing undefined', () => {
      expect(mail.html + mail.text + mail.subject).not.toContain('undefined')
    })
  })

  test('the invitation says how to sign in for the first time, and names two apps', () => {
    const { text } = invitation(language)
    for (const word of ['Microsoft Authenticator', 'Google Authenticator', '12']) expect(text).toContain(word)
  })

  test('the invitation says who invites and from where', () => {
    expect(invitation(language).text).toContain('Mia Jansen')
    expect(invitation(language, { inviterOrganizationName: 'Fabrikam' }).text).toContain('Mia Jansen (Fabrikam)')
    const { text } = invitation(language, { inviterName: undefined, inviterOrganizationName: undefined })
    expect(text).not.toContain('undefined')
    expect(text).toContain('Contoso')
  })

  test('the invitation says where an answer goes only where there is such an address', () => {
    expect(invitation(language, { replyTo: 'mia@contoso.example' }).text).toContain('mia@contoso.example')
    expect(invitation(language).text).not.toContain('mia@contoso.example')
  })

  test('the news of the acceptance says whom to tell', () => {
    expect(acceptance(language, { inviterName: 'Mia Jansen' }).text).toContain('Mia Jansen')
    expect(acceptance(language).text).not.toContain('Mia Jansen')
  })

  test('administrators are told of whom it is, by name where it is known and by address, and who had sent it', () => {
    for (const write of [news, withdrawing, ownerInvited])
      for (const known of ['Jan Willems', 'jan@contoso.example', 'Mia Jansen'])
        expect(write(language).text).toContain(known)
    const { text } = news(language, { invitedName: undefined, inviterName: undefined })
    expect(text).not.toMatch(/undefined|Jan Willems|Mia Jansen/)
    expect(text.match(/jan@contoso\.example/g)).toHaveLength(2)
  })

  test('owners are told from where the inviter acts, and why', () => {
    const { text } = ownerInvited(language, { reason: 'Because.' })
    for (const known of ['Mia Jansen, Northwind', 'Because.']) expect(text).toContain(known)
  })

  test.each(['invitedName', 'invitedEmail', 'inviterName', 'organizationName', 'reason'] as const)(
    'what stands in %s of the news is escaped, and begins no header',
    (prop) => {
      const mail = news(language, { [prop]: '<b>"&\r\nBcc: everyone' })
      const { tags, text } = readHtml(mail.html)
      expect(tags.some(({ name }) => name === 'b')).toBe(false)
      expect(text).toContain('<b>"& Bcc: everyone')
      expect(mail.subject).not.toMatch(/[\r\n]/)
    },
  )

  test.each(['organizationName', 'inviterName', 'inviterOrganizationName', 'appName', 'lastName', 'replyTo'] as const)(
    'what stands in %s is escaped, and begins no header',
    (prop) => {
      const hostile = '<b>"&\r\nBcc: everyone'
      const shown = '<b>"& Bcc: everyone'
      const given = { inviterOrganizationName: 'Fabrikam', [prop]: hostile }
      const mail = invitation(language, given)
      const { tags, text } = readHtml(mail.html)
      expect(tags.some(({ name }) => name === 'b')).toBe(false)
      expect(text).toContain(shown)
      expect(mail.text).toContain(shown)
      expect(mail.subject).not.toMatch(/[\r\n]/)
    },
  )
})

describe('translations', () => {
  test.each(['nl', 'fr', 'de'] as const)('no sentence of a mail in %s is English', (language) => {
    for (const write of [invitation, acceptance, accepting, news, withdrawing, ownerInvited]) {
      const english = new Set(
        write('en')
          .text.split('\n')
          .filter((line) => line.includes(' ') && line !== '-- '),
      )
      const same = write(language)
        .text.split('\n')
        .filter((line) => english.has(line))
      expect(same).toEqual([])
    }
  })
})
