import { writeFileSync } from 'node:fs'
import { openApiDocument } from './openapi.ts'

/** Writes `openapi.json`: run by `npm run openapi` after a change of a route, and held against the routes by a test. */
writeFileSync(new URL('openapi.json', import.meta.url), `${JSON.stringify(openApiDocument(), null, 2)}\n`)
