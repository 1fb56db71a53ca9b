import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import { followRecovery } from '../../../infra/follow-recovery.ts'

const lambda = mockClient(LambdaClient)
beforeEach(() => {
  lambda.reset()
})

/** The deployment answers these, one after the other. */
function answering(...answers: readonly object[]): void {
  const left = [...answers]
  lambda.on(InvokeCommand).callsFake(async () => {
    const text = JSON.stringify(left.shift())
    return { Payload: Object.assign(Buffer.from(text), { transformToString: () => text }) }
  })
}
const asked = () =>
  lambda
    .commandCalls(InvokeCommand)
    .map(({ args: [{ input }] }) => JSON.parse(Buffer.from(Object(input.Payload)).toString()))
const follow = async (erased: readonly string[] = []) => {
  const told: string[] = []
  await followRecovery(new LambdaClient({}), 'follow', erased, (line) => told.push(line))
  return told
}

describe('following a recovery', () => {
  test('asks for each step until it is done, users first, and tells how far it is', async () => {
    answering(
      { done: false, next: 'page-2', removed: 2 },
      { done: false, next: 'page-2', removed: 1 },
      { done: true, removed: 0 },
      { done: true, begun: 1 },
      { done: false, organizations: 40 },
      { done: true, organizations: 2 },
    )
    const told = await follow(['org_one', 'org_two'])
    expect(asked()).toEqual([
      { step: 'users' },
      { step: 'users', after: 'page-2' },
      { step: 'users', after: 'page-2' },
      { step: 'erasures', organizations: ['org_one', 'org_two'] },
      { step: 'organizations' },
      { step: 'organizations' },
    ])
    expect(told.at(2)).toContain('3 removed')
    expect(told.at(3)).toContain('2, of which 1')
    expect(told.at(-1)).toContain('42')
  })
  test('says why it was refused, and goes no further', async () => {
    answering({ problem: { code: 'not-found', detail: 'This stage was not recovered.' } })
    await expect(follow()).rejects.toThrow('It was refused: This stage was not recovered.')
    expect(asked()).toHaveLength(1)
  })
  test('says so when the function failed', async () => {
    answering({ errorMessage: 'Task timed out after 30.00 seconds' })
    await expect(follow()).rejects.toThrow('Task timed out')
  })
})
