import { describe, expect, test } from 'vitest'
import {
  type AccessQuestion,
  answersGiven,
  meantBy,
  namedBy,
  rightNamed,
  subjectNamed,
  whereNamed,
} from '../../../shared/domain/access-question.ts'
import { permissions, services } from '../../../shared/domain/catalog.ts'
import { id } from '../../../shared/domain/ids.ts'

const tail = '01k2r8v6m0q3s5t7w9x1y3z5a7'
const organizationId = id('organization', `org_${tail}`)
const identityId = id('identity', `idn_${tail}`)
const profileId = id('profile', `prf_${tail}`)
const groupId = id('group', `grp_${tail}`)

const question = (more: Partial<AccessQuestion> = {}): AccessQuestion => ({
  subject: { type: 'user', id: identityId },
  action: { name: 'profiles:read' },
  resource: { type: 'organization', id: organizationId },
  ...more,
})

describe('what a question means', () => {
  test('a sign-in or a profile, a permission at the organization or in a group, an application role in its service', () => {
    const subject = { identityId }
    expect(meantBy(question(), organizationId)).toEqual({
      subject,
      right: 'profiles:read',
      where: { type: 'organization' },
    })
    expect(meantBy(question({ resource: { type: 'group', id: groupId } }), organizationId)).toEqual({
      subject,
      right: 'profiles:read',
      where: { type: 'group', groupId },
    })
    const inService = question({
      subject: { type: 'profile', id: profileId },
      action: { name: 'reports:viewer' },
      resource: { type: 'service', id: 'reports' },
    })
    expect(meantBy(inService, organizationId)).toEqual({
      subject: { profileId },
      right: 'reports:viewer',
      where: { type: 'service', service: 'reports' },
    })
  })

  test('nothing, where a subject, a resource or an action can be nobody’s here', () => {
    const other = id('organization', 'org_01k2r8v6m0q3s5t7w9x1y3z5a8')
    for (const more of [
      { subject: { type: 'user', id: profileId } },
      { subject: { type: 'profile', id: identityId } },
      { subject: { type: 'User', id: identityId } },
      { subject: { type: 'user', id: `${identityId} ` } },
      { resource: { type: 'organization', id: other } },
      { resource: { type: 'group', id: organizationId } },
      { resource: { type: 'service', id: 'reports' } },
      { resource: { type: 'constructor', id: 'x' } },
      { action: { name: 'reports:viewer' } },
      { action: { name: 'profiles:delete' } },
      { action: { name: 'toString' } },
      { action: { name: 'reports:viewer' }, resource: { type: 'service', id: 'service-desk' } },
      { context: { organizationId: other } },
    ])
      expect(meantBy(question(more), organizationId), JSON.stringify(more)).toBeUndefined()
    expect(meantBy(question({ context: { organizationId } }), organizationId)).toBeDefined()
  })

  test('every permission means something at the organization and in a group, every application role in its service alone', () => {
    for (const { id: name } of permissions) {
      expect(rightNamed(name, { type: 'organization' })).toBe(name)
      expect(rightNamed(name, { type: 'group' })).toBe(name)
      expect(rightNamed(name, { type: 'service' })).toBeUndefined()
    }
    for (const { id: service, applicationRoles } of services)
      for (const { id: name } of applicationRoles) {
        expect(rightNamed(name, { type: 'organization' })).toBeUndefined()
        expect(rightNamed(name, { type: 'service' })).toBe(name)
        for (const other of services)
          expect(rightNamed(name, { type: 'service', service: other.id })).toBe(other.id === service ? name : undefined)
      }
  })
})

test('what is to be read is named once each, whoever asks for it how often', () => {
  const subjects = [question().subject, { type: 'profile', id: profileId }, question().subject, { type: 'x', id: 'x' }]
  const places = [{ type: 'group', id: groupId }, { type: 'group', id: groupId }, question().resource]
  expect(
    namedBy(
      subjects.map(subjectNamed),
      places.map((place) => whereNamed(place, organizationId)),
    ),
  ).toEqual({ identityIds: [identityId], profileIds: [profileId], groupIds: [groupId] })
})

describe('how many answers are given', () => {
  const given = (semantic: Parameters<typeof answersGiven>[1], answers: readonly boolean[]) =>
    answersGiven(answers, semantic, (answer) => answer)

  test('all of them, those up to the first no, or those up to the first yes', () => {
    const answers = [true, false, true, false]
    expect(given('execute_all', answers)).toEqual(answers)
    expect(given('deny_on_first_deny', answers)).toEqual([true, false])
    expect(given('permit_on_first_permit', answers)).toEqual([true])
    expect(given('permit_on_first_permit', [false, false, true, false])).toEqual([false, false, true])
  })

  test('all of them where nothing settles it', () => {
    expect(given('deny_on_first_deny', [true, true])).toEqual([true, true])
    expect(given('permit_on_first_permit', [false, false])).toEqual([false, false])
    expect(given('deny_on_first_deny', [])).toEqual([])
  })
})
