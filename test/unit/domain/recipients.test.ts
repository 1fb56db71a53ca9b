import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EmailAddress, foldAddress, parseEmailAddress } from '../../../shared/domain/address.ts'
import { type ContactRole, contactRoles } from '../../../shared/domain/contact-roles.ts'
import { id } from '../../../shared/domain/ids.ts'
import {
  destinationOf,
  mayBeMuted,
  mutableCategories,
  notificationCategories,
  type Subject,
  severities,
} from '../../../shared/domain/notification-categories.ts'
import { type RecipientSources, recipientsOf, type Writable } from '../../../shared/domain/recipients.ts'
import { isReached } from '../../../shared/domain/role-coverage.ts'

const ulid = (number: number): string => `01k${String(number).padStart(23, '0')}`
const organizationId = id('organization', `org_${ulid(1)}`)
const profileIds = [1, 2, 3, 4, 5].map((number) => id('profile', `prf_${ulid(number)}`))
const address = (text: string): EmailAddress => {
  const email = parseEmailAddress(text)
  if (!email) throw new Error(`${text} is no address`)
  return email
}
const at = '2026-03-03T00:00:00.000Z'
const administrator = {
  organizationId,
  profileId: id('profile', `prf_${ulid(9)}`),
  email: address('owner@contoso.example'),
}
const desk = id('permissionGroup', 'pgr_service-desk-it-administrator')
const subjects: readonly Subject[] = notificationCategories.flatMap(({ id: category }): Subject[] =>
  category === 'security-incident' ? severities.map((severity) => ({ category, severity })) : [{ category }],
)

/** When everybody was named. */
const named = '2026-03-01T00:00:00.000Z'
const dates = fc.constantFrom(
  { from: '2026-03-01T00:00:00.000Z', until: '2026-03-02T00:00:00.000Z' },
  { from: '2026-03-01T00:00:00.000Z', until: at },
  { from: at, until: '2026-03-04T00:00:00.000Z' },
  { from: '2026-03-01T00:00:00.000Z', until: '2026-03-05T00:00:00.000Z' },
)
const anyRole: fc.Arbitrary<ContactRole> = fc.constantFrom(...contactRoles.map((role) => role.id))
const contact = (number: number): fc.Arbitrary<Writable> =>
  fc
    .record({
      roles: fc.uniqueArray(anyRole, { maxLength: 3 }),
      standsIn: fc.option(fc.record({ role: anyRole, holder: fc.constantFrom(...profileIds), dates }), {
        nil: undefined,
      }),
      status: fc.oneof(
        { weight: 4, arbitrary: fc.constant('active' as const) },
        fc.constantFrom('invited' as const, 'deactivated' as const),
      ),
      addressState: fc.oneof(
        { weight: 4, arbitrary: fc.constant('verified' as const) },
        fc.constantFrom('unverified' as const, 'undeliverable' as const, 'disowned' as const),
      ),
      qualifies: fc.boolean(),
      mutedCategories: fc.subarray([...mutableCategories, 'incident']),
    })
    .map(({ roles, standsIn, qualifies, ...rest }) => {
      const profileId = profileIds[number] ?? administrator.profileId
      const attestation = {
        version: '2026-11',
        attestedAt: named,
        attestedBy: 'deployer' as const,
      }
      return {
        ...rest,
        profileId,
        kind: 'person',
        user: true,
        email: address(`contact-${number}@contoso.example`),
        roles: Object.fromEntries(
          roles.map((role) => [role, { assignedAt: named, ...(qualifies && { attestation }) }]),
        ),
        deputyFor:
          standsIn && standsIn.holder !== profileId
            ? { [standsIn.role]: { [standsIn.holder]: { ...standsIn.dates, ...(qualifies && { attestation }) } } }
            : {},
        permissionGroups: qualifies ? { [desk]: {} } : {},
        groups: {},
      }
    })

const sources: fc.Arbitrary<RecipientSources> = fc
  .tuple(fc.tuple(contact(0), contact(1), contact(2), contact(3), contact(4)), fc.boolean(), fc.subarray(profileIds))
  .map(([contacts, names, addressed]) => ({
    organization: { organizationId, kind: 'customer', status: 'active', services: ['service-desk', 'secwise-care'] },
    definitions: { permissionGroups: new Map(), roles: new Map() },
    contacts,
    order: {},
    administrators: [administrator],
    securityOperations: names ? address('soc@northwind.example') : undefined,
    addressees: contacts.filter(({ profileId }) => addressed.includes(profileId)),
  }))

const check = (holds: (subject: Subject, from: RecipientSources) => void) =>
  fc.assert(fc.property(fc.constantFrom(...subjects), sources, holds), { numRuns: 2000 })

