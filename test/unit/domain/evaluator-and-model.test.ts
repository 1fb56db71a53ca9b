import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveRights, evaluate, isOwner } from '../../../shared/domain/evaluator.ts'
import { isPlainlyOwner, plainlyHolds } from './plain-model.ts'
import { allRights, moments, question, situation } from './random-organizations.ts'

describe('the evaluator and a plain model of the rules', () => {
  it('agree on every right in 10,000 random situations', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(situation, question, (where, { at, group }) => {
        const held = effectiveRights(where, { group, at })
        for (const permission of allRights) {
          const expected = plainlyHolds(where, permission, group, at)
          const decision = evaluate(where, { permission, group, at })
          if (decision.allowed !== expected) throw new Error(`${permission}: ${JSON.stringify(decision)}`)
          if (held.has(permission) !== expected) throw new Error(`${permission}: effectiveRights differs`)
          if (decision.allowed) expect(held.get(permission)).toEqual(decision.path)
          expect(decision.path.length).toBeGreaterThan(0)
          for (const { kind } of decision.path) seen.set(kind, (seen.get(kind) ?? 0) + 1)
        }
      }),
      { numRuns: 10_000 },
    )
    // Every way to a right, and every way to be denied one, came up.
    expect([...seen.keys()].sort()).toEqual([
      'acting',
      'deactivated',
      'default-role',
      'ended',
      'group-role',
      'not-yet',
      'nothing-grants-it',
      'organization-removed',
      'organization-suspended',
      'out-of-reach',
      'permission-group',
      'replaced-by-group-role',
      'service-not-active',
    ])
  }, 120_000)

  it('agree on who is an owner', () => {
    let owners = 0
    fc.assert(
      fc.property(situation, fc.constantFrom(...moments), (where, at) => {
        const expected = isPlainlyOwner(where, at)
        expect(isOwner(where, at)).toBe(expected)
        if (expected) owners++
      }),
      { numRuns: 5_000 },
    )
    expect(owners).toBeGreaterThan(50)
  }, 120_000)

  it('never give an owner-only permission through acting, nor a provider-only one in a customer', () => {
    fc.assert(
      fc.property(situation, question, (where, { at, group }) => {
        const acting = { ...where, access: undefined }
        const held = effectiveRights(acting, { group, at })
        for (const right of [
          'organization:remove',
          'roles:manage',
          'billing:manage',
          'customers:administer',
        ] as const) {
          expect(held.has(right)).toBe(false)
        }
        if (where.organization.kind === 'provider') return
        const all = effectiveRights(where, { group, at })
        for (const right of ['services:manage', 'documents:manage', 'notifications:send'] as const) {
          expect(all.has(right)).toBe(false)
        }
      }),
      { numRuns: 5_000 },
    )
  }, 120_000)
})
