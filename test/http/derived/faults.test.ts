import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changes } from '../../../shared/contract/route.ts'
import { effectOf, expectWhole } from '../../support/fault-effects.ts'
import { failuresIn } from '../../support/fault-operations.ts'
import { sampling } from '../../support/fault-run.ts'
import { routeOf } from '../../support/gateway-call.ts'
import { guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { nothingHappenedToday } from '../../support/world-limits.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})
// Each operation has hundreds of mails sent.
beforeEach(() => nothingHappenedToday('organization-link-mails', world.customer.organizationId))

const changing = guarded.filter((operationId) => changes(routeOf(operationId)))
const choose = sampling('R1 operations', 0.2)

describe.each(changing)('%s, made again after a fault', (operationId) => {
  test('has happened once and whole, at whichever of its calls and whatever the fault was', async () => {
    const fresh = () => validCall(operationId, world)
    const judgePart = async (written: readonly object[], whole: readonly string[]) =>
      expectWhole(await effectOf(written), whole)
    expect(await failuresIn({ operationId, fresh, judgePart }, choose)).toEqual([])
  })
})
