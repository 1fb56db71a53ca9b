import type * as z from 'zod'
import { type FieldError, Problem } from '../domain/problems.ts'

/** What part of a request a schema judges; its errors' pointers begin with it. A body's are plain JSON pointers, as in RFC 9457. */
export type Part = 'body' | 'query' | 'path'

/** Judges one part of a request. Throws `invalid`, naming every field that is wrong. */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown, part: Part): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Problem('invalid', { errors: fieldErrors(result.error.issues, part) })
}

/** Zod's issues as the field errors of a problem document: one for each unknown field, the deepest of a union. */
export function fieldErrors(
  issues: readonly z.core.$ZodIssue[],
  part: Part,
  under: readonly PropertyKey[] = [],
): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => fieldError(part, [...path, key], 'unknown-field', 'This field is not known here.'))
    if (issue.code === 'invalid_union') {
      const deepest = issue.errors
        .filter((branch) => branch.length > 0)
        .sort((a, b) => depthOf(b) - depthOf(a))
        .at(0)
      if (deepest && depthOf(deepest) > 0) return fieldErrors(deepest, part, path)
    }
    const missing = issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined')
    return missing
      ? fieldError(part, path, 'required', 'This field is required.')
      : fieldError(part, path, issue.code === 'custom' ? 'invalid' : issue.code.replaceAll('_', '-'), issue.message)
  })
}

const depthOf = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map((issue) => issue.path.length))

function fieldError(part: Part, path: readonly PropertyKey[], code: string, detail: string): FieldError {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return { pointer: `${part === 'body' ? '' : part}#${pointer}`, code, detail }
}
