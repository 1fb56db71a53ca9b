import { meddledWith } from './fault-injector.ts'

/** Does something, and something else after all of it was read and just before its first transaction is written. */
export async function justBeforeWriting<Result>(
  other: () => Promise<unknown>,
  act: () => Promise<Result>,
): Promise<Result> {
  let reached = false
  const result = await meddledWith(
    {
      call: async ({ input, goOn }) => {
        if (!('TransactItems' in input) || reached) return goOn()
        reached = true
        await other()
        return goOn()
      },
    },
    act,
  )
  if (!reached) throw new Error('nothing was written')
  return result
}
