import type { TestProject } from 'vitest/node'
import { unpackBrowser } from '../support/browser-program.ts'
import { deployForThisRun } from '../support/deployed-setup.ts'

export default (project: TestProject) =>
  deployForThisRun(project, async (directory) => project.provide('browserProgram', await unpackBrowser(directory)))
