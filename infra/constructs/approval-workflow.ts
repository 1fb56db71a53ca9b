import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { contractTimesOf, type StageSettings } from '../config.ts'
import { approvalDefinition } from './approval-definition.ts'
import type { BundledFunction } from './bundled-function.ts'
import type { House } from './house.ts'

/** The functions that the workflow's states call. */
export type ApprovalFunctions = {
  readonly look: BundledFunction
  readonly takeStep: BundledFunction
  readonly keepToken: BundledFunction
}

/** The name is ours, so that functions that the workflow calls may be allowed to call it back: a reference would be a circle. */
export const approvalName = (stage: StageSettings): string => `Rolecall-${stage.name}-Approval`

/** The workflow of a stage, wherever it is named. */
export const approvalWorkflowArn = ({ data, stage }: House): string =>
  data.formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: approvalName(stage),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })

/** All of its executions, or rather leave to ask after any of them. */
export const approvalExecutionsArn = ({ data, stage }: House): string =>
  data.formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${approvalName(stage)}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })

/** The workflow that brings every contract to its end (K1): `approval-definition.ts` says how. One execution a contract. */
export class ApprovalWorkflow extends Construct {
  constructor(scope: Construct, house: House, functions: ApprovalFunctions) {
    super(scope, 'Approval')
    const { look, takeStep, keepToken } = functions
    const definition = approvalDefinition({
      look: look.lambda.functionArn,
      takeStep: takeStep.lambda.functionArn,
      keepToken: keepToken.lambda.functionArn,
      waitSeconds: contractTimesOf(house.stage).waitSeconds,
    })
    const machine = new StateMachine(this, 'Workflow', {
      stateMachineName: approvalName(house.stage),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      // Its history holds ids alone; of what states hand to each other the log holds nothing at all.
      logs: { destination: this.#log(house), level: LogLevel.ERROR, includeExecutionData: false },
      tracingEnabled: true,
    })
    machine.addToRolePolicy(
      new PolicyStatement({
        sid: 'CallItsFunctions',
        actions: ['lambda:InvokeFunction'],
        resources: [look, takeStep, keepToken].map(({ lambda }) => lambda.functionArn),
      }),
    )
    Validations.of(machine).acknowledge(
      {
        id: 'AwsSolutions-SF1',
        reason: 'Its history keeps every event for 90 days; the log is for whoever is woken, and says what went wrong.',
      },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'Delivering logs and sending trace segments know no resources: they are allowed on * or not at all.',
      },
    )
    house.alarms.watch('approval-stopped', machine.metricFailed({ statistic: 'Sum', period: Duration.minutes(5) }), {
      lost: 'Contracts stand still until their workflow is begun anew: no link, no reminder and no end follows meanwhile.',
      look: 'A workflow of a contract has failed: list the executions that did, and look in the log of the function behind the last state.',
    })
    new CfnOutput(Stack.of(this), 'ApprovalWorkflowArn', { value: machine.stateMachineArn })
  }

  #log({ stage }: House): LogGroup {
    return new LogGroup(this, 'Log', {
      retention: stage.logRetention,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
  }
}
