import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Language, languages } from '../../shared/domain/language.ts'
import * as activation from '../support/activation-samples.ts'
import { orphanedKeys } from '../support/api-key-samples.ts'
import { expectGoodPage, expectToFit, openNothing, phone, wide } from '../support/browser.ts'
import * as contacts from '../support/contact-samples.ts'
import * as contractPages from '../support/contract-page-samples.ts'
import * as contracts from '../support/contract-samples.ts'
import {
  acceptance,
  accepting,
  invitation,
  news,
  ownerInvited,
  withdrawing,
} from '../support/invitation-mail-samples.ts'
import * as me from '../support/me-samples.ts'
import { notification } from '../support/notification-samples.ts'
import { reset } from '../support/profile-samples.ts'
import * as roles from '../support/role-samples.ts'
import { webhookDisabled } from '../support/webhook-samples.ts'

/** As long as they may be, and in one piece. */
const longest = {
  organizationName: 'W'.repeat(100),
  inviterName: `${'M'.repeat(100)} ${'W'.repeat(100)}`,
  email: `${'w'.repeat(64)}@${'m'.repeat(181)}.example`,
  firstName: 'W'.repeat(100),
  lastName: 'M'.repeat(100),
}
const { organizationName, inviterName, email, firstName, lastName } = longest

const pages = (language: Language) => [
  ...activation.pagesOf(language, activation.ordinary),
  ...me.pagesOf(language, me.ordinary),
  ...contacts.pagesOf(language, contacts.ordinary),
  ...contractPages.pagesOf(language, contractPages.ordinary),
]
const longPages = (language: Language) => [
  ...activation.pagesOf(language, { ...activation.ordinary, ...longest }),
  ...me.pagesOf(language, { ...me.ordinary, organizationName, newEmail: email }),
  ...contacts.pagesOf(language, {
    ...contacts.ordinary,
    ...longest,
    namerName: inviterName,
    namerOrganizationName: organizationName,
  }),
  ...contractPages.pagesOf(language, {
    ...contractPages.ordinary,
    ...{ organizationName, legalName: organizationName, providerName: organizationName },
    ...{ person: inviterName, title: organizationName, email },
  }),
]
const mails = (language: Language) => ({
  invitation: invitation(language, { inviterOrganizationName: 'Adatum', replyTo: 'mia@contoso.example' }),
  acceptance: acceptance(language, { inviterName: 'Mia Jansen' }),
  accepting: accepting(language),
  news: news(language),
  withdrawing: withdrawing(language),
  'owner invited': ownerInvited(language),
  confirm: me.confirm(language),
  'in use': me.inUse(language),
  changed: me.changed(language),
  'new password': me.newPassword(language),
  'orphaned keys': orphanedKeys(language),
  'webhook switched off': webhookDisabled(language),
  ...Object.fromEntries(roles.everyOwnershipNews.map((told) => [`owner ${told}`, roles.ownership(language, told)])),
  reset: reset(language),
  'contact named': contacts.question(language, 'named'),
  'contact named anew': contacts.question(language, 'named', { verified: true, namerOrganizationName: 'Northwind' }),
  'contact asked': contacts.question(language, 'yearly'),
  'contact reminded': contacts.question(language, 'reminder'),
  'address suggested': contacts.suggestedAddress(language),
  'coverage lost': contacts.coverage(language, 'lost'),
  'coverage whole': contacts.coverage(language, 'whole'),
  notification: notification(language),
  ...Object.fromEntries(
    contracts.reasons.map((because) => [
      `approval ${because}`,
      contracts.approval(language, { because, handedOverBy: 'Jan Willems' }),
    ]),
  ),
  'approval code': contracts.code(language),
  certificate: contracts.certificate(language),
  'certificate to the requester': contracts.certificate(language, { as: 'requester', outcome: 'declined' }),
  ...Object.fromEntries(
    contracts.everyNews.map((told) => [`contract ${told}`, contracts.contractNews(language, told)]),
  ),
  'contract expired to the approver': contracts.contractNews(language, 'expired', { as: 'approver' }),
})
const longMails = (language: Language) => ({
  approval: contracts.approval(language, {
    ...{ organizationName, lastName, title: organizationName, providerName: organizationName },
    requester: { name: inviterName, organizationName },
    answeredBy: inviterName,
    because: 'handed-over',
    handedOverBy: inviterName,
    call: { name: inviterName, phone: '+3215000001' },
  }),
  'approval code': contracts.code(language, {
    ...{ organizationName, lastName, title: organizationName },
    call: { name: inviterName, phone: '+3215000001' },
  }),
  certificate: contracts.certificate(language, { organizationName, lastName, title: organizationName }),
  'contract question': contracts.contractNews(language, 'question', {
    ...{ organizationName, lastName, title: organizationName },
    approverName: inviterName,
  }),
  news: news(language, { organizationName, inviterName, lastName, invitedName: inviterName, invitedEmail: email }),
  reset: reset(language, { organizationName, lastName }),
  'webhook switched off': webhookDisabled(language, { organizationName, lastName, because: 'gone' }),
  'orphaned keys': orphanedKeys(language, {
    organizationName,
    lastName,
    makerName: inviterName,
    keys: [{ name: organizationName, expiresAt: '2026-12-05T22:30:00.000Z' }],
  }),
  'owner made': roles.ownership(language, 'made', {
    organizationName,
    lastName,
    name: inviterName,
    email,
    doerName: inviterName,
  }),
  'new password': me.newPassword(language, { organizationName, lastName, email }),
  'contact named': contacts.question(language, 'named', {
    organizationName,
    lastName,
    namerName: inviterName,
    namerOrganizationName: organizationName,
  }),
  'contact asked': contacts.question(language, 'yearly', {
    organizationName,
    known: [{ detail: 'name', value: inviterName }],
  }),
  'address suggested': contacts.suggestedAddress(language, {
    organizationName,
    contactName: inviterName,
    email,
    suggestedEmail: email,
  }),
  'coverage lost': contacts.coverage(language, 'lost', { organizationName, lastName, name: inviterName }),
  notification: notification(language, { organizationName, lastName }),
  invitation: invitation(language, { organizationName, inviterName, lastName, replyTo: email }),
  acceptance: acceptance(language, { organizationName, inviterName, lastName, email }),
  changed: me.changed(language, {
    organizationName,
    lastName,
    oldEmail: email,
    administrators: [{ firstName, lastName, email }],
  }),
})

