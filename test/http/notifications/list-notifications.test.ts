import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { customerWithServices, freshContact } from '../../support/world-contacts.ts'
import { freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { message, sending } from './notifications.ts'

provesOperation('listNotifications')

let world: World
let tenant: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  tenant = await customerWithServices(world.provider)
})

const about = (query: Record<string, string> = {}) => ({
  by: tenant.owner,
  params: { organizationId: tenant.organizationId },
  query,
})

describe('listNotifications', () => {
  test('200 with what was sent, to whom, why, and whether it arrived', async () => {
    const contact = await freshContact(tenant, ['technical'])
    const body = { category: 'security-incident', severity: 'low' }
    const { notificationId } = await succeed('sendNotification', sending(world, tenant, body))
    const listed = async () => (await succeed('listNotifications', about())).items[0]
    const sent = {
      notificationId,
      ...body,
      ...message,
      recipients: [
        {
          profileId: contact.profileId,
          organizationId: tenant.organizationId,
          name: 'Robin Claes',
          why: { as: 'holder', contactRole: 'technical', deputyOf: null, insteadOf: null },
          state: 'queued',
        },
      ],
    }
    expect(await listed()).toMatchObject(sent)
    await settle()
    expect((await listed())?.recipients.map(({ state }) => state)).toEqual(['sent'])
  })

  test('200 still names who was removed since, and who is of the organization above', async () => {
    const { profileId } = await freshPerson(tenant)
    const { organizationId, owner: by } = tenant
    const body = { category: 'service-desk', addressees: [profileId] }
    await succeed('sendNotification', sending(world, tenant, body))
    const { version } = await succeed('getProfile', { by, params: { organizationId, profileId } })
    await succeed('removeProfile', {
      by,
      params: { organizationId, profileId },
      headers: { 'if-match': `"${version}"` },
    })
    const [newest] = (await succeed('listNotifications', about())).items
    expect(newest?.recipients).toMatchObject([{ profileId, name: 'Robin Claes' }])
  })

  test('200 page by page, newest first, each once', async () => {
    const sent: string[] = []
    for (let more = 0; more < 5; more++)
      sent.unshift((await succeed('sendNotification', sending(world, tenant))).notificationId)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { items: readonly { notificationId: string }[]; nextCursor: string | null } = await succeed(
        'listNotifications',
        about({ limit: '2', ...(cursor !== null && { cursor }) }),
      )
      seen.push(...page.items.map(({ notificationId }) => notificationId))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen.slice(0, 5)).toEqual(sent)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
  })

  test('200 for the provider, and for whoever may read it in the organization', async () => {
    await succeed('listNotifications', { ...about(), by: world.provider.owner })
    await succeed('listNotifications', { ...about(), by: await freshPerson(tenant, { defaultRole: 'rol_viewer' }) })
  })

  test('400 invalid-cursor for a cursor of another list', async () => {
    await fail('invalid-cursor', 'listNotifications', about({ cursor: 'nonsense' }))
    const { nextCursor } = await succeed('listActivities', about({ limit: '1' }))
    await fail('invalid-cursor', 'listNotifications', about({ cursor: nextCursor ?? '' }))
  })

  test('403 forbidden without notifications:read, 404 for strangers', async () => {
    await fail('forbidden', 'listNotifications', { ...about(), by: tenant.plain })
    await fail('not-found', 'listNotifications', { ...about(), by: world.twin.owner })
  })
})
