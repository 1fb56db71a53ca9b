import { readFileSync, writeFileSync } from 'node:fs'
import { openApiDocument } from '../../shared/contract/openapi.ts'
import { apiVersion } from '../../shared/contract/openapi-version.ts'
import { runCommand } from '../local/local-problem.ts'
import { releaseOf } from './release-of.ts'

const place = (file: string) => new URL(file, import.meta.url)
const [released, notes] = [place('openapi.json'), place('NOTES.md')]
const [current, version] = [
  place('../../shared/contract/openapi.json'),
  place('../../shared/contract/openapi-version.ts'),
]

/** Makes what the API promises now the promise that every later change is held against: `npm run release -- 1.1.0`. */
await runCommand(async () => {
  const [wanted = ''] = process.argv.slice(2)
  const release = releaseOf({
    version: wanted,
    day: new Date().toISOString().slice(0, 10),
    last: JSON.parse(readFileSync(released, 'utf8')),
    document: JSON.parse(JSON.stringify(openApiDocument())),
    notes: readFileSync(notes, 'utf8'),
  })
  for (const file of [released, current]) writeFileSync(file, `${JSON.stringify(release.document, null, 2)}\n`)
  writeFileSync(version, readFileSync(version, 'utf8').replace(`'${apiVersion}'`, `'${wanted}'`))
  writeFileSync(notes, release.notes)
  console.log(`${wanted} is released: commit infra/releases and shared/contract, and tag it.`)
})
