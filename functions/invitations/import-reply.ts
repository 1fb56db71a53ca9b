import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { RowStep } from './import-steps.ts'
import type { Settled } from './step.ts'

type Planned = ReplyOf<RouteOf<'planImport'>>['rows'][number]
type Imported = ReplyOf<RouteOf<'applyImport'>>['rows'][number]

/** A row as callers see what would become of it. */
export function plannedRow({ row, email, step, problems }: RowStep): Planned {
  const { outcome, detail } =
    step.does === 'nothing'
      ? step.settled
      : step.does === 'invite'
        ? { outcome: step.outcome, detail: step.note ?? null }
        : { outcome: 'resent' as const, detail: null }
  return { row, email, outcome, detail: problems.length > 0 ? null : detail, problems: [...problems] }
}

/** A row as callers see what has become of it. */
export function importedRow({ row, email, problems }: RowStep, settled: Settled): Imported {
  const { outcome, detail, profileId, invitationId } = settled
  // Between judging and doing somebody else may have made it impossible.
  const late = outcome === 'invalid' && problems.length === 0 && detail !== null
  const all = late ? [{ column: null, code: 'not-possible', detail }] : [...problems]
  return { row, email, outcome, detail: all.length > 0 ? null : detail, problems: all, profileId, invitationId }
}
