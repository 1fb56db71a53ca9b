import { expect, test } from 'vitest'
import { local, production, type Resource, synthesise } from './templates.ts'

/** Where the stage on this machine may differ from one on AWS; each line is a sentence to think about before it is added. */
const mayDiffer = [
  // Its addresses, and the three settings that it alone may have.
  /^AWS::Lambda::Function Properties\.Environment\.Variables\.(STAGE|PUBLIC_URL|HOSTED_UI_URL|FACTOR_SIGN_IN|JWKS_URL|WEBHOOK_RECEIVER)\b/,
  // How long its workflow waits.
  /^AWS::StepFunctions::StateMachine Properties\.DefinitionString\b/,
  /^AWS::Cognito::UserPoolClient Properties\.(CallbackURLs|LogoutURLs)\b/,
  /^AWS::ApiGatewayV2::Api Properties\.(Name|Tags\.ms-custom-id)$/,
  // Names that carry the stage.
  /^AWS::(KMS::Alias Properties\.AliasName|CloudWatch::Alarm Properties\.(AlarmName|Namespace))$/,
  /^AWS::(SNS::Topic Properties\.DisplayName|Cognito::UserPoolDomain Properties\.Domain)$/,
  /^AWS::Logs::MetricFilter Properties\.MetricTransformations\.0\.MetricNamespace$/,
  // Metrics carry the stage in their namespace, and the page of the README is the one beside it.
  /^AWS::CloudWatch::Dashboard Properties\.(DashboardName|DashboardBody\b.*)$/,
  /^AWS::CloudWatch::Alarm Properties\.AlarmDescription$/,
  // How much, how long, and who is told.
  /^AWS::Logs::LogGroup Properties\.RetentionInDays$/,
  /^AWS::ApiGatewayV2::Stage Properties\.RouteSettings\..+\.Throttling(Rate|Burst)Limit$/,
  /^AWS::SNS::Subscription /,
  /^AWS::SES::ConfigurationSet Properties\.Name$/,
  // One address is verified in place of a domain.
  /^AWS::SES::EmailIdentity Properties\.(EmailIdentity|MailFromAttributes\b.*)$/,
]

const here = new Map(synthesise(local).resources.flatMap(flattened))
const there = new Map(synthesise(production).resources.flatMap(flattened))

test('the local stage differs from production in addresses, names and amounts, and in nothing else', () => {
  const differences = [...new Set([...here.keys(), ...there.keys()])].filter(
    (place) => here.get(place) !== there.get(place),
  )
  expect(differences.length).toBeGreaterThan(0)
  expect(differences.map(withoutId).filter((place) => !mayDiffer.some((pattern) => pattern.test(place)))).toEqual([])
})

/** Every value of a resource by its place. */
function flattened(resource: Resource): [string, string][] {
  return Object.entries(leaves(resource)).map(([place, value]) => [
    `${resource.Type} ${place} ${withoutStage(resource.id)}`,
    withoutStage(value),
  ])
}

/** References and logical ids carry the stage's name, and hashes of it. */
function withoutStage(text: string): string {
  return text.replaceAll(/(Rolecall-?)(local|production)/g, '$1').replaceAll(/[0-9A-F]{8}/g, '')
}

function withoutId(place: string): string {
  return place.replace(/ \S+$/, '')
}

function leaves(value: unknown, place = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null) return { [place]: String(value) }
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, child]) => leaves(child, place === '' ? key : `${place}.${key}`)),
  )
}
