/** Something a person can put right: its message is a sentence that says what to do, and no stack is shown with it. */
export class LocalProblem extends Error {
  override readonly name = 'LocalProblem'
}

/** Runs a command of the local cloud to its end: a problem becomes a sentence on stderr and an exit code of 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command()
  } catch (error) {
    console.error(error instanceof LocalProblem ? `\n✗ ${error.message}` : error)
    process.exitCode = 1
  }
}

/** What went wrong, in one line, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
