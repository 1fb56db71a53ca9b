import { beforeAll, describe, expect, test } from 'vitest'
import { changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { changeOrganization, type OrganizationRecord } from '../../../shared/table/organization.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { commitRows, committedRows, writesBudgets } from '../../support/committed-table.ts'
import { send } from '../../support/gateway.ts'
import { callOf, routeOf, succeed } from '../../support/gateway-call.ts'
import { expectSuccess, guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { type Metered, meter } from '../../support/meter.ts'
import { runsLong } from '../../support/trials.ts'
import { definitionsIn, seedWorld, type World } from '../../support/world.ts'
import { freshContract } from '../../support/world-contract-records.ts'
import { crowd } from '../../support/world-crowd.ts'
import {
  freshCustomer,
  freshInvitee,
  freshPerson,
  insteadOfFreshCustomers,
  newToken,
  organizationOf,
} from '../../support/world-fresh.ts'

const heading = 'Routes'
const sizes = runsLong ? [10, 1000, 10_000] : [10, 1000]
const figures = ['calls', 'roundTrips', 'items', 'readUnits', 'writeUnits'] as const satisfies (keyof Metered)[]
const measured = new Map<OperationId, Metered[]>()
/** What reads comes first: what is written then makes no list longer. */
const rows = guarded.toSorted((one, other) => Number(changes(routeOf(one))) - Number(changes(routeOf(other))))

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

test.each(sizes)('every route is measured in an organization of %d people', async (size) => {
  const tenant = await freshCustomer(world.provider)
  const things = {
    profileId: (await freshPerson(tenant, { defaultRole: 'rol_viewer' })).profileId,
    invitationId: (await freshInvitee(tenant)).invitationId,
    ...(await definitionsIn(tenant)),
    contractId: await freshContract(tenant, { state: 'sent' }),
  }
  const customer = { ...world.customer, ...tenant, things }
  // An owner, somebody without permission, and two of the things are people.
  await crowd(tenant, 4, size)
  await insteadOfFreshCustomers(tenant, async () => {
    for (const operationId of rows) {
      // The second time, all that a container remembers is known.
      await once(operationId, { ...world, customer })
      const metered = await once(operationId, { ...world, customer })
      measured.set(operationId, [...(measured.get(operationId) ?? []), metered])
    }
  })
  expect(measured.size).toBe(rows.length)
})

async function once(operationId: OperationId, where: World): Promise<Metered> {
  const before = await organizationOf(where.customer.organizationId)
  const { by, ...request } = await validCall(operationId, where)
  const { result, ...metered } = await meter(() => send(callOf(operationId, { ...request, by })))
  expectSuccess(operationId, result)
  if (changes(routeOf(operationId))) await putBack(before)
  return metered
}

/** An organization that was suspended, removed or otherwise changed is as it was, for the next one. */
async function putBack(before: OrganizationRecord): Promise<void> {
  const { organizationId } = before
  const request = { by: world.provider.owner, params: { organizationId } }
  const { status } = await organizationOf(organizationId)
  if (status === 'removed') await succeed('restoreOrganization', request)
  if (status === 'suspended') await succeed('resumeOrganization', request)
  const { accessVersion, version, ...now } = await organizationOf(organizationId)
  await commit(
    [changeOrganization({ ...now, accessVersion, version }, { ...before, accessVersion, version })],
    newToken(),
  )
}

if (writesBudgets) {
  test('what was measured is written down', () => {
    commitRows(
      heading,
      [...measured].map(([operationId, all]) => [operationId, ...figures.map((figure) => cellOf(all, figure))]),
    )
  })
} else {
  describe('what was measured is what test/bench/budgets.md says', () => {
    const committed = committedRows(heading)
    test.each(rows)('%s', (operationId) => {
      const found = measured.get(operationId) ?? []
      const cells = committed.get(operationId) ?? []
      const written = figures.map((_, column) => cells[column]?.split(' / ') ?? [])
      expect(
        Object.fromEntries(figures.map((figure) => [figure, found.map((one) => one[figure])])),
        'a figure has moved: npm run budgets writes it anew, if it may',
      ).toEqual(
        Object.fromEntries(
          figures.map((figure, column) => [
            figure,
            found.map((_, at) => Number(written[column]?.[at] ?? written[column]?.[0])),
          ]),
        ),
      )
    })
    test.each(rows)(
      '%s costs as much among 10,000 people as among 1,000, and no list makes more than its reads dearer',
      (operationId) => {
        const dearer = (committed.get(operationId) ?? []).map((cell) => cell.split(' / ').map(Number))
        for (const [column, [, thousand, tenThousand]] of dearer.entries()) {
          expect(tenThousand).toBe(thousand)
          if (figures[column] !== 'readUnits') expect(thousand).toBeUndefined()
        }
      },
    )
    test('and it says nothing of routes that are not there', () => {
      expect([...committed.keys()]).toEqual(rows)
    })
  })
}

/** One figure where it is the same at every size. */
function cellOf(all: readonly Metered[], figure: (typeof figures)[number]): string {
  const values = all.map((one) => String(one[figure]))
  return new Set(values).size === 1 ? (values[0] ?? '') : values.join(' / ')
}
