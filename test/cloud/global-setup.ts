import type { TestProject } from 'vitest/node'
import { deployForThisRun } from '../support/deployed-setup.ts'

export default (project: TestProject) => deployForThisRun(project)
