import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'
import { agreement, document, inEnglish, written } from './documents.ts'

provesOperation('createDocument')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const creating = (more: object = {}) => ({ by: world.provider.owner, body: document(more) })

describe('createDocument', () => {
  test('201 with a draft in every language that was given, and the hash of each source to the byte', async () => {
    const text = '# Overeenkomst\r\n\r\nAlles zoals het er staat: é, €, 𝄞.  \r\nTot het einde.'
    const languages = { en: inEnglish, nl: { ...inEnglish, title: 'Overeenkomst', text } }
    const templateId = '998b88de-aa99-4388-a42c-1b3517d49490'
    const made = await succeed('createDocument', creating({ languages, templateId }))
    expect(made).toMatchObject({ kind: 'csp-contract', published: null, version: 1 })
    expect(made.draft).toMatchObject({ version: 1, templateId, publishedAt: null })
    expect(made.draft?.languages.nl).toEqual({
      title: 'Overeenkomst',
      summary: inEnglish.summary,
      sha256: createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex'),
      bytes: Buffer.byteLength(text),
    })
    const params = { documentId: made.documentId }
    const read = await succeed('getDocument', { by: world.provider.owner, params })
    expect(read.draft?.languages.nl?.text).toBe(text)
    expect(read.draft?.languages.en.text).toBe(agreement)
  })

  test('201 with one activity of the provider, which holds no word of the text', async () => {
    const { documentId } = await written(world, { name: 'Zorgvuldig gekozen naam' })
    const { owner, organizationId } = world.provider
    const query = { action: 'document.created', limit: '1' }
    const { items } = await succeed('listActivities', { by: owner, params: { organizationId }, query })
    expect(items).toMatchObject([{ about: { documentId, kind: 'csp-contract', version: 1 }, changedFields: [] }])
    expect(JSON.stringify(items)).not.toContain('Zorgvuldig')
  })

  test('201 keeps one text that is the same in two languages, once', async () => {
    const { draft } = await written(world, { languages: { en: inEnglish, fr: inEnglish } })
    expect(draft?.languages.fr?.sha256).toBe(draft?.languages.en.sha256)
  })

  test('201 once for one Idempotency-Key', async () => {
    const request = { ...creating(), headers: { 'idempotency-key': 'document-1' } }
    const first = await succeed('createDocument', request)
    expect(await succeed('createDocument', request)).toEqual(first)
    await fail('key-reused', 'createDocument', { ...creating({ name: 'Another' }), headers: request.headers })
  })

  test('201 with four languages of almost 60,000 characters each, and 413 where they are more than 256 KB', async () => {
    const long = (line: string) => ({ ...inEnglish, text: `${line}\n\n`.repeat(1_200) })
    const one = long('A line of an agreement, and another one, as they')
    const { draft } = await succeed('createDocument', creating({ languages: { en: one, nl: one, fr: one, de: one } }))
    expect(draft?.languages.de?.bytes).toBe(60_000)
    const wide = long('Élément détaillé à part, et plus encore après ça.')
    await fail('body-too-large', 'createDocument', creating({ languages: { en: wide, nl: wide, fr: wide, de: wide } }))
  })

  test('400 invalid names the field, what is not allowed in it, and on which line, and nothing is written', async () => {
    const before = await dumpTable()
    const en = { ...inEnglish, text: 'Read this.\n\n<script>alert(1)</script>\n\n![a](https://a.example/b.png)' }
    const nl = { ...inEnglish, text: '[hier](http://a.example)' }
    const { errors } = await fail('invalid', 'createDocument', creating({ languages: { en, nl } }))
    expect(errors).toEqual([
      {
        pointer: '#/languages/en/text',
        code: 'not-allowed',
        detail: 'Line 3 contains HTML: write \\< where a < is meant.',
      },
      { pointer: '#/languages/en/text', code: 'not-allowed', detail: 'Line 5 contains an image.' },
      {
        pointer: '#/languages/nl/text',
        code: 'not-allowed',
        detail: 'Line 1 contains a link that does not begin with https:// or mailto:.',
      },
    ])
    expect(await dumpTable()).toEqual(before)
  })

  test('400 invalid without English, for another kind, another language, a template that is none, and names that could deceive', async () => {
    expect(await faultsOf('createDocument', creating({ languages: { nl: inEnglish } }))).toEqual([
      '#/languages/en required',
    ])
    expect(await faultsOf('createDocument', creating({ kind: 'contract' }))).toEqual(['#/kind invalid-value'])
    expect(await faultsOf('createDocument', creating({ languages: { en: inEnglish, es: inEnglish } }))).toEqual([
      '#/languages/es unknown-field',
    ])
    expect(await faultsOf('createDocument', creating({ templateId: 'x' }))).toEqual(['#/templateId invalid-format'])
    const en = { ...inEnglish, title: 'See https://a.example', summary: ' ' }
    expect(await faultsOf('createDocument', creating({ languages: { en } }))).toEqual([
      '#/languages/en/title invalid',
      '#/languages/en/summary invalid',
    ])
  })

  test('403 forbidden in the provider without the permission, 404 not-found to everyone else', async () => {
    const { provider, customer, reseller } = world
    const { detail } = await fail('forbidden', 'createDocument', { ...creating(), by: provider.plain })
    expect(detail).toContain('documents:manage')
    for (const by of [customer.owner, customer.fullRole, reseller.owner])
      await fail('not-found', 'createDocument', { ...creating(), by })
  })

  test('201 for an Admin of the provider, who is no owner', async () => {
    const by = await freshPerson(world.provider, { defaultRole: 'rol_admin' })
    expect((await call('createDocument', { ...creating(), by })).status).toBe(201)
  })
})
