import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { DocsFile } from '../../shared/contract/docs.ts'
import { env } from '../../shared/platform/env.ts'

const read = new Map<DocsFile, string>()

/** The text of a file of the documentation, read once. */
export function docsFile(name: DocsFile): string {
  const text = read.get(name) ?? readFileSync(placeOf(name), 'utf8')
  read.set(name, text)
  return text
}

/** Its address. It changes with the text, so that browsers may keep the file for ever. */
export function docsFileAddress(name: DocsFile): string {
  const fingerprint = createHash('sha256').update(docsFile(name)).digest('hex').slice(0, 16)
  return `${env('PUBLIC_URL')}/docs/assets/${name}?${fingerprint}`
}

/** Ours lie in a folder beside this file, Swagger UI's in its package; `infra/constructs/bundle.ts` deploys both like that. */
function placeOf(name: DocsFile): string {
  return name === 'docs.css' || name === 'docs.js'
    ? fileURLToPath(new URL(`assets/${name}`, import.meta.url))
    : createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`)
}
