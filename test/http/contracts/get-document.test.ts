import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { agreement, inEnglish, published, publishing, written } from './documents.ts'

provesOperation('getDocument')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const reading = (documentId: string, query?: object) => ({
  by: world.provider.owner,
  params: { documentId },
  ...(query && { query: { ...query } }),
})

describe('getDocument', () => {
  test('200 with every text as it was given, and an ETag', async () => {
    const nl = { ...inEnglish, title: 'Overeenkomst', text: '# Overeenkomst' }
    const { documentId } = await published(world, { languages: { en: inEnglish, nl } })
    const answer = await call('getDocument', reading(documentId))
    expect(answer.headers.etag).toBe('"2"')
    const { languages } = JSON.parse(answer.body).published
    expect(languages.en.text).toBe(agreement)
    expect(languages.nl).toMatchObject(nl)
    expect(languages.fr).toBeUndefined()
  })

  test('200 for whoever may request contracts in the organization that they name, without the draft', async () => {
    const { documentId } = await published(world)
    const { customer } = world
    const query = { organizationId: customer.organizationId }
    const read = await succeed('getDocument', { ...reading(documentId, query), by: customer.fullRole })
    expect(read).toMatchObject({ draft: null, published: { version: 1, languages: { en: { text: agreement } } } })
  })

  test('404 not-found for a draft to whoever may not publish it, the same as for what is not there', async () => {
    const { documentId } = await written(world)
    const { customer, provider } = world
    const query = { organizationId: customer.organizationId }
    for (const by of [customer.fullRole, provider.owner])
      for (const one of [documentId, 'doc_01k2r8v6m0q3s5t7w9x1y3z5aa'])
        await fail('not-found', 'getDocument', { ...reading(one, query), by })
    expect((await succeed('getDocument', reading(documentId))).draft?.version).toBe(1)
  })

  test('200 with the version that is asked for, 404 not-found for one that was not published', async () => {
    const { documentId } = await published(world)
    const next = { languages: { en: { ...inEnglish, text: 'Another text.' } } }
    await succeed('publishDocument', publishing(world, documentId, 2, next))
    const textOf = async (query?: object) =>
      (await succeed('getDocument', reading(documentId, query))).published?.languages.en.text
    expect(await textOf({ version: '1' })).toBe(agreement)
    expect(await textOf({ version: '2' })).toBe('Another text.')
    expect(await textOf()).toBe('Another text.')
    await fail('not-found', 'getDocument', reading(documentId, { version: '3' }))
  })

  test('400 invalid for a version that is no number', async () => {
    const { documentId } = await published(world)
    expect(await faultsOf('getDocument', reading(documentId, { version: 'one' }))).toEqual([
      'query#/version invalid-type',
    ])
  })
})
