import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A program that takes part, as a process of its own. */
export type Entry = {
  readonly name: string
  readonly file: string
  readonly arguments?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}
export type Runner = { readonly name: string; readonly child: ChildProcess }

/** A file of the bench. */
export const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** Starts a program, and waits until it has seeded what it works with; `said` is the first that it says. */
export async function enter({
  name,
  file,
  arguments: given = [],
  environment,
}: Entry): Promise<Runner & { readonly said: unknown }> {
  console.log(`→ ${name}: making an organization with 60 people`)
  const child = fork(path(file), given, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [said]: unknown[] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (child.exitCode !== null) throw new Error(`${name} could not begin`)
  return { name, child, said }
}

/** Ends a program, and waits until it is gone. */
export async function leave({ child }: Pick<Runner, 'child'>): Promise<void> {
  if (child.exitCode !== null || !child.kill()) return
  await once(child, 'exit')
}

/** A cell of a table. */
export const column = (text: string, width: number): string => text.padStart(width)

/** The value that as many are above as below. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
