import type * as z from 'zod'
import type { DryRun } from '../contract/dry-run.ts'
import type { Affected } from '../domain/access-difference.ts'
import { type Problem, problems } from '../domain/problems.ts'

/** What a dry run answers: whom it would give and take what, or the rule that forbids it. */
export function dryRunReply(
  affected: readonly Affected[],
  refusal?: Problem,
): { readonly status: 200; readonly etag: undefined; readonly body: string } {
  const reply: z.input<typeof DryRun> = {
    dryRun: true,
    refusal: refusal ? inWords(refusal) : null,
    affected: affected.filter(({ gains, loses }) => gains.length + loses.length > 0).map(listed),
  }
  return { status: 200, etag: undefined, body: JSON.stringify(reply) }
}

const listed = ({ who, gains, loses }: Affected) => ({ who: { ...who }, gains: [...gains], loses: [...loses] })

function inWords({ code, detail }: Problem) {
  const { title, advice } = problems[code]
  return { code, title, detail: detail ?? advice }
}
