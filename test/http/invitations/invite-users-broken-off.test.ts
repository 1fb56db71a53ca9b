import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { call, expectProblem, fail, type Request, succeed } from '../../support/gateway-call.ts'
import { tableViolations } from '../../support/invariants.ts'
import { justBeforeWriting } from '../../support/just-before.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshInvitee, freshPerson } from '../../support/world-fresh.ts'
import { addresses, asked, invitationsOf, inviteAll, keyed, outcomes } from '../../support/world-inviting.ts'
import { freshEmail } from '../../support/world-people.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const here = () => freshCustomer(world.provider)

describe('inviteUsers that is broken off', () => {
  const many = 30
  /** The call under a key, which fails when it is about to write that transaction; `done`: its answer is lost, and it is done. */
  async function brokenOff(request: Request, at: number, done: boolean) {
    let seen = 0
    const answer = await whileMeddling(
      async ({ command, goOn }) => {
        if (command !== 'TransactWriteItemsCommand' || seen++ !== at) return goOn()
        if (done) await goOn()
        throw new Error('socket hang up')
      },
      () => call('inviteUsers', request),
    )
    expectProblem('internal-error', answer)
  }

  test.each([
    [0, false],
    [0, true],
    [1, false],
    [1, true],
    [2, false],
    [2, true],
  ])(
    'is finished by the same call under the same key, with the same outcomes: at part %i, done %s',
    async (at, done) => {
      const tenant = await here()
      const body = { addresses: addresses(many).join(','), profileIds: [(await freshInvitee(tenant)).profileId] }
      const request = keyed(asked(tenant, body), 'one')
      await brokenOff(request, at, done)
      const { items } = await succeed('inviteUsers', request)
      expect(outcomes(items)).toEqual([...Array(many).fill('invited'), 'already-invited'])
      const made = new Set((await invitationsOf(tenant)).map(({ invitationId }) => invitationId))
      expect(made.size).toBe(many + 1)
      for (const { invitationId, profileId } of items.slice(0, many)) {
        expect(made).toContain(invitationId)
        expect(profileId).not.toBeNull()
      }
      await settle()
      for (const { address } of items.slice(0, many)) expect(mailsTo(address ?? '')).toHaveLength(1)
      const replayed = await succeed('inviteUsers', request)
      expect(replayed.items).toEqual(items)
      expect(await tableViolations()).toEqual([])
    },
  )

  test('tells became-user and resent again too; under another key, what stands there now', async () => {
    const tenant = await here()
    const { organizationId, owner: by } = tenant
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' }
    const contact = await succeed('createProfile', { by, params: { organizationId }, body })
    const pending = await freshInvitee(tenant)
    const request = asked(tenant, {
      addresses: [contact.email, pending.email, ...addresses(many)],
      resendPending: true,
    })
    await brokenOff(keyed(request, 'one'), 1, false)
    const { items } = await succeed('inviteUsers', keyed(request, 'one'))
    expect(outcomes(items)).toEqual(['became-user', 'resent', ...Array(many).fill('invited')])
    const other = await succeed('inviteUsers', keyed(request, 'two'))
    expect(outcomes(other.items)).toEqual(Array(many + 2).fill('already-invited'))
  })

  test('422 key-reused for another body, once a part of it was done', async () => {
    const tenant = await here()
    const request = keyed(asked(tenant, { addresses: addresses(many) }), 'one')
    await brokenOff(request, 1, false)
    await fail('key-reused', 'inviteUsers', keyed(asked(tenant, { addresses: addresses(2) }), 'one'))
    await succeed('inviteUsers', request)
  })

  test('may be put right under the same key where nothing of it was done', async () => {
    const tenant = await here()
    await brokenOff(keyed(asked(tenant, { addresses: addresses(many) }), 'one'), 0, false)
    await succeed('inviteUsers', keyed(asked(tenant, { addresses: addresses(2) }), 'one'))
  })

  test('409 request-in-progress while it runs, and for as long as nobody can know that it has ended', async () => {
    const tenant = await here()
    const request = keyed(asked(tenant, { addresses: addresses(many) }), 'one')
    const second = { answer: '' }
    let parts = 0
    const killed = new Promise<never>(() => undefined)
    const first = whileMeddling(
      async ({ command, goOn }) => {
        if (command !== 'TransactWriteItemsCommand' || parts++ !== 1) return goOn()
        second.answer = 'now'
        return killed
      },
      () => Promise.race([call('inviteUsers', request), until(() => second.answer !== '')]),
    )
    await first
    await fail('request-in-progress', 'inviteUsers', request)
    await atTime(after.seconds(29), () => fail('request-in-progress', 'inviteUsers', request))
    await atTime(after.seconds(31), async () => {
      const { items } = await succeed('inviteUsers', request)
      expect(outcomes(items)).toEqual(Array(many).fill('invited'))
    })
    expect(await invitationsOf(tenant)).toHaveLength(many)
  })
})

const until = async (isSo: () => boolean): Promise<undefined> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
  return undefined
}

describe('inviteUsers of the same people at once', () => {
  test('under one key: it happens once, and whoever is too early is told that it runs', async () => {
    const tenant = await here()
    const request = keyed(asked(tenant, { addresses: addresses(30) }), 'one')
    const answers = await Promise.all(Array.from({ length: 5 }, () => call('inviteUsers', request)))
    const done = answers.filter(({ status }) => status === 200)
    expect(done.length).toBeGreaterThan(0)
    expect(new Set(done.map(({ body }) => body)).size).toBe(1)
    for (const other of answers.filter(({ status }) => status !== 200)) expectProblem('request-in-progress', other)
    expect(await invitationsOf(tenant)).toHaveLength(30)
    const { items } = await succeed('inviteUsers', request)
    expect(outcomes(items)).toEqual(Array(30).fill('invited'))
  })

  test('by two callers under the same key: each person is invited by one of them, by one mail', async () => {
    const tenant = await here()
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    const people = addresses(40)
    const made = [
      asked(tenant, { addresses: people.slice(0, 30) }),
      asked(tenant, { addresses: people.slice(10) }, admin),
    ].map(async (request) => (await succeed('inviteUsers', keyed(request, 'one'))).items)
    const calls = await Promise.all(made)
    const invited = calls.flat().filter(({ outcome }) => outcome === 'invited')
    expect(new Set(invited.map(({ address }) => address)).size).toBe(40)
    expect(invited).toHaveLength(40)
    expect(outcomes(calls.flat()).filter((outcome) => outcome !== 'invited')).toEqual(Array(20).fill('already-invited'))
    expect(await invitationsOf(tenant)).toHaveLength(40)
    await settle()
    for (const email of people) expect(mailsTo(email)).toHaveLength(1)
    expect(await tableViolations()).toEqual([])
  })

  test('one of whom somebody else is quicker to invite: that one is already-invited, and the others are invited', async () => {
    const tenant = await here()
    const people = addresses(5)
    const items = await justBeforeWriting(
      () => inviteAll(tenant, { addresses: people.slice(2, 3) }),
      () => inviteAll(tenant, { addresses: people }),
    )
    expect(outcomes(items)).toEqual(['invited', 'invited', 'already-invited', 'invited', 'invited'])
  })
})
