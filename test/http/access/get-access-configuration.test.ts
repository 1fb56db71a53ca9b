import { describe, expect, test } from 'vitest'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world.ts'

provesOperation('getAccessConfiguration')

const path = '/.well-known/authzen-configuration'

describe('getAccessConfiguration', () => {
  test('200 to anyone, with where each question is asked, without a read', async () => {
    let answer: Answer | undefined
    expect(
      await callsDuring(async () => {
        answer = await send({ method: 'GET', path })
      }),
    ).toEqual([])
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' },
    })
    const at = settings.PUBLIC_URL
    expect(JSON.parse(answer?.body ?? '')).toEqual({
      policy_decision_point: at,
      access_evaluation_endpoint: `${at}/access/v1/evaluation`,
      access_evaluations_endpoint: `${at}/access/v1/evaluations`,
      search_subject_endpoint: `${at}/access/v1/search/subject`,
      search_resource_endpoint: `${at}/access/v1/search/resource`,
      search_action_endpoint: `${at}/access/v1/search/action`,
    })
  })

  test('names rows that are there, and all that follow the standard', async () => {
    const { policy_decision_point: at, ...endpoints } = JSON.parse((await send({ method: 'GET', path })).body)
    const rows = allRoutes().filter(({ route }) => route.follows === 'authzen')
    expect(Object.values(endpoints).sort()).toEqual(rows.map(({ route }) => at + route.path).sort())
    for (const { route } of rows) expect(route.method).toBe('POST')
  })
})
