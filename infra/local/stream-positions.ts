import type { LocalCloud } from './settings.ts'
import { readState, writeState } from './state-file.ts'

/** What MiniStack keeps of Lambda over a restart, as far as it matters here. */
type KeptLambda = { readonly payload: Readonly<Record<string, unknown>> }

/**
 * MiniStack keeps how far a function has read a table's stream, and not the stream, which begins anew with it: left alone, the function would
 * wait until there are as many changes as before, and miss them all. To be called before it starts.
 */
export function readStreamsFromTheirBeginning({ stateDirectory }: LocalCloud): void {
  const file = `${stateDirectory}/cloud/lambda.json`
  const kept = readState<KeptLambda>(file)
  const nowhere = { __account_region_scoped__: true, data: {} }
  if (kept) writeState(file, { ...kept, payload: { ...kept.payload, dynamodb_stream_positions: nowhere } })
}
