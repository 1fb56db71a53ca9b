import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { describe, expect, test } from 'vitest'
import { stagesUnderTest, synthesise } from './templates.ts'

describe.each(stagesUnderTest)('stage $name', (stage) => {
  const { app } = synthesise(stage)

  test.each([AwsSolutionsChecks, ServerlessChecks])('0 findings of %o without a written reason', (Checks) => {
    const { violations } = new Checks().validateScope(app)
    expect(
      violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName}: ${constructPath}`),
      ),
    ).toEqual([])
  })
})
