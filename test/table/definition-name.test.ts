import { describe, expect, test } from 'vitest'
import { changeName, freeName, type Named, takeName } from '../../shared/table/definition-name.ts'
import { attemptTo, itemAt, newId, save, tally } from '../support/table-fixtures.ts'

const aName = (organizationId = newId('organization'), name = 'Night shift'): Named => ({
  organizationId,
  kind: 'permission-group',
  definitionId: newId('permissionGroup'),
  name,
})
const countOf = async ({ organizationId, kind }: Named) =>
  (await itemAt(`${organizationId}#names`, `count#${kind}`))?.count

describe('the name of a definition', () => {
  test('is taken by one alone, whatever its capitals; elsewhere it is free', async () => {
    const named = aName()
    expect(await attemptTo(takeName(named))).toBe('done')
    expect(await attemptTo(takeName(aName(named.organizationId, 'NIGHT SHIFT')))).toBe('name-taken')
    expect(await attemptTo(takeName(aName(named.organizationId, 'Night shifts')))).toBe('done')
    expect(await attemptTo(takeName(aName()))).toBe('done')
  })

  test('stands nowhere in a key as it was typed', async () => {
    const named = aName()
    const written = JSON.stringify(takeName(named).map(({ item }) => item.Put?.Item ?? {}))
    expect(written).not.toMatch(/night shift/i)
  })

  test('is free again once it was changed or its definition is gone, and only its holder frees it', async () => {
    const named = aName()
    const other = aName(named.organizationId)
    await save(takeName(named))
    expect(await attemptTo(freeName(other))).toBe('moved')
    expect(await attemptTo(changeName(other, 'Day shift'))).toBe('moved')
    await save(changeName(named, 'Day shift'))
    expect(await attemptTo(takeName(other))).toBe('done')
    await save(freeName({ ...named, name: 'Day shift' }))
    expect(await attemptTo(takeName(aName(named.organizationId, 'Day shift')))).toBe('done')
  })

  test('costs nothing where it changes in capitals alone', () => {
    expect(changeName(aName(), 'night SHIFT')).toEqual([])
  })

  test('is counted, up to 200 of a kind, and a change counts nothing', async () => {
    const { organizationId } = aName()
    for (let twenty = 0; twenty < 10; twenty++) {
      for (let one = 0; one < 20; one++) await save(takeName(aName(organizationId, `Team ${twenty}-${one}`)))
    }
    const last = aName(organizationId, 'The last one')
    expect(await attemptTo(takeName(last))).toBe('too-many-permission-groups-here')
    expect(await itemAt(`${organizationId}#names`, 'count#permission-group')).toMatchObject({ count: 200 })
  })

  test('goes to one of ten that want it at once', async () => {
    const { organizationId } = aName()
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => attemptTo(takeName(aName(organizationId)))))
    const { done, ...others } = tally(outcomes)
    expect(done).toBe(1)
    expect(Object.keys(others).every((code) => ['name-taken', 'moved', 'busy'].includes(code))).toBe(true)
    expect(await countOf(aName(organizationId))).toBe(1)
  })
})
