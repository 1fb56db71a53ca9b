import { readFileSync } from 'node:fs'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { localStage, type StageSettings, settingsFrom } from '../../infra/config.ts'
import { type Deployment, deployment } from '../../infra/stacks/deployment.ts'

/** The stacks of a stage, as `deployment` calls them. */
export type StackName = keyof Deployment

/** A resource of a synthesised template. */
export type Resource = {
  readonly id: string
  readonly stack: StackName
  readonly Type: string
  readonly Properties: unknown
  readonly DeletionPolicy: unknown
  readonly UpdateReplacePolicy: unknown
  readonly DependsOn: readonly string[]
}

export type Synthesised = {
  readonly stage: StageSettings
  readonly app: App
  readonly resources: readonly Resource[]
  readonly outputs: Readonly<Record<StackName, readonly string[]>>
}

/** The stage on this machine, and the one that is copied for AWS. */
export const local = localStage(4566)
export const production = settingsFrom(new App({ context: { stage: 'production' } }).node)

const made = new Map<StageSettings, Synthesised>()

/** Synthesises a stage as `cdk` does, with the context of cdk.json, but without bundling any function. */
export function synthesise(stage: StageSettings = production): Synthesised {
  const known = made.get(stage)
  if (known !== undefined) return known
  const { context }: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
  )
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } })
  const stacks = deployment(app, stage)
  const data = contentsOf(Template.fromStack(stacks.data))
  const api = contentsOf(Template.fromStack(stacks.api))
  const reactions = contentsOf(Template.fromStack(stacks.reactions))
  const synthesised = {
    stage,
    app,
    resources: [
      ...resourcesOf('data', data.Resources),
      ...resourcesOf('api', api.Resources),
      ...resourcesOf('reactions', reactions.Resources),
    ],
    outputs: {
      data: Object.keys(data.Outputs),
      api: Object.keys(api.Outputs),
      reactions: Object.keys(reactions.Outputs),
    },
  }
  made.set(stage, synthesised)
  return synthesised
}

type Contents = { readonly Resources: Record<string, Partial<Resource>>; readonly Outputs: Record<string, unknown> }

function contentsOf(template: Template): Contents {
  const { Resources = {}, Outputs = {} } = template.toJSON()
  return { Resources, Outputs }
}

function resourcesOf(stack: Resource['stack'], resources: Contents['Resources']): Resource[] {
  return Object.entries(resources).map(([id, resource]) => ({
    id,
    stack,
    Type: resource.Type ?? '',
    Properties: resource.Properties ?? {},
    DeletionPolicy: resource.DeletionPolicy,
    UpdateReplacePolicy: resource.UpdateReplacePolicy,
    DependsOn: resource.DependsOn ?? [],
  }))
}

export function ofType({ resources }: Synthesised, type: string): Resource[] {
  return resources.filter((resource) => resource.Type === `AWS::${type}`)
}

/** The only resource of its type. */
export function theOnly(synthesised: Synthesised, type: string): Resource {
  const [only, ...more] = ofType(synthesised, type)
  if (only === undefined || more.length > 0) throw new Error(`there are ${more.length + (only ? 1 : 0)} of ${type}`)
  return only
}

/** What stands at that place in a template: `at(role.Properties, 'Policies', 0)`; undefined where nothing does. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((found, step) => {
    if (typeof found !== 'object' || found === null) return undefined
    return Object.entries(found).find(([key]) => key === String(step))?.[1]
  }, value)
}

/** A list, or the one thing that CloudFormation writes in place of a list of one. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** The resource that a `Ref` or `Fn::GetAtt` points to, in the same stack. */
export function targetOf(reference: unknown): string {
  const target = at(reference, 'Ref') ?? at(reference, 'Fn::GetAtt', 0)
  if (typeof target !== 'string') throw new Error(`not a reference: ${JSON.stringify(reference)}`)
  return target
}

/** A function of ours: `invitations/activation`. */
export type LambdaName = `${string}/${string}`

/** Our functions by their names, which their descriptions carry. */
export function lambdasOf(synthesised: Synthesised): ReadonlyMap<LambdaName, Resource> {
  return new Map(
    ofType(synthesised, 'Lambda::Function').map((lambda) => {
      const [, feature, name] = /^([a-z-]+): ([a-z-]+)$/.exec(String(at(lambda.Properties, 'Description'))) ?? []
      if (feature === undefined || name === undefined) throw new Error(`${lambda.id} is none of ours`)
      return [`${feature}/${name}`, lambda]
    }),
  )
}
