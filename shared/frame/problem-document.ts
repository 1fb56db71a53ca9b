import { Problem, type ProblemCode, problems } from '../domain/problems.ts'
import { env } from '../platform/env.ts'
import type { HttpResult } from './event.ts'

/** Where this deployment explains a problem code. */
export const problemType = (code: ProblemCode): string => `${env('PUBLIC_URL')}/docs/problems/${code}`

/** The error as callers may see it: a Problem as it is, everything else a 500 without a detail. */
export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem('internal-error', { cause: error })

/** The problem document of RFC 9457, with the fields that are wrong and the id to ask about it. */
export function problemDocument(problem: Problem, requestId: string): HttpResult {
  const { status, title, advice } = problems[problem.code]
  const document = {
    type: problemType(problem.code),
    title,
    status,
    code: problem.code,
    detail: problem.detail ?? advice,
    requestId,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
  }
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(problem.code === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
      ...(problem.retryAfterSeconds !== undefined && { 'retry-after': String(problem.retryAfterSeconds) }),
    },
    body: JSON.stringify(document),
  }
}
