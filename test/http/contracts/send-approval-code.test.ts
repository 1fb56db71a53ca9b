import { beforeAll, describe, expect, test } from 'vitest'
import { allMails, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { approving, codeFor, codeMailedTo, onPage, sentAgreement } from '../../support/world-contracts.ts'
import { textOf } from '../../support/world-forms.ts'

provesOperation('sendApprovalCode')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('sendApprovalCode', () => {
  test('200 mails six digits to the address of the link, in the first line and not in the subject', async () => {
    const sent = await sentAgreement(world.provider)
    const { status, body } = await onPage(sent.link, 'code')
    expect(status).toBe(200)
    const mail = mailsTo(sent.contact.email).at(-1)
    const code = codeMailedTo(sent.contact.email)
    expect(mail?.text.split('\n')[0]).toBe(`Your code: ${code}`)
    expect(mail?.subject).not.toContain(code)
    expect(mail?.text).not.toContain('/approve/')
    expect(body).not.toContain(code)
    expect(textOf(body)).toContain('A code is on its way')
    expect(body).toContain('autocomplete="one-time-code"')
    // The address that it went to is told to whoever knows it.
    expect(body).not.toContain(sent.contact.email)
  })

  test('429 within 30 seconds, with the field to type the code in; after that another code, and the first one is dead', async () => {
    const sent = await sentAgreement(world.provider)
    const first = await codeFor(sent)
    const mails = allMails().length
    const soon = await onPage(sent.link, 'code')
    expect(soon.status).toBe(429)
    expect(textOf(soon.body)).toContain('Your decision')
    expect(allMails()).toHaveLength(mails)
    await atTime(after.seconds(31), async () => {
      const second = await codeFor(sent)
      expect(second).not.toBe(first)
      const decided = await onPage(sent.link, 'decision', {
        decision: 'approve',
        name: 'An Wouters',
        authority: 'on',
        code: first,
      })
      expect(decided.status).toBe(400)
    })
  })

  test('429 after five codes, of which the last one still counts; once that is too old, the link is locked', async () => {
    const sent = await sentAgreement(world.provider)
    for (let mailed = 0; mailed < 5; mailed++)
      await atTime(after.seconds(31 * mailed), async () => expect((await onPage(sent.link, 'code')).status).toBe(200))
    const code = codeMailedTo(sent.contact.email)
    const mails = allMails().length
    await atTime(after.seconds(200), async () => {
      const { status, body } = await onPage(sent.link, 'code')
      expect(status).toBe(429)
      expect(textOf(body)).toContain('Your decision')
      expect(textOf(body)).toContain('This was the last code for this link')
      expect(textOf(body)).not.toContain('Mail me another code')
    })
    await atTime(after.minutes(13), async () => {
      expect(textOf((await send({ method: 'GET', path: sent.link })).body)).toContain('No more codes for this link')
      expect((await onPage(sent.link, 'code')).status).toBe(429)
    })
    expect(allMails()).toHaveLength(mails)
    expect((await atTime(after.seconds(200), () => onPage(sent.link, 'decision', approving(code)))).status).toBe(200)
  })

  test('429 after five codes and as many tries; a reminder brings a link with five more', async () => {
    const sent = await sentAgreement(world.provider)
    for (let mailed = 0; mailed < 5; mailed++)
      await atTime(after.seconds(31 * mailed), async () => expect((await onPage(sent.link, 'code')).status).toBe(200))
    const wrong = { decision: 'approve', name: 'An Wouters', authority: 'on', code: '000000' }
    await atTime(after.seconds(200), async () => {
      for (let tried = 0; tried < 5; tried++) await onPage(sent.link, 'decision', wrong)
      const { status, body } = await onPage(sent.link, 'code')
      expect(status).toBe(429)
      expect(textOf(body)).toContain('No more codes for this link')
    })
  })

  test('one of eight at once is mailed', async () => {
    const sent = await sentAgreement(world.provider)
    const mails = allMails().length
    const answers = await Promise.all(Array.from({ length: 8 }, () => onPage(sent.link, 'code')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(allMails()).toHaveLength(mails + 1)
  })
})
