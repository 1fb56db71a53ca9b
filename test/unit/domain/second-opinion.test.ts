import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../shared/domain/evaluator.ts'
import { trials } from '../../support/trials.ts'
import { heldByCedar } from './cedar-model.ts'
import { allRights, groupIds, moments, situation } from './random-organizations.ts'

describe('the evaluator and Cedar', () => {
  it('decide alike about everything that anyone may do, in random organizations', () => {
    let decisions = 0
    let allowed = 0
    fc.assert(
      fc.property(situation, fc.constantFrom(...moments), (where, at) => {
        const cedar = heldByCedar(where, at)
        for (const group of [undefined, ...groupIds]) {
          for (const permission of allRights) {
            const ours = evaluate(where, { permission, group, at }).allowed
            if (cedar(permission, group) !== ours)
              expect.fail(`${permission} in ${group ?? 'the organization'}: we say ${ours}, Cedar says ${!ours}`)
            decisions++
            if (ours) allowed++
          }
        }
      }),
      trials('the evaluator and Cedar', 500, { everyTime: true }),
    )
    console.log(`${decisions} decisions, ${allowed} of them to allow: alike`)
    expect(decisions).toBeGreaterThan(100_000)
    expect(allowed).toBeGreaterThan(10_000)
  }, 120_000)
})
