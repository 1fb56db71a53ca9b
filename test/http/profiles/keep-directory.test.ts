import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { documents } from '../../../shared/table/client.ts'
import { tableName } from '../../../shared/table/schema.ts'
import { deliver, settle } from '../../support/cloud-services-bus.ts'
import { codeOf, directoryUsers, signInByHand } from '../../support/cloud-services-directory.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { addCustomer, joinAlso, seedWorld, type World } from '../../support/world.ts'
import { freshEmail, invite, join, type Person } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

const ownerOf = ({ organizationId }: Pick<Person, 'organizationId'>) =>
  organizationId === world.twin.organizationId ? world.twin.owner : world.customer.owner
const at = (who: Pick<Person, 'organizationId' | 'profileId'>) => ({
  by: ownerOf(who),
  params: { organizationId: who.organizationId, profileId: who.profileId },
})

type Act = 'deactivateProfile' | 'reactivateProfile' | 'removeProfile'
/** Does something to somebody, with everything that follows from it. */
async function act(operation: Act, who: Pick<Person, 'organizationId' | 'profileId'>) {
  await succeed(operation, at(who))
  return settle()
}
async function change(who: Person, body: object) {
  const { version } = await succeed('getProfile', at(who))
  await succeed('changeProfile', { ...at(who), headers: { 'if-match': `"${version}"` }, body })
  return settle()
}

const somebody = (grants: object = {}) => join(world.customer.owner, world.customer.organizationId, grants)
/** Somebody who is active in two organizations, and their profile in the second. */
async function consultant() {
  const here = await somebody({ defaultRole: 'rol_admin' })
  const there = {
    organizationId: world.twin.organizationId,
    profileId: await joinAlso(here, world.twin.organizationId),
  }
  return { here, there }
}
const signsIn = ({ email, password, totpKey }: Person): boolean =>
  !('refused' in signInByHand(email, password, codeOf(totpKey)))
const userOf = ({ identityId }: Person) => directoryUsers().find(({ username }) => username === identityId)
const keptOf = async ({ identityId }: Person) =>
  [...(await itemsOf('identity')), ...(await itemsOf('sign-in-address')), ...(await itemsOf('access'))].filter(
    (item) => item.identityId === identityId,
  )

describe('whoever is deactivated', () => {
  test('in their one organization cannot sign in, until they are reactivated', async () => {
    const person = await somebody()
    expect(signsIn(person)).toBe(true)
    await act('deactivateProfile', person)
    expect(signsIn(person)).toBe(false)
    expect(userOf(person)?.enabled).toBe(false)
    await act('reactivateProfile', person)
    expect(signsIn(person)).toBe(true)
  })

  test('in one of two organizations still signs in, and finds nothing in the first', async () => {
    const { here, there } = await consultant()
    await act('deactivateProfile', here)
    expect(signsIn(here)).toBe(true)
    await fail('not-found', 'listProfiles', { by: here, params: { organizationId: here.organizationId } })
    await succeed('listProfiles', { by: here, params: { organizationId: there.organizationId } })
    await act('deactivateProfile', there)
    expect(signsIn(here)).toBe(false)
    await act('reactivateProfile', there)
    expect(signsIn(here)).toBe(true)
  })

  test('can sign in while an invitation of another organization waits for them: it is how they accept it', async () => {
    const person = await somebody()
    await act('deactivateProfile', person)
    expect(signsIn(person)).toBe(false)
    await invite(world.twin.owner, world.twin.organizationId, {}, person.email)
    expect(signsIn(person)).toBe(true)
  })
})

describe('with their last profile', () => {
  test('a sign-in, its address and its Cognito user go, and the address may be invited as a new one', async () => {
    const person = await somebody({ permissionGroups: ['pgr_full-role'] })
    await act('removeProfile', person)
    expect(userOf(person)).toBeUndefined()
    expect(await keptOf(person)).toEqual([])
    await fail('unauthenticated', 'getMe', { by: person })
    const again = await join(world.customer.owner, world.customer.organizationId, {}, person.email)
    expect(again.identityId).not.toBe(person.identityId)
    expect(signsIn(again)).toBe(true)
  })

  test('only: whoever is removed from one of two organizations stays', async () => {
    const { here, there } = await consultant()
    await act('removeProfile', here)
    expect(signsIn(here)).toBe(true)
    await act('removeProfile', there)
    expect(userOf(here)).toBeUndefined()
    expect(await keptOf(here)).toEqual([])
  })

  test('whether they were removed, stopped being a user, or got another address', async () => {
    const [contact, moved] = [await somebody(), await somebody()]
    await change(contact, { user: false })
    await change(moved, { email: freshEmail() })
    for (const person of [contact, moved]) {
      expect(userOf(person)).toBeUndefined()
      expect(await keptOf(person)).toEqual([])
    }
  })
})

describe('events that come twice, late, or in another order', () => {
  test('leave what the table says', async () => {
    const [back, away, gone] = [await somebody(), await somebody(), await somebody()]
    const events = [
      ...(await act('deactivateProfile', back)),
      ...(await act('reactivateProfile', back)),
      ...(await act('deactivateProfile', away)),
      ...(await act('removeProfile', gone)),
    ]
    for (const order of [events, events.toReversed()]) {
      for (const event of order) await deliver(event)
      expect([signsIn(back), signsIn(away), userOf(gone)]).toEqual([true, false, undefined])
    }
  })

  test('end what was broken off between the directory and the table', async () => {
    const person = await somebody()
    await succeed('removeProfile', at(person))
    await setState(person, 'ending')
    await settle()
    expect(userOf(person)).toBeUndefined()
    expect(await keptOf(person)).toEqual([])
  })

  test('give back a sign-in that was ending when somebody had just accepted with it', async () => {
    const bakery = await addCustomer(world.provider, 'Returning Bakery')
    const person = await join(bakery.owner, bakery.organizationId)
    await setState(person, 'ending')
    await fail('unauthenticated', 'getMe', { by: person })
    const { organizationId, profileId } = person
    await succeed('deactivateProfile', { by: bakery.owner, params: { organizationId, profileId } })
    await settle()
    expect(signsIn(person)).toBe(false)
    await succeed('reactivateProfile', { by: bakery.owner, params: { organizationId, profileId } })
    await settle()
    expect(signsIn(person)).toBe(true)
    await succeed('getMe', { by: person })
  })

  test('are nothing to a sign-in that has accepted nothing yet', async () => {
    const invitee = await invite(world.customer.owner, world.customer.organizationId)
    await act('deactivateProfile', invitee)
    expect(directoryUsers().filter(({ email }) => email === invitee.email)).toEqual([])
  })
})

/** As if the function had got so far and no further. */
const setState = ({ identityId }: Person, state: string) =>
  documents.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: { pk: identityId, sk: 'identity' },
      UpdateExpression: 'SET #state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state },
    }),
  )
