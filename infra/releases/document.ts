/** As much of a JSON Schema as is compared. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: boolean | Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly format?: string
  readonly pattern?: string
} & Readonly<Partial<Record<Most | Least, number>>>

/** The limits that become tighter by falling, and those that do by rising. */
export const mosts = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties'] as const
export const leasts = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties'] as const
export type Most = (typeof mosts)[number]
export type Least = (typeof leasts)[number]

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

export type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: Schema
}

export type Response = {
  readonly $ref?: string
  readonly headers?: Readonly<Record<string, { readonly required?: boolean; readonly schema?: Schema }>>
  readonly content?: Content
}

export type Operation = {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, Response>>
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly 'x-permissions'?: readonly { readonly permission: string; readonly in?: string }[]
}

/** As much of an OpenAPI document of ours as is compared. */
export type Document = {
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas?: Readonly<Record<string, Schema>>
    readonly responses?: Readonly<Record<string, Response>>
  }
}

const nameIn = (reference: string, kind: string): string => {
  const prefix = `#/components/${kind}/`
  if (!reference.startsWith(prefix)) throw new Error(`${reference} leads to no ${kind} of this document`)
  return reference.slice(prefix.length)
}

/** The response itself, where it stands among the shared ones. */
export function responseOf(document: Document, response: Response): Response {
  if (response.$ref === undefined) return response
  const shared = document.components.responses?.[nameIn(response.$ref, 'responses')]
  if (!shared) throw new Error(`there is no ${response.$ref}`)
  return shared
}

/** The schema itself, where it stands among the shared ones. */
export function schemaOf(document: Document, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  const shared = document.components.schemas?.[nameIn(schema.$ref, 'schemas')]
  if (!shared) throw new Error(`there is no ${schema.$ref}`)
  return schemaOf(document, shared)
}
