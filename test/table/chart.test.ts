import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const folder = new URL('../../shared/table/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')

/** An entity as it is drawn: where its items stand in the table and in its indexes, with attributes in braces. */
type Drawn = { readonly file: string; readonly pk: string; readonly sk: string; readonly indexes: readonly string[] }

/** What the code says: every `model('…')` with the templates of the keys that follow it. */
const coded = new Map<string, Drawn>(
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      read(file)
        .split('new Entity(')
        .slice(1)
        .map((source): [string, Drawn] => {
          const entity = /model\('([a-z-]+)'\)/.exec(source)?.[1]
          const [, pk, sk] = /primary\(\s*\['([^']+)',[^\]]*\]\],?\s*\[\s*'([^']+)'/.exec(source) ?? []
          if (!entity || !pk || !sk) throw new Error(`an entity in ${file} cannot be read`)
          const indexes = [...source.matchAll(/index\(\s*([123]),\s*\['([^']+)',[^\]]*\]\],\s*\[\s*'([^']+)'/g)]
          return [
            entity,
            {
              file,
              pk: braced(pk),
              sk: braced(sk),
              indexes: indexes.map(([, number, of = '', by = '']) => `${number}: ${braced(of)} / ${braced(by)}`),
            },
          ]
        }),
    ),
)

function braced(template: string): string {
  return template.replaceAll('${', '{')
}

/** What the README says. */
const drawn = new Map<string, Drawn>(
  (read('README.md').split('\n## Entities\n')[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| entity'))
    .map((line): [string, Drawn] => {
      const [, entity = '', file = '', pk = '', sk = '', indexes = ''] = line
        .replaceAll('`', '')
        .split('|')
        .map((cell) => cell.trim())
      return [entity, { file, pk, sk, indexes: indexes === '' ? [] : indexes.split(' · ') }]
    }),
)

describe('the chart in shared/table/README.md', () => {
  test('names every entity that there is, and no other', () => {
    expect([...drawn.keys()].sort()).toEqual([...coded.keys()].sort())
    expect(coded.size).toBeGreaterThan(15)
  })

  test.each([...coded])('draws %s where the code puts it', (entity, where) => {
    expect(drawn.get(entity)).toEqual(where)
  })

  test('names every file of the folder', () => {
    const named = read('README.md')
    expect(readdirSync(folder).filter((file) => file !== 'README.md' && !named.includes(`\`${file}\``))).toEqual([])
  })
})
