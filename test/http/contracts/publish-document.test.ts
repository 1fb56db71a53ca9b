import { beforeAll, describe, expect, test } from 'vitest'
import { getNewestOfKind, getPublishedVersion } from '../../../shared/table/document.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { dumpTable } from '../../support/world-table.ts'
import { agreement, inEnglish, published, publishing, written } from './documents.ts'

provesOperation('publishDocument')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const next = { languages: { en: { ...inEnglish, text: `${agreement}\n3. And so on.\n` } } }

describe('publishDocument', () => {
  test('200 publishes the draft as it was written, which is a draft no more', async () => {
    const made = await written(world)
    const answer = await call('publishDocument', publishing(world, made.documentId, 1))
    expect(answer.headers.etag).toBe('"2"')
    const after = JSON.parse(answer.body)
    expect(after).toMatchObject({ draft: null, version: 2, published: { version: 1 } })
    expect(after.published.languages).toEqual(made.draft?.languages)
    expect(Date.parse(after.published.publishedAt)).toBeGreaterThan(Date.now() - 60_000)
  })

  test('200 publishes the next version, and leaves the one before as it was', async () => {
    const { documentId, published: first } = await published(world)
    const before = await getPublishedVersion({ documentId, version: 1 })
    const after = await succeed('publishDocument', publishing(world, documentId, 2, next))
    expect(after.published).toMatchObject({ version: 2, templateId: null })
    expect(await getPublishedVersion({ documentId, version: 1 })).toEqual(before)
    const query = { version: '1' }
    const read = await succeed('getDocument', { by: world.provider.owner, params: { documentId }, query })
    expect(read.published).toEqual({
      ...first,
      languages: { en: { ...first?.languages.en, text: agreement } },
    })
  })

  test('200 publishes what is given in place of a draft', async () => {
    const { documentId } = await written(world)
    const after = await succeed('publishDocument', publishing(world, documentId, 1, next))
    expect(after).toMatchObject({ draft: null, published: { version: 1 } })
    const read = await succeed('getDocument', { by: world.provider.owner, params: { documentId } })
    expect(read.published?.languages.en.text).toBe(next.languages.en.text)
  })

  test('200 makes it the newest of its kind, whichever document was published before', async () => {
    for (const kind of ['service-agreement', 'csp-contract'] as const) {
      const { documentId } = await published(world, { kind })
      expect(await getNewestOfKind(kind)).toMatchObject({ documentId, version: 1, kind })
      const other = await published(world, { kind })
      expect(await getNewestOfKind(kind)).toMatchObject({ documentId: other.documentId })
      await succeed('publishDocument', publishing(world, documentId, 2, next))
      expect(await getNewestOfKind(kind)).toMatchObject({ documentId, version: 2 })
    }
  })

  test('200 with one activity of the provider, which says which texts were published', async () => {
    const { documentId, published: version } = await published(world)
    const { owner, organizationId } = world.provider
    const query = { action: 'document.published', limit: '1' }
    const { items } = await succeed('listActivities', { by: owner, params: { organizationId }, query })
    const en = version?.languages.en.sha256
    expect(items).toMatchObject([{ about: { documentId, kind: 'csp-contract', version: 1, en } }])
  })

  test('409 nothing-to-publish where there is no draft and nothing is given, and nothing is written', async () => {
    const { documentId } = await published(world)
    const before = await dumpTable()
    await fail('nothing-to-publish', 'publishDocument', publishing(world, documentId, 2))
    expect(await dumpTable()).toEqual(before)
  })

  test('412 stale where somebody was quicker, and one of ten at once publishes', async () => {
    const { documentId } = await written(world)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call('publishDocument', publishing(world, documentId, 1, next))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)])
    await fail('stale', 'publishDocument', publishing(world, documentId, 1, next))
    expect(await getPublishedVersion({ documentId, version: 2 })).toBeUndefined()
  })

  test('200 for two documents of one kind that are published at once, and one of them is the newest', async () => {
    const made = await Promise.all([1, 2, 3].map(() => written(world)))
    const answers = await Promise.all(
      made.map(({ documentId }) => call('publishDocument', publishing(world, documentId, 1))),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const newest = await getNewestOfKind('csp-contract')
    expect(made.map(({ documentId }) => documentId)).toContain(newest?.documentId)
    const times = answers.map(({ body }) => JSON.parse(body).published.publishedAt)
    expect(newest?.publishedAt).toBe(times.sort().at(-1))
  })

  test('400 invalid for what an agreement may not contain, and for a template without a text', async () => {
    const { documentId } = await written(world)
    const html = { languages: { en: { ...inEnglish, text: 'a <b>c</b>' } } }
    expect(await faultsOf('publishDocument', publishing(world, documentId, 1, html))).toEqual([
      '#/languages/en/text not-allowed',
      '#/languages/en/text not-allowed',
    ])
    const template = { templateId: '998b88de-aa99-4388-a42c-1b3517d49490' }
    expect(await faultsOf('publishDocument', publishing(world, documentId, 1, template))).toEqual([
      '#/templateId invalid',
    ])
  })

  test('404 not-found for a document that is not there, and for whoever is not of the provider', async () => {
    const { documentId } = await written(world)
    await fail('not-found', 'publishDocument', publishing(world, 'doc_01k2r8v6m0q3s5t7w9x1y3z5aa', 1))
    await fail('not-found', 'publishDocument', { ...publishing(world, documentId, 1), by: world.customer.owner })
    await fail('forbidden', 'publishDocument', { ...publishing(world, documentId, 1), by: world.provider.plain })
  })
})
