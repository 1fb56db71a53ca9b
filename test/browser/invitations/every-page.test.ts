import { describe, test } from 'vitest'
import { languages } from '../../../shared/domain/language.ts'
import { ordinary, type People, pagesOf } from '../../support/activation-samples.ts'
import { expectGoodPage, expectToFit, openNothing, phone, wide } from '../../support/browser.ts'
import {
  acceptance,
  accepting,
  invitation,
  news,
  ownerInvited,
  withdrawing,
} from '../../support/invitation-mail-samples.ts'

/** As long as they may be, and in one piece. */
const longest: People = {
  ...ordinary,
  organizationName: 'W'.repeat(100),
  inviterName: `${'M'.repeat(100)} ${'W'.repeat(100)}`,
  email: `${'w'.repeat(64)}@${'m'.repeat(181)}.example`,
  firstName: 'W'.repeat(100),
  lastName: 'M'.repeat(100),
}

describe.each(languages)('in %s', (language) => {
  test.each([
    ['usual', ordinary],
    ['the longest', longest],
  ])('every page fits on a phone, with %s names', async (names, people) => {
    const page = await openNothing()
    for (const [name, html] of pagesOf(language, people)) {
      await page.setContent(html)
      await expectToFit(page, phone, `${name} ${language} ${names}`)
    }
  })

  test('every mail is good to read on a screen and on a phone', async () => {
    const page = await openNothing()
    const mails = {
      invitation: invitation(language, { inviterOrganizationName: 'Adatum', replyTo: 'mia@contoso.example' }),
      acceptance: acceptance(language, { inviterName: 'Mia Jansen' }),
      'acceptance, signed in': accepting(language),
      'asked for': news(language),
      withdrawn: withdrawing(language),
      'owner invited': ownerInvited(language),
    }
    for (const [name, { html }] of Object.entries(mails)) {
      await page.setContent(html)
      await expectGoodPage(page, `mail ${name} ${language}`)
    }
  })

  test('every mail fits on a phone and on a screen, with the longest names', async () => {
    const page = await openNothing()
    const { organizationName, inviterName, email, lastName } = longest
    const mails = {
      invitation: invitation(language, { organizationName, inviterName, lastName, replyTo: email }),
      acceptance: acceptance(language, { organizationName, inviterName, lastName, email }),
      'asked for': news(language, { organizationName, inviterName, lastName, invitedEmail: email }),
    }
    for (const [name, { html }] of Object.entries(mails)) {
      await page.setContent(html)
      for (const screen of [phone, wide])
        await expectToFit(page, screen, `mail ${name} ${language} long ${screen.width}`)
    }
  })
})
