import { Stack } from 'aws-cdk-lib'
import { describe, expect, test } from 'vitest'
import { allRoutes } from '../../shared/contract/routes.ts'
import { lambdasOf, local, ofType, production, synthesise } from './templates.ts'

/** CloudFormation takes no more in one stack. */
const mostResources = 500

describe.each([production, local])('stage $name', (stage) => {
  const { app, resources } = synthesise(stage)
  const stacks = app.node.children.filter((child) => Stack.isStack(child))
  const nameOf = (stack: Stack) => stack.stackName.replace(`Rolecall-${stage.name}-`, '')

  test('has three stacks, and each depends on those before it alone', () => {
    expect(stacks.map((stack) => [nameOf(stack), stack.dependencies.map(nameOf).sort()])).toEqual([
      ['Data', []],
      ['Api', ['Data']],
      ['Reactions', ['Api', 'Data']],
    ])
  })
  test.each(['data', 'api', 'reactions'])('has room in the stack %s', (name) => {
    const own = resources.filter(({ stack }) => stack === name)
    expect(own.length).toBeGreaterThan(10)
    expect(own.length).toBeLessThan(mostResources - 50)
  })
})

test('what routes call stands with the gateway, the triggers with the user pool, and all else with what no route calls', () => {
  const called = new Set([
    'access/authorizer',
    ...allRoutes().map(({ feature, route }) => `${feature}/${route.runsIn?.function ?? 'index'}`),
  ])
  const triggers = ['activities/record-sign-in', 'me/end-older-sessions']
  for (const [name, { stack }] of lambdasOf(synthesise()))
    expect(stack, name).toBe(called.has(name) ? 'api' : triggers.includes(name) ? 'data' : 'reactions')
})

test.each(['Events::Rule', 'SQS::Queue', 'Lambda::EventSourceMapping', 'Lambda::EventInvokeConfig'])(
  'every %s stands with the function that it is for',
  (type) => {
    expect(new Set(ofType(synthesise(), type).map(({ stack }) => stack))).toEqual(new Set(['reactions']))
  },
)

test('what the last stack reads of the gateway’s is nothing that a change of features could take away', () => {
  const read = synthesise().outputs.api.filter((name) => name.startsWith('ExportsOutput'))
  const ids = read.map((name) => /^ExportsOutput(?:Ref|FnGetAtt)([A-Za-z]+?)[0-9A-F]{8}/.exec(name)?.[1])
  expect([...new Set(ids)].sort()).toEqual(['AlarmsTopic', 'GatewayApi', 'SignInPortal'])
})
