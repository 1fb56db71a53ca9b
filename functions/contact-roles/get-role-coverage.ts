import { contactRoles } from '../../shared/domain/contact-roles.ts'
import { coverageOf, gapsIn } from '../../shared/domain/role-coverage.ts'
import { readCoverage, sourcesOf } from '../../shared/frame/coverage.ts'
import type { Operation } from '../../shared/frame/operation.ts'

/** How the contact roles are covered at this moment (C6, C7): one Query at any size. */
export const getRoleCoverage: Operation<'getRoleCoverage'> = async ({ caller, now }) => {
  const coverage = coverageOf(sourcesOf(await readCoverage(caller.organization)), now)
  return {
    covered: gapsIn(coverage).size === 0,
    items: contactRoles.flatMap(({ id, name, gap }) => {
      const found = coverage.find(({ contactRole }) => contactRole === id)
      if (!found) return []
      const { contactRole, required, covered, holders, problems } = found
      return [
        {
          contactRole,
          name,
          required,
          covered,
          gap,
          holders: [...holders],
          problems: problems.map(({ prerequisites, ...problem }) => ({
            ...problem,
            prerequisites: [...prerequisites],
          })),
        },
      ]
    }),
  }
}
