import { beforeAll, describe, expect, test } from 'vitest'
import type { ProfileId } from '../../../shared/domain/ids.ts'
import { activitiesIn, effectOf } from '../../support/fault-effects.ts'
import { failuresIn } from '../../support/fault-operations.ts'
import { sampling } from '../../support/fault-run.ts'
import type { Answer } from '../../support/gateway.ts'
import { type Request, succeed } from '../../support/gateway-call.ts'
import { tableViolations } from '../../support/invariants.ts'
import { beginProvider } from '../../support/world.ts'
import { giveGroup } from '../../support/world-changes.ts'
import { freshCustomer, freshPermissionGroup, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { nothingHappenedToday } from '../../support/world-limits.ts'
import { freshEmail } from '../../support/world-people.ts'

/** As many as three transactions take. */
const people = 50
const invited = 30
const choose = sampling('R1 operations of several transactions', 0.1)

let tenant: MadeTenant
let profileIds: readonly ProfileId[]
beforeAll(async () => {
  tenant = await freshCustomer(await beginProvider())
  profileIds = await Promise.all(Array.from({ length: people }, async () => (await freshPerson(tenant)).profileId))
})

/** How the effect on these people is told: it is the same people each time. */
const effect = (written: readonly object[]) => effectOf(written, { leaving: { profile: ['version'] } })

describe('a change to more people than one transaction takes, made again after a fault', () => {
  test('has happened once to everybody, and whatever was done before it broke off is whole', async () => {
    const { organizationId, owner: by } = tenant
    let filled: Request | undefined
    const fresh = async (): Promise<Request> => {
      if (filled) await emptied(filled)
      const permissionGroupId = await freshPermissionGroup(tenant)
      filled = { by, params: { organizationId, permissionGroupId }, headers: { 'if-match': '"1"' } }
      return { ...filled, body: { profileIds } }
    }
    const judgePart = async (written: readonly object[]) => {
      expect(written.map(activitiesIn)).not.toContain(0)
      expect(await tableViolations()).toEqual([])
    }
    const which = { operationId: 'replacePermissionGroupMembers', fresh, judgePart, effect } as const
    expect(await failuresIn(which, choose)).toEqual([])
  })

  test('has happened once to everybody from whom access is withdrawn as their group is removed', async () => {
    const { organizationId, owner: by } = tenant
    const fresh = async (): Promise<Request> => {
      const groupId = await freshGroup(organizationId)
      for (const profileId of profileIds) await giveGroup({ organizationId, profileId }, groupId)
      return { by, params: { organizationId, groupId }, query: { force: 'true' } }
    }
    const judgePart = async () => expect(await tableViolations()).toEqual([])
    expect(await failuresIn({ operationId: 'removeGroup', fresh, judgePart, effect }, choose)).toEqual([])
  })

  test.each([
    ['inviteUsers', (addresses: readonly string[]) => ({ addresses, permissionGroups: ['pgr_full-role'] })],
    ['applyImport', (addresses: readonly string[]) => ({ csv: ['email', ...addresses].join('\n') })],
  ] as const)('%s: everybody is invited once, and the same outcome is told of each', async (operationId, bodyOf) => {
    const { organizationId, owner: by } = tenant
    const fresh = async (): Promise<Request> => {
      await nothingHappenedToday('organization-link-mails', organizationId)
      const addresses = Array.from({ length: invited }, () => freshEmail())
      return { by, params: { organizationId }, body: bodyOf(addresses) }
    }
    const judgePart = async (written: readonly object[]) => {
      // That the call has begun is written down alone.
      const transactions = written.filter((input) => 'TransactItems' in input)
      expect(transactions.map(activitiesIn)).not.toContain(0)
      expect(await tableViolations()).toEqual([])
    }
    const judgeAnswer = ({ body }: Answer) => {
      const { items, rows = items }: { items: { outcome: string }[]; rows?: { outcome: string }[] } = JSON.parse(body)
      expect(rows.map(({ outcome }) => outcome)).toEqual(Array(invited).fill('invited'))
    }
    expect(await failuresIn({ operationId, fresh, judgePart, judgeAnswer }, choose)).toEqual([])
  })

  /** Nobody is in more than 20 groups. */
  async function emptied({ by = 'nobody', params = {} }: Request): Promise<void> {
    const { version } = await succeed('getPermissionGroup', { by, params })
    const headers = { 'if-match': `"${version}"` }
    await succeed('replacePermissionGroupMembers', { by, params, headers, body: { profileIds: [] } })
  }
})
