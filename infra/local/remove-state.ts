import { readdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { type LocalCloud, pythonDirectory } from './settings.ts'

/** Removes everything that a stopped cloud has kept. What is installed stays: it is the same for every cloud. */
export function removeState({ stateDirectory }: LocalCloud): void {
  for (const entry of listOf(stateDirectory)) {
    if (entry !== basename(pythonDirectory)) rmSync(`${stateDirectory}/${entry}`, { recursive: true, force: true })
  }
}

function listOf(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
