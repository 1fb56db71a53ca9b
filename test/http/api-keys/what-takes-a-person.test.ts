import { beforeAll, describe, expect, test } from 'vitest'
import { signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import { everyPermissionOfKeys, freshKey, isNoteOfUse } from '../../support/world-keys.ts'
import { freshEmail } from '../../support/world-people.ts'
import { writesAmong } from '../../support/world-table.ts'

/*
 * What calls come to that are for keys, and do something beside it that is for people alone: naming who stands for an organization. The
 * routes that are for people alone are tried in test/http/derived/keys.test.ts.
 */

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const { version: attestation } = signingAuthorityWording

async function keyOfEverything() {
  const organization = await freshCustomer(world.provider)
  const { text } = await freshKey(organization, { permissions: everyPermissionOfKeys('customer') })
  return { ...organization, by: { text }, params: { organizationId: organization.organizationId } }
}

/** The table as it was, but for the hour in which the key was used. */
async function changingNothing(act: () => Promise<unknown>): Promise<void> {
  const sent = await callsDuring(act)
  expect(writesAmong(sent.filter((one) => !isNoteOfUse(one)))).toEqual([])
}

describe('a key that holds all that a key may', () => {
  test.each(['removeProfile', 'deactivateProfile'] as const)(
    '403 names nobody who takes over in %s',
    async (operation) => {
      const { by, params, organizationId, owner } = await keyOfEverything()
      const leaver = await freshPerson({ organizationId }, { contactRoles: ['technical', 'commercial'] })
      const asked = { by, params: { ...params, profileId: leaver.profileId } }
      for (const query of [{ successor: owner.profileId }, { successor: owner.profileId, attestation }])
        await changingNothing(async () => {
          const { detail } = await fail('forbidden', operation, { ...asked, query })
          expect(detail).toContain('contact-roles:manage as well')
        })
      await succeed(operation, asked)
    },
  )

  test('403 imports nobody as a contact, and imports the others', async () => {
    const { by, params } = await keyOfEverything()
    const row = () => freshEmail()
    const named = `email,contactRoles,attestation\n${row()},commercial,${attestation}\n${row()},dpo,`
    for (const operation of ['planImport', 'applyImport'] as const)
      await changingNothing(() => fail('forbidden', operation, { by, params, body: { csv: named } }))
    const { rows } = await succeed('applyImport', { by, params, body: { csv: `email,contactRoles\n${row()},\n` } })
    expect(rows.map(({ outcome }) => outcome)).toEqual(['invited'])
  })

  test('403 makes no organization, and acts for none', async () => {
    const { text } = await freshKey(world.reseller, { permissions: everyPermissionOfKeys('customer') })
    const body = { parentId: world.reseller.organizationId, name: 'Proseware' }
    const firstOwner = { email: freshEmail(), firstName: 'Jo', lastName: 'Smets' }
    await changingNothing(() =>
      fail('not-found', 'createOrganization', { by: { text }, body: { ...body, firstOwner } }),
    )
    const params = { organizationId: world.resellersCustomer.organizationId }
    for (const operation of ['getOrganization', 'listProfiles', 'suspendOrganization'] as const)
      await fail('not-found', operation, { by: { text }, params })
    expect((await call('listOrganizations', { by: { text }, query: { parentId: body.parentId } })).status).toBe(404)
  })
})