describe.each(languages)('in %s', (language) => {
  test.each([
    ['usual', pages],
    ['longest', longPages],
  ])('every page fits on a phone, with the %s names', async (names, pagesIn) => {
    const page = await openNothing()
    for (const [name, html] of pagesIn(language)) {
      await page.setContent(html)
      await expectToFit(page, phone, `${name} ${language} ${names}`)
    }
  })

  test('every mail fits on a phone and on a screen, with usual names and the longest', async () => {
    const page = await openNothing()
    for (const [names, mailsIn] of Object.entries({ usual: mails, longest: longMails })) {
      for (const [name, { html }] of Object.entries(mailsIn(language))) {
        await page.setContent(html)
        for (const screen of [phone, wide]) {
          await expectToFit(page, screen, `mail ${name} ${language} ${names} ${screen.width}`)
        }
      }
    }
  })
})

test('every mail is good to read on a screen and on a phone', async () => {
  const page = await openNothing()
  for (const [name, { html }] of Object.entries(mails('en'))) {
    await page.setContent(html)
    await expectGoodPage(page, `mail ${name}`)
  }
})

test('no mail is left out', () => {
  const samples = globSync('test/support/*-samples.ts').map((file) => readFileSync(file, 'utf8'))
  const mails = globSync('functions/*/*.{ts,tsx}').filter((file) => readFileSync(file, 'utf8').includes('renderMail({'))
  expect(mails.length).toBeGreaterThan(8)
  expect(mails.filter((file) => !samples.some((text) => text.includes(`/${file}'`)))).toEqual([])
})
