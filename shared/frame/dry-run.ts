import type * as z from 'zod'
import { coverageChanges } from '../contract/coverage-schemas.ts'
import type { DryRun } from '../contract/dry-run.ts'
import { outcomesTold } from '../contract/invitation-schemas.ts'
import type { Affected } from '../domain/access-difference.ts'
import { type Problem, problems } from '../domain/problems.ts'

type Said = Partial<Pick<z.input<typeof DryRun>, 'coverageChanges' | 'outcomes'>>

/** What a reply says beside the change itself: the gaps in role coverage that open and close, and what becomes of each who was invited. */
export function whatItSays(reply: unknown): Said {
  const said = Object(reply)
  return {
    coverageChanges: coverageChanges.safeParse(said.coverageChanges).data ?? [],
    outcomes: outcomesTold.safeParse(said.items).data,
  }
}

/** What a dry run answers: whom it would give and take what, which gaps it would open and close, or the rule that forbids it. */
export function dryRunReply(
  affected: readonly Affected[],
  { refusal, coverageChanges = [], outcomes }: Said & { readonly refusal?: Problem },
): { readonly status: 200; readonly etag: undefined; readonly body: string } {
  const reply: z.input<typeof DryRun> = {
    dryRun: true,
    refusal: refusal ? inWords(refusal) : null,
    coverageChanges,
    ...(outcomes && { outcomes }),
    affected: affected.filter(({ gains, loses }) => gains.length + loses.length > 0).map(listed),
  }
  return { status: 200, etag: undefined, body: JSON.stringify(reply) }
}

const listed = ({ who, gains, loses }: Affected) => ({ who: { ...who }, gains: [...gains], loses: [...loses] })

function inWords({ code, detail }: Problem) {
  const { title, advice } = problems[code]
  return { code, title, detail: detail ?? advice }
}
