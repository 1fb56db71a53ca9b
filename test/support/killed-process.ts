import { dynamo } from '../../shared/table/client.ts'
import { keptKeys, startKeys } from './cloud-services-keys.ts'

/** What a process is told: which function to run with which event, and at which of its calls to the table it dies. */
export type Death = {
  readonly name: string
  readonly event: unknown
  /** Counted from 0. */
  readonly position: number
  readonly when: 'before' | 'after'
  /** The keys of KMS: what this process seals is opened by whoever goes on. */
  readonly keys: ReturnType<typeof keptKeys.keep>
}

/** The program of a process that runs a function once, as a container does, and is killed while it runs. */
process.on('message', async ({ name, event, position, when, keys }: Death) => {
  keptKeys.bringBack(keys)
  startKeys()
  const { handler } = await import(`../../functions/${name}.ts`)
  let calls = 0
  const die = () => process.kill(process.pid, 'SIGKILL')
  dynamo.middlewareStack.add(
    (next) => async (args) => {
      const here = calls++ === position
      if (here && when === 'before') die()
      const result = await next(args)
      if (here && when === 'after') die()
      return result
    },
    { step: 'build', name: 'death' },
  )
  await handler(event, { awsRequestId: 'a-short-life', getRemainingTimeInMillis: () => 30_000 })
  // It has come to its end all the same: whoever waits for its death is told so.
  process.exit(1)
})
