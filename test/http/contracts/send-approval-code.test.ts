import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { allMails, linkTo, mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { approving, codeFor, codeMailedTo, onPage, sentAgreement, shownOn } from '../../support/world-contracts.ts'
import { formsOf, textOf } from '../../support/world-forms.ts'
import { dumpTable } from '../../support/world-table.ts'

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
      const decided = await onPage(sent.link, 'decision', approving(first))
      expect(decided.status).toBe(400)
    })
  })

  const noMore = 'No more codes for this link'
  async function withFiveCodes() {
    const sent = await sentAgreement(world.provider)
    for (let mailed = 0; mailed < 5; mailed++)
      await atTime(after.seconds(31 * mailed), async () => expect((await onPage(sent.link, 'code')).status).toBe(200))
    return sent
  }

  test('429 for a sixth one, in words, while the fifth works, which is how one still decides', async () => {
    const sent = await withFiveCodes()
    const mails = allMails().length
    for (const seconds of [125, 200])
      await atTime(after.seconds(seconds), async () => {
        const { status, body } = await onPage(sent.link, 'code')
        expect(status).toBe(429)
        expect(textOf(body)).toContain(`${noMore}: the last one went to`)
        const { body: page } = await send({ method: 'GET', path: sent.link })
        for (const said of [noMore, 'Your decision']) expect(textOf(page)).toContain(said)
        expect(formsOf(page).map(({ path }) => path.split('/').at(-1))).toEqual(['decision'])
      })
    expect(allMails()).toHaveLength(mails)
    const code = codeMailedTo(sent.contact.email)
    const decided = await atTime(after.seconds(201), () => onPage(sent.link, 'decision', approving(code)))
    expect(decided.status).toBe(200)
    await settle()
  })

  test('429 once the fifth has been tried too often, or works no more: the link is locked, and says so wherever one goes on', async () => {
    const tried = await withFiveCodes()
    const opened = await atTime(after.seconds(200), () => shownOn(tried.link))
    const wrong = approving('000000', opened)
    await atTime(after.seconds(200), async () => {
      for (let tries = 0; tries < 5; tries++) await onPage(tried.link, 'decision', wrong)
    })
    const expired = await withFiveCodes()
    const code = codeMailedTo(expired.contact.email)
    for (const [sent, minutes] of [
      [tried, 4],
      [expired, 20],
    ] as const)
      await atTime(after.minutes(minutes), async () => {
        const page = await send({ method: 'GET', path: sent.link })
        expect(textOf(page.body)).toContain(noMore)
        expect(formsOf(page.body)).toEqual([])
        const asked = await onPage(sent.link, 'code')
        expect(asked.status).toBe(429)
        expect(textOf(asked.body)).toContain(noMore)
        const decided = await onPage(sent.link, 'decision', approving(code, opened))
        expect(decided.status).toBe(400)
        expect(textOf(decided.body)).toContain(noMore)
      })
    // The next reminder brings a link with five more.
    const { organizationId, contractId, tenant, contact } = expired
    await atTime(after.minutes(21), async () => {
      await succeed('remindContract', { by: tenant.owner, params: { organizationId, contractId } })
      await settle()
      expect((await onPage(linkTo(contact.email), 'code')).status).toBe(200)
    })
  })

  test('400 for the fifth code once it works no more, and says that the link is locked', async () => {
    const sent = await withFiveCodes()
    const code = codeMailedTo(sent.contact.email)
    const opened = await atTime(after.minutes(3), () => shownOn(sent.link))
    const late = await atTime(after.minutes(20), () => onPage(sent.link, 'decision', approving(code, opened)))
    expect(late.status).toBe(400)
    expect(textOf(late.body)).toContain('This link is locked')
  })

  test('409 where the address refuses mail: what to do is said, and no code is spent', async () => {
    const sent = await sentAgreement(world.provider)
    const first = await codeFor(sent)
    for (let asked = 1; asked <= 6; asked++)
      await atTime(after.seconds(31 * asked), async () => {
        const { status, body } = await whileMail('refuses', () => onPage(sent.link, 'code'))
        expect(status).toBe(409)
        expect(textOf(body)).toContain('was refused, so no code can reach you there')
        expect(textOf(body)).not.toContain('on its way')
      })
    // What they were mailed before goes on working.
    const decided = await atTime(after.minutes(5), () => onPage(sent.link, 'decision', approving(first)))
    expect(decided.status).toBe(200)
    await settle()
  })

  test('409 of a first code leaves nothing behind', async () => {
    const sent = await sentAgreement(world.provider)
    const before = await dumpTable()
    expect((await whileMail('refuses', () => onPage(sent.link, 'code'))).status).toBe(409)
    expect(await dumpTable()).toEqual(before)
    await codeFor(sent)
  })

  test('one of eight at once is mailed', async () => {
    const sent = await sentAgreement(world.provider)
    const mails = allMails().length
    const answers = await Promise.all(Array.from({ length: 8 }, () => onPage(sent.link, 'code')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(allMails()).toHaveLength(mails + 1)
  })
})
