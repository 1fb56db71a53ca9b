import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { Problem } from '../../shared/domain/problems.ts'
import { tableName } from '../../shared/table/schema.ts'
import { check, commit, Moved, put, remove, tryOut, update, type Write } from '../../shared/table/transaction.ts'
import { whileMeddling, whileMeddlingOnTheWire } from '../support/dynamodb-faults.ts'
import { attemptTo, itemAt, newId } from '../support/table-fixtures.ts'

const Key = (pk: string) => ({ pk, sk: 'transaction' })
const inTable = () => ({ TableName: tableName() })
const absent = { ConditionExpression: 'attribute_not_exists(pk)' }
const present = { ConditionExpression: 'attribute_exists(pk)' }

const creating = (pk: string, refusal?: Write['refusal']) =>
  put({ ...inTable(), Item: { ...Key(pk), told: pk }, ...absent }, refusal)
const failing = (pk: string, refusal?: Write['refusal']) => check({ ...inTable(), Key: Key(pk), ...present }, refusal)
const taken = new Problem('address-taken')
const alsoTaken = new Problem('external-id-taken')

describe('commit', () => {
  test('writes, changes, removes and checks all of them at once', async () => {
    await commit([creating('one'), creating('two')], newId('activity'))
    const changing = update({
      ...inTable(),
      Key: Key('one'),
      UpdateExpression: 'SET told = :told',
      ExpressionAttributeValues: { ':told': 'changed' },
    })
    await commit([changing, remove({ ...inTable(), Key: Key('two'), ...present })], newId('activity'))
    expect((await itemAt('one', 'transaction'))?.told).toBe('changed')
    expect(await itemAt('two', 'transaction')).toBeUndefined()
  })

  test('writes nothing when one condition fails', async () => {
    expect(await attemptTo(creating('three'), failing('nowhere'))).toBe('moved')
    expect(await itemAt('three', 'transaction')).toBeUndefined()
  })

  test('does nothing, and calls nobody, without writes', async () => {
    const calls: string[] = []
    await whileMeddling(
      async ({ command, goOn }) => {
        calls.push(command)
        return goOn()
      },
      () => commit([], newId('activity')),
    )
    expect(calls).toEqual([])
  })

  test('throws the very Problem of the failing item', async () => {
    await expect(commit([failing('nowhere', taken)], newId('activity'))).rejects.toBe(taken)
  })

  test('throws the Problem that stands first, wherever the items fail', async () => {
    const both = [failing('nowhere', taken), failing('nowhere else', alsoTaken)]
    expect(await attemptTo(...both)).toBe('address-taken')
    expect(await attemptTo(...both.reverse())).toBe('external-id-taken')
  })

  test('throws the Problem, not that something moved, whichever of them stands first', async () => {
    expect(await attemptTo(failing('nowhere'), failing('nowhere else', taken))).toBe('address-taken')
    expect(await attemptTo(failing('nowhere', taken), failing('nowhere else'))).toBe('address-taken')
  })

  test('does not throw the Problem of an item that would have been written', async () => {
    expect(await attemptTo(creating('four', taken), failing('nowhere'))).toBe('moved')
  })

  test('keeps what DynamoDB said as the cause', async () => {
    const error: unknown = await commit([failing('nowhere')], newId('activity')).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Moved)
    expect(error instanceof Moved && error.cause).toBeInstanceOf(TransactionCanceledException)
  })

  test('is harmless when the same call comes twice, and refuses other items under the same token', async () => {
    const token = newId('activity')
    await commit([creating('five')], token)
    await expect(commit([creating('five')], token)).resolves.toBeUndefined()
    await expect(commit([creating('six')], token)).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    })
    expect(await itemAt('six', 'transaction')).toBeUndefined()
  })

  test('happens once when its answer is lost on the way and the SDK sends it again', async () => {
    let sent = 0
    await whileMeddlingOnTheWire(
      async ({ goOn }) => {
        const answer = await goOn()
        sent += 1
        if (sent > 1) return answer
        throw Object.assign(new Error('the connection was lost'), { name: 'TimeoutError' })
      },
      () => commit([creating('seven', taken)], newId('activity')),
    )
    expect(sent).toBe(2)
    expect(await itemAt('seven', 'transaction')).toBeDefined()
  })
})

