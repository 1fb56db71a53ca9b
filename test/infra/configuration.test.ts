import { App } from 'aws-cdk-lib'
import { describe, expect, test } from 'vitest'
import {
  contractTimesOf,
  type LocalOverrides,
  localStage,
  refuseLocalOverrides,
  type StageSettings,
  settingsFrom,
} from '../../infra/config.ts'
import { deployment } from '../../infra/stacks/deployment.ts'
import { production } from './templates.ts'

const settings = (context: Record<string, unknown>) => settingsFrom(new App({ context }).node)

describe('which stage', () => {
  test('local listens where it is told to', () => {
    const { publicUrl, overrides } = settings({ stage: 'local', gatewayPort: '4711' })
    expect(publicUrl).toBe('http://localhost:4711/_aws/execute-api/rolecall')
    expect(overrides?.hostedUiUrl).toBe('http://localhost:4711')
    expect(overrides?.jwksUrl).toBe('http://127.0.0.1:4711/{userPoolId}/.well-known/jwks.json')
  })
  test('local listens on 4566 when it is not told', () => {
    expect(settings({ stage: 'local' })).toEqual(localStage(4566))
  })
  test.each(['x', '0', '70000', '1.5'])('no gateway listens on port %s', (gatewayPort) => {
    expect(() => settings({ stage: 'local', gatewayPort })).toThrow('give a number between 1 and 65535')
  })
  test('local has days as long as it is told, and looks at contracts a few times in each', () => {
    expect(settings({ stage: 'local', contractDaySeconds: '8' }).overrides?.contracts).toEqual({
      daySeconds: 8,
      waitSeconds: 2,
    })
    expect(settings({ stage: 'local' }).overrides?.contracts).toEqual({ daySeconds: 86_400, waitSeconds: 60 })
    expect(settings({ stage: 'local', contractDaySeconds: 5 }).overrides?.contracts?.waitSeconds).toBe(2)
    expect(settings({ stage: 'local', contractDaySeconds: 1 }).overrides?.contracts?.waitSeconds).toBe(1)
  })
  test('the stage local alone has a receiver of webhooks on this machine, on whichever port it is told', () => {
    expect(settings({ stage: 'local' }).overrides?.webhookReceiver).toBe('http://127.0.0.1:4580')
    expect(settings({ stage: 'local', webhookPort: '4712' }).overrides?.webhookReceiver).toBe('http://127.0.0.1:4712')
    expect(() => settings({ stage: 'local', webhookPort: 'x' })).toThrow('-c webhookPort=x is no port')
    expect(() => settings({ stage: 'production', webhookPort: '4580' })).toThrow('Leave out -c webhookPort')
  })
  test.each(['0', '1.5', 'a day', '86401'])('no day lasts %s seconds', (contractDaySeconds) => {
    expect(() => settings({ stage: 'local', contractDaySeconds })).toThrow('give a number between 1 and 86400')
  })
  test('elsewhere a day is a day', () => {
    expect(contractTimesOf(production)).toEqual({ daySeconds: 86_400, waitSeconds: 21_600 })
    expect(() => settings({ stage: 'production', contractDaySeconds: 8 })).toThrow('a day of stage production is a day')
  })
  test('a stage has to be named', () => {
    expect(() => settings({})).toThrow('Say which stage: -c stage=local')
  })
  test.each(['Production', 'a b', '-x'])('%s is no name of a stage', (stage) => {
    expect(() => settings({ stage })).toThrow('Say which stage')
  })
  test('a stage has to be in the record', () => {
    expect(() => settings({ stage: 'acceptance' })).toThrow('Add it to `stages` there')
  })
  test('only local has a gateway port', () => {
    expect(() => settings({ stage: 'production', gatewayPort: '4566' })).toThrow('Leave out -c gatewayPort')
  })
})

describe('T8: what the local cloud needs is refused elsewhere', () => {
  const overrides: readonly LocalOverrides[] = [
    { jwksUrl: 'http://127.0.0.1:4566/{userPoolId}/.well-known/jwks.json' },
    { jwksUrl: 'https://keys.example/jwks.json' },
    { factorSignIn: 'unenforced' },
    { hostedUiUrl: 'http://localhost:4566' },
    { apiId: 'rolecall' },
    { contracts: { daySeconds: 8, waitSeconds: 2 } },
    { webhookReceiver: 'http://127.0.0.1:4580' },
  ]
  test.each(overrides)('synth refuses %o outside the stage local', (override) => {
    const stage = { ...production, overrides: override }
    expect(() => deployment(new App(), stage)).toThrow(/Stage production sets overrides\.\w+.* Remove `overrides`/)
  })
  test.each([
    'http://api.rolecall.example',
    'ftp://api.rolecall.example',
    'https://api.rolecall.example/',
    'https://api.rolecall.example?a=b',
    'api.rolecall.example',
  ])('synth refuses the publicUrl %s outside the stage local', (publicUrl) => {
    expect(() => deployment(new App(), { ...production, publicUrl })).toThrow('Make it an https:// address')
  })
  test.each(['https://api.rolecall.example', 'https://rolecall.example/api'])(
    'the publicUrl %s is fine',
    (publicUrl) => {
      expect(() => refuseLocalOverrides({ ...production, publicUrl })).not.toThrow()
    },
  )
  test('a stage may not call itself local to get them', () => {
    const known: Record<string, StageSettings> = { local: { ...production, overrides: { factorSignIn: 'unenforced' } } }
    const { node } = new App({ context: { stage: 'local' } })
    expect(settingsFrom(node, known)).toEqual(localStage(4566))
  })
  test('what stands in the record is refused for no stage', () => {
    expect(() => refuseLocalOverrides(production)).not.toThrow()
  })
})
