import { describe, expect, test } from 'vitest'
import { newSealKey, seal, unseal } from '../../shared/table/seal.ts'
import { newId } from '../support/table-fixtures.ts'

const values = { before: {}, after: { lastName: 'Łoś “quoted”', phone: '+3215000000' } }

describe('a seal', () => {
  test('opens with its key, for the activity it belongs to', () => {
    const [key, activityId] = [newSealKey(), newId('activity')]
    expect(unseal(seal(values, key, activityId), key, activityId)).toEqual(values)
  })

  test('opens with no other key and for no other activity', () => {
    const [key, activityId] = [newSealKey(), newId('activity')]
    const sealed = seal(values, key, activityId)
    expect(() => unseal(sealed, newSealKey(), activityId)).toThrow()
    expect(() => unseal(sealed, key, newId('activity'))).toThrow()
    expect(() => unseal(sealed, key, '')).toThrow()
  })

  test('does not open when one of its bytes was changed, or some are missing', () => {
    const [key, activityId] = [newSealKey(), newId('activity')]
    const bytes = Buffer.from(seal(values, key, activityId), 'base64')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => unseal(changed.toString('base64'), key, activityId), `byte ${at}`).toThrow()
    }
    for (const length of [0, 5, 12, 20, 28, bytes.length - 1]) {
      expect(() => unseal(bytes.subarray(0, length).toString('base64'), key, activityId), `${length} bytes`).toThrow()
    }
  })

  test('differs every time, and shows nothing of what it holds', () => {
    const [key, activityId] = [newSealKey(), newId('activity')]
    const sealed = Array.from({ length: 20 }, () => seal(values, key, activityId))
    expect(new Set(sealed).size).toBe(20)
    for (const one of sealed) expect(Buffer.from(one, 'base64').toString('latin1')).not.toMatch(/lastName|3215000000/)
  })

  test('has a key of 256 random bits', () => {
    const keys = Array.from({ length: 20 }, newSealKey)
    expect(new Set(keys).size).toBe(20)
    for (const key of keys) expect(Buffer.from(key, 'base64')).toHaveLength(32)
  })
})
