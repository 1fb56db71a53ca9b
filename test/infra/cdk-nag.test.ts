import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { describe, expect, test } from 'vitest'
import { local, production, synthesise } from './templates.ts'

describe.each([production, local])('stage $name', (stage) => {
  const { app } = synthesise(stage)

  test.each([
    ['AwsSolutions', AwsSolutionsChecks],
    ['Serverless', ServerlessChecks],
  ])('%s: 0 findings without a written reason', (_, Checks) => {
    const { violations } = new Checks().validateScope(app)
    const findings = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName}: ${constructPath}`),
    )
    expect(findings).toEqual([])
  })

  test('every reason is a sentence', () => {
    const reasons = app.node
      .findAll()
      .flatMap((construct) => construct.node.metadata)
      .filter((entry) => /acknowledged/i.test(entry.type))
      .flatMap((entry) => Object.values(entry.data))
    expect(reasons.length).toBeGreaterThan(20)
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{20,}\.$/)
  })
})
