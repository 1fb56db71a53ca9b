import type * as z from 'zod'
import { coverageChanges } from '../contract/coverage-schemas.ts'
import type { DryRun } from '../contract/dry-run.ts'
import type { Affected } from '../domain/access-difference.ts'
import { type Problem, problems } from '../domain/problems.ts'

type DryRunCoverage = z.input<typeof DryRun>['coverageChanges']

/** The gaps in role coverage that a reply says were opened and closed. */
export function coverageChangesIn(reply: unknown): DryRunCoverage {
  return coverageChanges.safeParse(reply && Object(reply).coverageChanges).data ?? []
}

/** What a dry run answers: whom it would give and take what, which gaps it would open and close, or the rule that forbids it. */
export function dryRunReply(
  affected: readonly Affected[],
  { refusal, coverageChanges = [] }: { readonly refusal?: Problem; readonly coverageChanges?: DryRunCoverage },
): { readonly status: 200; readonly etag: undefined; readonly body: string } {
  const reply: z.input<typeof DryRun> = {
    dryRun: true,
    refusal: refusal ? inWords(refusal) : null,
    coverageChanges,
    affected: affected.filter(({ gains, loses }) => gains.length + loses.length > 0).map(listed),
  }
  return { status: 200, etag: undefined, body: JSON.stringify(reply) }
}

const listed = ({ who, gains, loses }: Affected) => ({ who: { ...who }, gains: [...gains], loses: [...loses] })

function inWords({ code, detail }: Problem) {
  const { title, advice } = problems[code]
  return { code, title, detail: detail ?? advice }
}
