import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { itemsOf } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aProvider, beginAfresh, type SignedIn } from '../../support/deployed-world.ts'

let owner: SignedIn
let params: { readonly organizationId: string }

beforeAll(async () => {
  await beginAfresh()
  const { organizationId, owner: first } = await aProvider()
  owner = first
  params = { organizationId }
})

const aContact = (email: string) => ({ kind: 'person', user: false, email, firstName: 'Tess', lastName: 'Wouters' })

function create(email: string, idempotencyKey?: string): Promise<Answer> {
  noteSecret('address', email)
  const key = idempotencyKey === undefined ? {} : { idempotencyKey }
  return call('createProfile', { by: owner, params, body: aContact(email), ...key })
}

async function profilesWith(email: string): Promise<number> {
  const { items } = await succeed('listProfiles', { by: owner, params })
  return items.filter((profile) => profile.email === email).length
}

describe('a call repeated with its Idempotency-Key', () => {
  test('is answered with the same bytes, and has made one profile', async () => {
    const email = 'tess@northwind.example'
    const first = await create(email, 'one-and-the-same')
    const second = await create(email, 'one-and-the-same')
    expect(first.status, first.text).toBe(201)
    expect(second).toMatchObject({ status: 201, text: first.text })
    expect(first.headers.get('etag')).toBe('"1"')
    expect(second.headers.get('etag')).toBe('"1"')
    expect(await profilesWith(email)).toBe(1)
  })

  test('has left one activity', async () => {
    const created = (await itemsOf('activity')).filter(({ action }) => action === 'profile.created')
    expect(created).toHaveLength(1)
  })

  test('is answered with the same bytes five times at once, too', async () => {
    const email = 'at-once@northwind.example'
    const answers = await Promise.all(Array.from({ length: 5 }, () => create(email, 'five-at-once')))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await profilesWith(email)).toBe(1)
  })

  test('is refused for another body (422)', async () => {
    expectProblem(await create('another@northwind.example', 'one-and-the-same'), 'key-reused')
    expect(await profilesWith('another@northwind.example')).toBe(0)
  })
})

test('the same call without a key finds the address taken (409)', async () => {
  expectProblem(await create('tess@northwind.example'), 'address-taken')
})

leavesOnlyCleanTraces()
