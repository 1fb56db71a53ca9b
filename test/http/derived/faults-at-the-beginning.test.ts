import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { documents } from '../../../shared/table/client.ts'
import { tableName } from '../../../shared/table/schema.ts'
import { publishNew } from '../../support/cloud-services-bus.ts'
import { type Cell, cellsOf, failuresOf, type Run, runWith, sampling } from '../../support/fault-run.ts'
import { tableViolations } from '../../support/invariants.ts'
import { firstAdministrator } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshEmail } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

const choose = sampling('R1 first administrator', 1)

test('whoever deploys it and gets no answer invokes it again: there is one provider and one invitation, which may have been sent again', async () => {
  const reference = await begin()
  const prove = async (cell: Cell): Promise<void> => {
    const { runs, entities, actions } = await begin(cell)
    expect(runs[0]?.struck, 'there was no such call').toBe(true)
    expect(runs.at(-1)?.error).toBeUndefined()
    expect(entities).toEqual(reference.entities)
    expect(actions.filter((action) => action !== 'invitation.sent-again')).toEqual(reference.actions)
  }
  const { calls = [] } = reference.runs[0] ?? {}
  expect(calls.length).toBeGreaterThan(1)
  expect(await failuresOf(choose(cellsOf(calls), 'first-administrator'), prove)).toEqual([])
})

/** In a table with nothing in it, as often as it takes. */
async function begin(cell?: Cell) {
  const asked = { organizationName: 'Northwind', email: freshEmail(), firstName: 'Ada', lastName: 'Peeters' }
  const runs: Run<unknown>[] = []
  for (const wait of [0, 1, 2].map(after.minutes))
    if (runs.length === 0 || runs.at(-1)?.answer === undefined)
      runs.push(
        await atTime(wait, () => runWith(runs.length === 0 ? cell : undefined, () => firstAdministrator(asked))),
      )
  await runs[0]?.comeLate()
  expect(await tableViolations()).toEqual([])
  const actions = (await publishNew()).map(({ detailType }) => detailType).sort()
  const items = await dumpTable()
  for (const { pk, sk } of items) await documents.send(new DeleteCommand({ TableName: tableName(), Key: { pk, sk } }))
  const entities = items.map((item) => item.__edb_e__).filter((entity) => entity !== 'activity' && entity !== 'limit')
  return { runs, entities, actions }
}
