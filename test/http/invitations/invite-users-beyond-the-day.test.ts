import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { allMails, linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem, fail, succeed } from '../../support/gateway-call.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { addresses, asked, inviteAll, keyed, outcomes } from '../../support/world-inviting.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { freshEmail } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const here = () => freshCustomer(world.provider)

describe("mails beyond those of the organization's day", () => {
  const sendDeferred = async () => invoke(await loadHandler('invitations', 'send-deferred-mails'), {})
  const tomorrow = <Result>(act: () => Promise<Result>) => atTime(after.days(1), act)
  const waiting = async ({ organizationId }: Tenant) =>
    (await itemsOf('deferred-mail')).filter((item) => item.organizationId === organizationId)

  test('wait until tomorrow, are counted then, and their links work as long as any', async () => {
    const tenant = await here()
    const { organizationId, owner: by } = tenant
    await happenedToday('organization-link-mails', organizationId, 3)
    const people = addresses(5)
    const items = await inviteAll(tenant, { addresses: people })
    expect(outcomes(items)).toEqual(Array(5).fill('invited'))
    expect(items.map(({ detail }) => detail)).toEqual([
      ...[null, null, null],
      ...Array(2).fill(expect.stringContaining('The mail goes tomorrow')),
    ])
    await settle()
    await sendDeferred()
    expect(people.map((email) => mailsTo(email).length)).toEqual([1, 1, 1, 0, 0])
    const params = { organizationId, invitationId: items[4]?.invitationId ?? '' }
    expect(await succeed('getInvitation', { by, params })).toMatchObject({ delivery: 'queued', status: 'pending' })

    // Of the next day all but one are gone as well.
    await tomorrow(async () => {
      await happenedToday('organization-link-mails', organizationId, 1)
      await sendDeferred()
      await sendDeferred()
      expect(
        people
          .slice(3)
          .map((email) => mailsTo(email).length)
          .sort(),
      ).toEqual([0, 1])
      expect(await waiting(tenant)).toHaveLength(1)
      expectProblem('too-many-requests', await call('inviteUsers', asked(tenant, { addresses: [freshEmail()] })))
    })
    await atTime(after.days(2), async () => {
      await sendDeferred()
      await sendDeferred()
      expect(people.map((email) => mailsTo(email).length)).toEqual([1, 1, 1, 1, 1])
      expect(await waiting(tenant)).toEqual([])
      const { sentAt, expiresAt } = await succeed('getInvitation', { by, params })
      expect(Date.parse(expiresAt) - Date.parse(sentAt)).toBe(after.days(7))
      expect((await send({ method: 'GET', path: linkTo(people[4] ?? '') })).status).toBe(200)
    })
  })

  test('that wait are told again under the same key, and go at once when they are sent again', async () => {
    const tenant = await here()
    await happenedToday('organization-link-mails', tenant.organizationId)
    const request = keyed(asked(tenant, { addresses: addresses(2) }), 'one')
    const { items } = await succeed('inviteUsers', request)
    expect((await succeed('inviteUsers', request)).items).toEqual(items)
    await settle()
    const before = allMails().length
    const [first] = items
    const params = { organizationId: tenant.organizationId, invitationId: first?.invitationId ?? '' }
    await tomorrow(async () => {
      await succeed('resendInvitation', { by: tenant.owner, params })
      await settle()
      expect(mailsTo(first?.address ?? '')).toHaveLength(1)
      await sendDeferred()
    })
    expect(allMails().length - before).toBe(2)
    expect(mailsTo(first?.address ?? '')).toHaveLength(1)
  })

  test('429 for one alone', async () => {
    const tenant = await here()
    await happenedToday('organization-link-mails', tenant.organizationId)
    await fail('too-many-requests', 'inviteUsers', asked(tenant, { addresses: [freshEmail()] }))
  })
})
