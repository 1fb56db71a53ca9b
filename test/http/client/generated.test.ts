import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApiDocument } from '../../../shared/contract/openapi.ts'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { clientOf } from '../../support/generated-client.ts'
import { programOfEveryOperation } from './every-operation.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const state = `${here}.state`
const compiler = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url))

/** What the compiler says of this folder: the programs, what stands beside them, and what was generated. */
function compiled(): string {
  try {
    return execFileSync(compiler, ['-p', here], { encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  }
}

let client: string
let said: string
beforeAll(async () => {
  client = await clientOf(openApiDocument())
  rmSync(state, { recursive: true, force: true })
  mkdirSync(state)
  writeFileSync(`${state}/rolecall.ts`, client)
  writeFileSync(`${state}/every-operation.ts`, programOfEveryOperation())
  said = compiled()
})

describe('a client that is generated from openapi.json', () => {
  test('has every operation', () => {
    const missing = allRoutes().filter(({ operationId }) => !client.includes(`    ${operationId}: {\n`))
    expect(missing.map(({ operationId }) => operationId)).toEqual([])
  })

  test('leaves no part of a request or a reply unsaid, but further fields and headers where anything may stand', () => {
    const bare = client.replaceAll(/\/\*.*?\*\/|"[^"\n]*"/gs, '').split('\n')
    const unsaid = bare.filter((line) => /\b(unknown|any)\b/.test(line)).map((line) => line.trim())
    expect(unsaid.filter((line) => !/^\[(name|key): string\]: unknown;$/.test(line))).toEqual([])
  })

  test('types every status, body, problem code, parameter and header of every operation exactly; and what is wrong does not compile', () => {
    expect(said).toBe('')
  })
})
