import { at, lambdasOf, listOf, ofType, synthesise, targetOf } from '../infra/templates.ts'

/** What a statement of a role allows or denies, with resources in words: `table`, `table/index/gsi1`, `pool`, `key/links`, … */
export type Statement = {
  readonly sid: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** The items alone whose partition key ends like this. */
  readonly partitionsEnding?: string
  /** Calls alone that name no other attributes than these. */
  readonly attributes?: readonly string[]
}

/** The statements of every function's role, by `<feature>/<name>`. */
export type Policies = Readonly<Record<string, readonly Statement[]>>

/** Reads them from the templates as they are deployed, but for what the runtime needs: logs, traces, streams and destinations. */
export function deployedPolicies(): Policies {
  const synthesised = synthesise()
  const policies = ofType(synthesised, 'IAM::Policy').map(({ Properties }) => ({
    roles: listOf(at(Properties, 'Roles')).map(targetOf),
    statements: listOf(at(Properties, 'PolicyDocument', 'Statement')),
  }))
  return Object.fromEntries(
    [...lambdasOf(synthesised)].map(([name, { Properties }]) => {
      const role = targetOf(at(Properties, 'Role'))
      const own = policies.filter(({ roles }) => roles.includes(role)).flatMap(({ statements }) => statements)
      return [name, own.map(read).filter(({ actions }) => !actions.every(isTheRuntimes))]
    }),
  )
}

/** What Lambda does in a function's name: its log and traces, the stream it is given, the queue that takes what it could not do. */
const isTheRuntimes = (action: string): boolean =>
  /^(?:logs|xray):|^dynamodb:(?:DescribeStream|GetRecords|GetShardIterator|ListStreams)$/.test(action)

function read(statement: unknown): Statement {
  const ending = ['ForAnyValue:StringLike', 'ForAllValues:StringLike']
    .flatMap((operator) => listOf(at(statement, 'Condition', operator, 'dynamodb:LeadingKeys')))
    .map(String)
  const attributes = listOf(at(statement, 'Condition', 'ForAllValues:StringEquals', 'dynamodb:Attributes')).map(String)
  return {
    sid: String(at(statement, 'Sid') ?? 'unnamed'),
    effect: at(statement, 'Effect') === 'Deny' ? 'Deny' : 'Allow',
    actions: listOf(at(statement, 'Action')).map(String),
    resources: listOf(at(statement, 'Resource')).map(resourceInWords),
    ...(attributes.length > 0 && { attributes }),
    ...(ending[0] !== undefined && { partitionsEnding: ending[0].replace(/^\*/, '') }),
  }
}

/** By what stands in the references and joins of a template; what is not known here is nothing that a call could name. */
function resourceInWords(resource: unknown): string {
  const text = JSON.stringify(resource)
  const index = /\/index\/(gsi\d)"/.exec(text)?.[1]
  const known: readonly (readonly [RegExp, string])[] = [
    [/StreamArn/, 'stream'],
    [/"Table|GetAttTable/, index === undefined ? 'table' : `table/index/${index}`],
    [/UserPool/, 'pool'],
    [/LinkTokenKey/, 'key/links'],
    [/SessionKey/, 'key/sessions'],
    [/CertificateKey/, 'key/certificates'],
    [/WebhookKey/, 'key/webhooks'],
    [/:(?:stateMachine|execution):/, 'workflow'],
    [/:identity\//, 'sender'],
    [/:configuration-set\//, 'configuration-set'],
    [/Bus/, 'bus'],
    [/DeadLetters/, 'queue'],
  ]
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? `unknown ${text}`
}
