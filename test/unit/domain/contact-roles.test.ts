import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type ServiceId, services } from '../../../shared/domain/catalog.ts'
import {
  type Candidate,
  type ContactRole,
  contactRoles,
  isRequired,
  missingPrerequisites,
  prerequisites,
} from '../../../shared/domain/contact-roles.ts'
import { noDefinitions } from '../../../shared/domain/evaluator.ts'
import { id } from '../../../shared/domain/ids.ts'
import { anyMoment, organization as anyOrganization, attestation, moments, sources } from './random-contacts.ts'

const [, at = ''] = moments
const roles = contactRoles.map((role) => role.id)
const everything = services.map((service) => service.id)

const organization = (active: readonly ServiceId[] = everything, status: 'active' | 'suspended' = 'active') => ({
  organizationId: id('organization', 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'),
  kind: 'customer' as const,
  status,
  services: active,
})
const member = (...groups: readonly string[]): Candidate => ({
  kind: 'person',
  user: true,
  groups: {},
  permissionGroups: Object.fromEntries(groups.map((group) => [id('permissionGroup', group), {}])),
})
const lacks = (
  role: ContactRole,
  candidate: Candidate,
  { place = organization(), stated = undefined as typeof attestation | undefined, definitions = noDefinitions } = {},
) => missingPrerequisites(role, candidate, stated, { organization: place, definitions }, at)

describe('C7 an organization must have', () => {
  test.each<[ContactRole, readonly ServiceId[], boolean]>([
    ['technical', [], true],
    ['commercial', [], true],
    ['dpo', [], true],
    ['watchlist', everything, false],
    ['security-escalation', everything.filter((one) => !one.startsWith('secwise')), false],
    ['security-escalation', ['secwise-watch'], true],
    ['security-escalation', ['secwise-care'], true],
  ])('%s where %j are active: %s', (role, active, required) => {
    expect(isRequired(role, active)).toBe(required)
  })

  it('and a role that is required stays so whatever else becomes active', () => {
    fc.assert(
      fc.property(fc.constantFrom(...roles), fc.subarray(everything), fc.subarray(everything), (role, some, more) => {
        if (isRequired(role, some)) expect(isRequired(role, [...some, ...more])).toBe(true)
      }),
    )
  })
})

describe('C1 a technical contact', () => {
  test.each(['requester', 'ticket-handler', 'it-administrator', 'security-administrator'])(
    'may be a %s of the Service Desk',
    (role) => {
      expect(lacks('technical', member(`pgr_service-desk-${role}`))).toEqual([])
    },
  )

  test.each<[string, Candidate]>([
    ['nothing', member()],
    ['a role of another service', member('pgr_reports-viewer', 'pgr_full-role')],
    ['membership that is over', { ...member(), permissionGroups: ended('pgr_service-desk-requester') }],
    ['a role and no sign-in', { ...member('pgr_service-desk-requester'), user: false }],
  ])('who has %s lacks a role in the Service Desk', (_, candidate) => {
    expect(lacks('technical', candidate)).toEqual(['service-desk-role'])
  })

  it('lacks it while the Service Desk is not active, and not while the organization is suspended', () => {
    const requester = member('pgr_service-desk-requester')
    expect(lacks('technical', requester, { place: organization(['reports']) })).toEqual(['service-desk-role'])
    expect(lacks('technical', requester, { place: organization(everything, 'suspended') })).toEqual([])
  })

  it('may hold the role by way of a group of the organization’s own, and of the one that replaced it', () => {
    const [old, next] = ['pgr_01k2r8v6m0q3s5t7w9x1y3z5a7', 'pgr_01k2r8v6m0q3s5t7w9x1y3z5a8'].map((group) =>
      id('permissionGroup', group),
    )
    if (!old || !next) throw new Error('two groups')
    const group = { portalRoles: [], applicationRoles: ['service-desk:requester'] as const, state: 'active' as const }
    const definitions = {
      roles: new Map(),
      permissionGroups: new Map([
        [old, { ...group, permissionGroupId: old, state: 'removed' as const, replacedBy: next }],
        [next, { ...group, permissionGroupId: next }],
      ]),
    }
    expect(lacks('technical', member(old), { definitions })).toEqual([])
    definitions.permissionGroups.delete(next)
    expect(lacks('technical', member(old), { definitions })).toEqual(['service-desk-role'])
  })
})

describe('C2 a commercial contact', () => {
  it('needs a statement of signing authority, and nothing else: no sign-in, no role', () => {
    const contact = { ...member(), user: false }
    expect(lacks('commercial', contact)).toEqual(['signing-authority'])
    expect(lacks('commercial', contact, { stated: attestation })).toEqual([])
  })
})

describe('C3 a security escalation contact', () => {
  test.each<[string, readonly ServiceId[], readonly string[]]>([
    ['pgr_service-desk-it-administrator', everything, []],
    ['pgr_service-desk-security-administrator', ['service-desk', 'secwise-care'], []],
    ['pgr_service-desk-requester', everything, ['security-administrator']],
    ['pgr_service-desk-it-administrator', ['service-desk'], ['secwise-active']],
    ['pgr_service-desk-it-administrator', ['secwise-watch'], ['security-administrator']],
    ['pgr_secwise-watch-analyst', [], ['secwise-active', 'security-administrator']],
  ])('in %s, where %j are active, lacks %j', (group, active, missing) => {
    expect(lacks('security-escalation', member(group), { place: organization(active) })).toEqual(missing)
  })

  it('is a user', () => {
    const contact = { ...member('pgr_service-desk-it-administrator'), user: false }
    expect(lacks('security-escalation', contact)).toEqual(['security-administrator'])
  })
})

describe('C4 and P3', () => {
  it('a DPO and a watchlist contact need nothing', () => {
    expect([lacks('dpo', member()), lacks('watchlist', { ...member(), user: false })]).toEqual([[], []])
  })

  it('a shared mailbox holds watchlist, and nothing else whatever it has', () => {
    const mailbox = { ...member('pgr_service-desk-it-administrator'), kind: 'shared-mailbox', user: false } as const
    expect(roles.filter((role) => lacks(role, mailbox, { stated: attestation }).length === 0)).toEqual(['watchlist'])
    expect(lacks('dpo', mailbox)).toEqual(['person'])
  })
})

it('what is missing depends on what was given and on nothing that coverage tells apart', () => {
  fc.assert(
    fc.property(fc.constantFrom(...roles), sources, anyOrganization, anyMoment, (role, { contacts }, place, moment) => {
      for (const contact of contacts) {
        const of = (candidate: Candidate) =>
          missingPrerequisites(role, candidate, undefined, { organization: place, definitions: noDefinitions }, moment)
        const { kind, user, permissionGroups, groups } = contact
        expect(of(contact)).toEqual(of({ kind, user, permissionGroups, groups }))
        for (const missing of of(contact)) expect(prerequisites[missing].length).toBeGreaterThan(20)
      }
    }),
  )
})

function ended(group: string): Candidate['permissionGroups'] {
  return { [id('permissionGroup', group)]: { validUntil: at } }
}
