import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { afterAll, describe, expect, test } from 'vitest'
import { lintTemplates } from '../support/cfn-lint.ts'
import { production, synthesise } from './templates.ts'

const directory = mkdtempSync(join(tmpdir(), 'rolecall-templates-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What it says and we do not follow, and why. It may only shrink. */
const reasons: Readonly<Record<string, string>> = {
  W3005: 'The CDK lets a function wait for its role by name as well as by reference, which changes nothing.',
}

function written(name: string, template: object): string {
  const file = `${directory}/${name}.json`
  writeFileSync(file, JSON.stringify(template))
  return file
}

describe('cfn-lint', () => {
  test('finds nothing in the templates of a stage, but what has a reason', async () => {
    const { app, stage } = synthesise(production)
    const files = ['Data', 'Api', 'Reactions'].map((stack) => {
      const found = app.node.findChild(`Rolecall-${stage.name}-${stack}`)
      return written(stack, Template.fromStack(Stack.of(found)).toJSON())
    })
    const findings = await lintTemplates(files, 'eu-west-1')
    expect(findings.filter(({ rule }) => !(rule in reasons))).toEqual([])
    const needless = Object.keys(reasons).filter((rule) => !findings.some((finding) => finding.rule === rule))
    expect(needless).toEqual([])
  })

  test('would find an error if there were one', async () => {
    const faulty = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 'long' } } } }
    const findings = await lintTemplates([written('faulty', faulty)], 'eu-west-1')
    expect(findings).toMatchObject([{ level: 'Error', at: 'Resources/Queue/Properties/MessageRetentionPeriod' }])
  })
})
