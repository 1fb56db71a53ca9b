import { beforeAll, describe, expect, test } from 'vitest'
import { deliver, settle } from '../../support/cloud-services-bus.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import { disabledWebhook } from '../../support/world-webhooks.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('a webhook that was switched off', () => {
  test('is told to everybody who administers the organization, each once, whatever comes twice', async () => {
    const { organizationId, owner } = await freshCustomer(world.provider)
    const admin = await freshPerson({ organizationId }, { defaultRole: 'rol_admin' })
    const member = await freshPerson({ organizationId }, { defaultRole: 'rol_viewer' })
    await settle()
    const before = [owner, admin, member].map(({ email }) => mailsTo(email).length)
    const { webhookId, url } = await disabledWebhook(organizationId)
    const events = await settle()
    for (const event of events) await deliver(event)
    const mails = [owner, admin, member].map(({ email }, one) => mailsTo(email).slice(before[one]))
    expect(mails.map(({ length }) => length)).toEqual([1, 1, 0])
    const [[mail] = []] = mails
    expect(mail?.subject).toBe('Een webhook van Wingtip is uitgeschakeld')
    expect(mail?.text).toContain(webhookId)
    expect(mail?.text).toContain('3 dagen lang')
    expect(`${mail?.html} ${mail?.text}`).not.toContain(new URL(url).host)
  })

  test('is told to nobody where the organization was removed since', async () => {
    const { organizationId, owner } = await freshCustomer(world.provider)
    await settle()
    const before = mailsTo(owner.email).length
    await disabledWebhook(organizationId)
    await setStatus(organizationId, 'removed')
    await settle()
    expect(mailsTo(owner.email)).toHaveLength(before)
    await setStatus(organizationId, 'active')
  })
})
