import type { Policies } from './policies.ts'

const oneWord =
  'table:read is one word for items and for lists of them: whoever may read all items learns nothing by a list.'

/** What is granted and never used, and why it stays. It may only become less. */
const reasons: Readonly<Record<string, string>> = {
  'catalog/index ReadLists': oneWord,
  'contracts/certificate ReadLists': oneWord,
  'invitations/activation ReadLists': oneWord,
}

/**
 * Sentences about what could be taken away, and about reasons that are none any more. A word of `needs` opens the table in one of a few
 * ways, so of each such statement its function has to use something; anything else it may do, it has to be seen doing. `used` are calls as
 * `<function> <action> <resource>`.
 */
export function unused(deployed: Policies, used: ReadonlySet<string>): readonly string[] {
  const done = new Set([...used].map((call) => call.split(' ').slice(0, 2).join(' ')))
  const found = Object.entries(deployed).flatMap(([name, granted]) =>
    granted.flatMap(({ sid, effect, actions, resources }) => {
      // Lambda itself puts into a function's queue what the function could not do.
      if (effect === 'Deny' || resources.includes('queue')) return []
      const left = actions.filter((action) => !done.has(`${name} ${action}`))
      if (!resources.some((resource) => resource.startsWith('table'))) return left.map((action) => `${name} ${action}`)
      return left.length === actions.length ? [`${name} ${sid}`] : []
    }),
  )
  return [
    ...found.filter((one) => !(one in reasons)).map((one) => `${one} is granted, and no test has it used`),
    ...Object.keys(reasons)
      .filter((one) => !found.includes(one))
      .map((one) => `${one} has a reason for not being used, and is used or not granted: take the reason out`),
  ]
}
