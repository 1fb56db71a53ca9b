import type { TestProject } from 'vitest/node'
import { unpackBrowser } from '../support/browser-program.ts'
import { deployForThisRun } from '../support/deployed-setup.ts'

export default (project: TestProject) =>
  deployForThisRun(project, {
    prepare: async (directory) => project.provide('browserProgram', await unpackBrowser(directory)),
    // Whoever reads a page has time: no reminder ends its link meanwhile.
    contractDaySeconds: 24 * 3600,
  })