describe('whoever gets a message', () => {
  test('gets one copy, at an address that is theirs', () => {
    check((subject, from) => {
      const { recipients } = recipientsOf(subject, from, at)
      const addresses = recipients.map(({ email }) => foldAddress(email))
      expect(new Set(addresses).size).toBe(addresses.length)
      for (const { profileId, email } of recipients) {
        const known = [...from.contacts, administrator].find((one) => one.profileId === profileId)
        expect(email).toBe(known?.email ?? from.securityOperations)
      }
    })
  })

  test('as a holder or a deputy can be reached, has not switched it off, and stands for the role at that moment', () => {
    check((subject, from) => {
      for (const { profileId, why } of recipientsOf(subject, from, at).recipients) {
        if (why.as !== 'holder' && why.as !== 'deputy') continue
        const contact = from.contacts.find((one) => one.profileId === profileId)
        if (!contact) throw new Error('a stranger')
        expect(isReached(contact)).toBe(true)
        if (mayBeMuted(subject.category)) expect(contact.mutedCategories).not.toContain(subject.category)
        const standsInFor = why.as === 'deputy' && why.deputyOf
        if (standsInFor) {
          const term = contact.deputyFor[why.contactRole]?.[standsInFor]
          expect(term && term.from <= at && at < term.until).toBe(true)
        } else expect(contact.roles[why.contactRole]).toBeDefined()
      }
    })
  })

  test('is every reachable holder of every role it goes to who is not absent and has not switched it off', () => {
    check((subject, from) => {
      const { recipients } = recipientsOf(subject, from, at)
      const { goals, primaryAlone } = destinationOf(subject)
      if (primaryAlone) return
      for (const { contactRole } of goals)
        for (const holder of from.contacts) {
          const { profileId } = holder
          const absent = from.contacts.some(({ deputyFor }) => {
            const term = deputyFor[contactRole]?.[profileId]
            return term && term.from <= at && at < term.until
          })
          const muted = mayBeMuted(subject.category) && holder.mutedCategories.includes(subject.category)
          if (!holder.roles[contactRole] || absent || muted || !isReached(holder)) continue
          expect(recipients.map((one) => one.profileId)).toContain(profileId)
        }
    })
  })

  test('is the administrators exactly where nobody of a role, or of the one it goes to else, is reached or has switched it off', () => {
    check((subject, from) => {
      const { recipients, passedOver, unserved } = recipientsOf(subject, from, at)
      const told = recipients.some(({ why }) => why.as === 'administrator')
      expect(told).toBe(unserved.length > 0)
      for (const contactRole of unserved) {
        expect(recipients.some(({ why }) => 'contactRole' in why && why.contactRole === contactRole)).toBe(false)
        expect(passedOver.some((one) => one.contactRole === contactRole && one.because === 'muted')).toBe(false)
      }
    })
  })

  test('without the administrators is the same but for them', () => {
    check((subject, from) => {
      const { recipients, ...rest } = recipientsOf(subject, from, at)
      const { administrators: _, ...without } = from
      const found = recipientsOf(subject, without, at)
      expect(found.unserved).toEqual(rest.unserved)
      expect(found.recipients).toEqual(recipients.filter(({ why }) => why.as !== 'administrator'))
    })
  })

  test('and whoever does not is told apart: nobody is both, but a holder who is absent from one role and stands for another', () => {
    check((subject, from) => {
      const { recipients, passedOver } = recipientsOf(subject, from, at)
      const gets = new Set(recipients.map(({ profileId }) => profileId))
      for (const { profileId, because } of passedOver) if (because !== 'absent') expect(gets.has(profileId)).toBe(false)
    })
  })

  test('of a contract is at most the first Commercial Contact in person', () => {
    check((_, from) => {
      const { recipients } = recipientsOf({ category: 'contract' }, from, at)
      expect(recipients.length).toBeLessThanOrEqual(1)
      for (const { why } of recipients) expect(why).toEqual({ as: 'holder', contactRole: 'commercial' })
    })
  })
})

describe('the categories', () => {
  test('are those of the catalog, each with whom it goes to and whether it may be switched off', () => {
    const rows = subjects.map((subject) => {
      const { goals, ...also } = destinationOf(subject)
      const chain = goals.map((goal) => [goal.contactRole, ...('else' in goal ? [goal.else] : [])].join(' else '))
      const words = [...chain, ...Object.keys(also)].join(', ')
      return `${[subject.category, subject.severity].filter(Boolean).join(' ')}: ${words}${mayBeMuted(subject.category) ? ', may be muted' : ''}`
    })
    expect(rows).toEqual([
      'technical-update: technical, may be muted',
      'health-alert: technical, may be muted',
      'change: technical, may be muted',
      'incident: technical',
      'tenant-issue: technical',
      'licensing: commercial, may be muted',
      'renewal: commercial, may be muted',
      'contract: commercial, primaryAlone',
      'privacy: dpo, may be muted',
      'audit: dpo, may be muted',
      'data-breach: dpo, technical',
      'service-desk: addressees, copiesWatchlist',
      'security-incident critical: security-escalation else technical, namesSecurityOperations',
      'security-incident high: security-escalation else technical, namesSecurityOperations',
      'security-incident medium: technical',
      'security-incident low: technical',
    ])
  })
})