describe('tryOut', () => {
  const outcomeOf = async (asked: Promise<void>): Promise<unknown> =>
    asked.then(
      () => 'done',
      (error: unknown) => (error instanceof Moved ? 'moved' : error),
    )
  const changing = (pk: string, refusal?: Write['refusal']) =>
    update(
      {
        ...inTable(),
        Key: Key(pk),
        UpdateExpression: 'SET #told = :told, #toldAgain = :toldAgain',
        ConditionExpression: '#told = :pk OR #told = :toldAgain',
        ExpressionAttributeNames: { '#told': 'told', '#toldAgain': 'toldAgain' },
        ExpressionAttributeValues: { ':told': 'changed', ':toldAgain': 'again', ':pk': pk },
      },
      refusal,
    )
  const removing = (pk: string, refusal?: Write['refusal']) =>
    remove({ ...inTable(), Key: Key(pk), ...present }, refusal)

  test.each<[what: string, write: (pk: string, refusal?: Write['refusal']) => Write, isThere: boolean]>([
    ['put', creating, false],
    ['changed', changing, true],
    ['removed', removing, true],
    ['checked', failing, true],
  ])('says of an item that is %s what commit says, and changes nothing', async (what, write, isThere) => {
    const [there, nowhere] = [`tried ${what}`, `absent ${what}`]
    await commit([creating(there)], newId('activity'))
    const before = await itemAt(there, 'transaction')
    for (const pk of [there, nowhere])
      for (const refusal of [undefined, taken]) {
        const told = await outcomeOf(tryOut([write(pk, refusal)], newId('activity')))
        expect(told).toBe((pk === there) === isThere ? 'done' : (refusal ?? 'moved'))
      }
    expect(await itemAt(there, 'transaction')).toEqual(before)
    expect(await itemAt(nowhere, 'transaction')).toBeUndefined()
    for (const pk of [there, nowhere]) {
      const told = await outcomeOf(tryOut([write(pk, taken)], newId('activity')))
      expect(told).toBe(await outcomeOf(commit([write(pk, taken)], newId('activity'))))
    }
  })

  test('throws the Problem that stands first, as commit does', async () => {
    const both = [failing('nowhere', taken), creating('tried out'), failing('nowhere else', alsoTaken)]
    expect(await outcomeOf(tryOut(both, newId('activity')))).toBe(taken)
    expect(await outcomeOf(tryOut(both.reverse(), newId('activity')))).toBe(alsoTaken)
  })

  test('asks nothing where nothing is demanded', async () => {
    const calls: string[] = []
    await whileMeddling(
      async ({ command, goOn }) => {
        calls.push(command)
        return goOn()
      },
      () => tryOut([put({ ...inTable(), Item: Key('demanding nothing') })], newId('activity')),
    )
    expect(calls).toEqual([])
    expect(await itemAt('demanding nothing', 'transaction')).toBeUndefined()
  })
})

describe('what a cancelled transaction means', () => {
  const cancelledWith = async (codes: readonly string[], writes: readonly Write[]): Promise<unknown> =>
    whileMeddling(
      async () => {
        throw new TransactionCanceledException({
          $metadata: {},
          message: `Transaction cancelled [${codes.join(', ')}]`,
          CancellationReasons: codes.map((Code) => ({ Code })),
        })
      },
      () => commit(writes, newId('activity')).catch((error: unknown) => error),
    )
  const write = failing('nowhere')
  const guarded = failing('nowhere', taken)

  test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    '%s: somebody was quicker, on a guard too, since nobody has looked at its condition',
    async (code) => {
      expect(await cancelledWith(['None', code], [guarded, write])).toBeInstanceOf(Moved)
      expect(await cancelledWith([code, 'None'], [guarded, write])).toBeInstanceOf(Moved)
    },
  )

  test('a failed guard comes before a conflict', async () => {
    expect(await cancelledWith(['TransactionConflict', 'ConditionalCheckFailed'], [write, guarded])).toBe(taken)
  })

  test.each(['ItemCollectionSizeLimitExceeded', 'ValidationError'])(
    '%s: a fault of ours, thrown as it is and not tried again',
    async (code) => {
      expect(await cancelledWith([code], [write])).toBeInstanceOf(TransactionCanceledException)
    },
  )

  test('any other error is thrown as it is', async () => {
    const lost = new Error('the network is down')
    const thrown = await whileMeddling(
      async () => {
        throw lost
      },
      () => commit([write], newId('activity')).catch((error: unknown) => error),
    )
    expect(thrown).toBe(lost)
  })
})
