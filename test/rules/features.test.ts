import { describe, expect, test } from 'vitest'
import { allRoutes, featureNames } from '../../shared/contract/routes.ts'
import { files, textOf } from './source-files.ts'

const foldersOf = (root: string): string[] =>
  [
    ...new Set(
      files
        .filter((file) => file.startsWith(`${root}/`) && file.split('/').length > 2)
        .map((file) => file.split('/')[1] ?? ''),
    ),
  ].sort()

const kebab = (operationId: string): string => operationId.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const exists = (pattern: RegExp): boolean => files.some((file) => pattern.test(file))

describe('one word finds everything', () => {
  test('functions has a folder for every feature, and no other', () => {
    expect(foldersOf('functions')).toEqual([...featureNames])
  })

  test('infra has a file for every feature, and no other', () => {
    const built = files
      .filter((file) => file.startsWith('infra/features/'))
      .map((file) => file.slice('infra/features/'.length, -3))
    expect(built.sort()).toEqual([...featureNames])
  })

  test('the contract has a file for every feature', () => {
    expect(featureNames.filter((name) => !files.includes(`shared/contract/${name}.ts`))).toEqual([])
  })

  test('the http suite has a folder for every feature', () => {
    expect(
      featureNames.filter(
        (name) => !foldersOf('test/http').includes(name) && !exists(new RegExp(`^test/http/${name}/`)),
      ),
    ).toEqual([])
  })

  test.each(featureNames)('infra/features/%s.ts reads in at most 40 lines', (name) => {
    expect(textOf(`infra/features/${name}.ts`).trimEnd().split('\n').length).toBeLessThanOrEqual(40)
  })
})

describe('one operation, one file', () => {
  test.each(allRoutes().map(({ feature, operationId }) => [feature, operationId] as const))(
    '%s: %s stands in the file of its name, exports its name, and has a test of its name',
    (feature, operationId) => {
      const file = `functions/${feature}/${kebab(operationId)}.ts`
      expect(files).toContain(file)
      expect(textOf(file)).toMatch(new RegExp(`export const ${operationId}: (Page)?Operation<'${operationId}'>`))
      expect(exists(new RegExp(`^test/http/${feature}/${kebab(operationId)}\\.test\\.ts$`))).toBe(true)
    },
  )
})
