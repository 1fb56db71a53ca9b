import { CfnOutput, Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { askedBy } from '../../shared/contract/route.ts'
import { allRoutes, type FeatureName } from '../../shared/contract/routes.ts'
import type { AlarmText } from './alarms.ts'
import { type ApprovalFunctions, ApprovalWorkflow } from './approval-workflow.ts'
import { EventFunction, type EventFunctionProps } from './event-function.ts'
import { FeatureFunction, type FeatureFunctionProps } from './feature-function.ts'
import type { House, HousedStacks } from './house.ts'
import { MailFunction } from './mail-function.ts'
import type { FunctionNeed } from './needs.ts'
import { ScheduledFunction } from './scheduled-function.ts'
import { StreamFunction, type StreamFunctionProps } from './stream-function.ts'

type Own<Props> = Omit<Props, 'feature' | 'name'>
type ServingProps = Omit<Own<FeatureFunctionProps>, 'needs'>

type ForDeployer = {
  readonly alarm: { readonly name: string; readonly event: string } & Pick<AlarmText, 'lost' | 'look'>
}

/**
 * The verbs in which a feature says what it consists of. Every function is named after its file in `functions/<feature>/`. What serves or
 * runs stands in the stack of the gateway, all else in that of what no route calls.
 */
export type Building = {
  readonly house: House
  /** Answers the routes of the feature that run in this function; its needs are theirs. */
  readonly serves: (name: string, props: ServingProps) => FeatureFunction
  /** Acts on what happened, once per event on the bus. */
  readonly reacts: (name: string, props: Own<EventFunctionProps>) => EventFunction
  /** Is told by SES what became of our mails. */
  readonly hearsOfMails: (name: string, props: Own<FeatureFunctionProps>) => MailFunction
  /** Is given the new items of one entity of the table. */
  readonly follows: (name: string, props: Own<StreamFunctionProps>) => StreamFunction
  /** Runs every minute. */
  readonly repeats: (name: string, props: Own<FeatureFunctionProps>) => ScheduledFunction
  /** Is called by a state of the approval workflow. */
  readonly isState: (name: string, props: Own<FeatureFunctionProps>) => FeatureFunction
  /** Goes the way of a contract to its approval, by those functions. */
  readonly goesTheWay: (functions: ApprovalFunctions) => ApprovalWorkflow
  /** Is called by whoever deploys, with an output that names it and an alarm when it is called as it should seldom be. */
  readonly deployerRuns: (name: string, props: Own<FeatureFunctionProps> & ForDeployer) => FeatureFunction
  /** Is called beside the routes, in a way that the feature arranges itself; it stands with what routes call. */
  readonly runs: (name: string, props: Own<FeatureFunctionProps>) => FeatureFunction
}

export type FeatureInfra = { readonly name: FeatureName; readonly build: (stacks: HousedStacks) => void }

/** A feature: its name, as it is everywhere else, and what it consists of. */
export function feature(name: FeatureName, consistsOf: (building: Building) => void): FeatureInfra {
  const build = ({ api, reactions }: HousedStacks) => {
    const { house } = api
    const here = new Construct(api, name)
    const behind = [new Construct(reactions, name), reactions.house] as const
    consistsOf({
      house,
      serves: (file, props) => serve(here, house, { ...props, feature: name, name: file }),
      reacts: (file, props) => new EventFunction(...behind, { ...props, feature: name, name: file }),
      hearsOfMails: (file, props) => new MailFunction(...behind, { ...props, feature: name, name: file }),
      follows: (file, props) => new StreamFunction(...behind, { ...props, feature: name, name: file }),
      repeats: (file, props) => new ScheduledFunction(...behind, { ...props, feature: name, name: file }),
      isState: (file, props) => run(...behind, { timeoutSeconds: 30, ...props, feature: name, name: file }),
      goesTheWay: (functions) => new ApprovalWorkflow(...behind, functions),
      deployerRuns: (file, props) => {
        const called = run(...behind, { timeoutSeconds: 30, ...props, feature: name, name: file })
        return forDeployer(called, reactions.house, props)
      },
      runs: (file, props) => run(here, house, { ...props, feature: name, name: file }),
    })
  }
  return { name, build }
}

function run(scope: Construct, house: House, props: FeatureFunctionProps): FeatureFunction {
  const called = new FeatureFunction(scope, house, props)
  called.ringAt(house.alarms)
  return called
}

/** Nothing is granted the right to invoke it: only whoever may invoke any function of the account can, the deployer. */
function forDeployer(called: FeatureFunction, { alarms }: House, { alarm }: ForDeployer): FeatureFunction {
  const { name, event, ...text } = alarm
  alarms.watchLog(name, called.logGroup, event, text)
  const words = called.node.id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  new CfnOutput(Stack.of(called), `${words.join('')}FunctionName`, { value: called.lambda.functionName })
  return called
}

function serve(scope: Construct, house: House, props: Omit<FeatureFunctionProps, 'needs'> & { feature: FeatureName }) {
  const routes = routesOf(props.feature, props.name)
  const needs = routes.flatMap((route): FunctionNeed[] => [
    ...route.needs,
    // Whatever asks for a permission may be called with a key, of which it is noted when it was last used.
    ...(askedBy(route).length > 0 ? ['api-keys:note-use' as const] : []),
  ])
  const served = new FeatureFunction(scope, house, { ...props, needs })
  served.ringAt(house.alarms)
  for (const route of routes) house.gateway.bind(route, served)
  house.alarms.watchLog(`${served.fullName}-failed`, served.logGroup, 'request.failed', {
    lost: props.lost,
    look: `${served.fullName} answers 500: look in its log for request.failed, which names the route, the error and where it was thrown.`,
    runbook: served.fullName,
  })
  return served
}

/** The rows of the route table that run in one function of a feature. */
export function routesOf(featureName: FeatureName, functionName: string) {
  const routes = allRoutes()
    .filter((row) => row.feature === featureName && (row.route.runsIn?.function ?? 'index') === functionName)
    .map((row) => row.route)
  if (routes.length === 0) throw new Error(`no route of ${featureName} runs in its function ${functionName}`)
  return routes
}
