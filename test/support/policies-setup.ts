import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import type { Policies } from './policies.ts'
import { unused } from './policies-unused.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** What every function may do as it is deployed, and the folder in which each test file says what it was seen doing. */
    readonly policies: { readonly deployed: Policies; readonly folder: string }
  }
}

const suite = fileURLToPath(new URL('../http', import.meta.url))

/**
 * Gives the functions of the suite the policies that they are deployed with. When all of its files have run, whatever is granted and was
 * never used fails the suite: it is taken away, or has a reason in `policies-unused.ts`.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const { deployedPolicies } = await import('./policies.ts')
  const deployed = deployedPolicies()
  const folder = mkdtempSync(`${tmpdir()}/rolecall-calls-`)
  project.provide('policies', { deployed, folder })
  return () => {
    const calls = readdirSync(folder).flatMap((file) => readFileSync(`${folder}/${file}`, 'utf8').split('\n'))
    rmSync(folder, { recursive: true, force: true })
    const all = readdirSync(suite, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'))
    const ran = project.vitest.state.getFiles().filter(({ projectName }) => projectName === project.name)
    if (ran.length < all.length) return
    const used = new Set(calls.filter((call) => call !== ''))
    console.log(`Least privilege: ${used.size} different calls of functions were seen, each allowed by its policy.`)
    const problems = unused(deployed, used)
    if (problems.length > 0) throw new Error(`Least privilege:\n  ${problems.join('\n  ')}`)
  }
}
