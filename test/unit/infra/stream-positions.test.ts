import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import type { LocalCloud } from '../../../infra/local/settings.ts'
import { readState, writeState } from '../../../infra/local/state-file.ts'
import { readStreamsFromTheirBeginning } from '../../../infra/local/stream-positions.ts'

const stateDirectory = mkdtempSync(`${tmpdir()}/rolecall-streams-`)
const cloud: LocalCloud = { stateDirectory, gatewayPort: 1, smtpPort: 2, mailboxPort: 3, survives: true }
const file = `${stateDirectory}/cloud/lambda.json`
afterAll(() => rmSync(stateDirectory, { recursive: true }))

test('a cloud that starts for the first time has nothing to forget', () => {
  readStreamsFromTheirBeginning(cloud)
  expect(readState(file)).toBeUndefined()
})

test('how far streams were read is forgotten with them, and nothing else of Lambda', () => {
  const scoped = (data: object) => ({ __account_region_scoped__: true, data })
  const payload = { functions: scoped({ one: { config: {} } }), esms: scoped({ two: {} }) }
  const whole = { __ministack_format__: 1, payload: { ...payload, dynamodb_stream_positions: scoped({ two: 167 }) } }
  writeState(file, whole)
  readStreamsFromTheirBeginning(cloud)
  expect(readState(file)).toEqual({ ...whole, payload: { ...payload, dynamodb_stream_positions: scoped({}) } })
})
