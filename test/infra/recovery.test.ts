import { App } from 'aws-cdk-lib'
import { describe, expect, test } from 'vitest'
import { deployment } from '../../infra/stacks/deployment.ts'
import { at, lambdasOf, ofType, production, synthesise, theOnly } from './templates.ts'

const stream = 'arn:aws:dynamodb:eu-west-1:000000000000:table/recovered-table/stream/2026-11-26T09:30:00.000'
const recovered = { table: 'recovered-table', stream, at: '2026-11-26T09:00:00Z' } as const
const stage = { ...production, recovered: { ...recovered, at: '2026-01-26T09:00:00Z' } }
const synthesised = synthesise(stage)

describe('a stage whose table was recovered', () => {
  test('has every function read and write that table, and follow its stream', () => {
    for (const { Properties } of lambdasOf(synthesised).values()) {
      const name = at(Properties, 'Environment', 'Variables', 'TABLE_NAME')
      expect([undefined, 'recovered-table']).toContain(name)
    }
    expect(at(theOnly(synthesised, 'Lambda::EventSourceMapping').Properties, 'EventSourceArn')).toBe(stream)
    const statements = JSON.stringify(ofType(synthesised, 'IAM::Policy').map(({ Properties }) => Properties))
    expect(statements).toContain(':table/recovered-table')
    expect(statements).not.toMatch(/"Table[0-9A-F]{8}"|ExportsOutput\w*Table/)
  })
  test('tells every function but those of the user pool from when on tokens count', () => {
    const told = [...lambdasOf(synthesised)].filter(([, { stack }]) => stack !== 'data')
    for (const [name, { Properties }] of told)
      expect(at(Properties, 'Environment', 'Variables', 'RECOVERED_AT'), name).toBe('2026-01-26T09:00:00.000Z')
  })
  test('keeps the table of before, and what the other stack reads of it until it is deployed as well', () => {
    expect(theOnly(synthesised, 'DynamoDB::Table').DeletionPolicy).toBe('Retain')
    const before = synthesise(production).outputs.data.filter((name) => name.includes('Table'))
    expect(before.length).toBeGreaterThan(2)
    expect(synthesised.outputs.data).toEqual(expect.arrayContaining([...before]))
  })
})

describe('synth refuses a recovery', () => {
  test.each([
    [{ ...recovered, stream: 'arn:aws:dynamodb:eu-west-1:000000000000:table/another/stream/2026' }, 'LatestStreamArn'],
    [{ ...recovered, at: '26 November 2026' }, 'the moment at which you closed the API'],
    [{ ...recovered, at: '2999-01-01T00:00:00Z' }, 'the moment at which you closed the API'],
  ])('%j', (unclear, says) => {
    expect(() => deployment(new App(), { ...production, recovered: unclear })).toThrow(says)
  })
})

test('a stage that was not recovered tells nobody so', () => {
  const settings = [...lambdasOf(synthesise()).values()].map(({ Properties }) =>
    Object.keys(Object(at(Properties, 'Environment', 'Variables'))),
  )
  expect(settings.flat()).not.toContain('RECOVERED_AT')
})
