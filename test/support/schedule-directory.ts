import { foldAddress } from '../../shared/domain/address.ts'
import { directoryUsers } from './cloud-services-directory.ts'
import { sortOut } from './invariants-whole.ts'
import { dumpTable } from './world-table.ts'

/**
 * A sentence for everything in which the directory of sign-ins is not what the table says it should be (I11): a user for everybody who has
 * accepted, under the address they sign in with, who may sign in while they are active or invited anywhere; and nobody else. Of a sign-in
 * that was reset or is being activated nothing is asked.
 */
export async function directoryViolations(): Promise<readonly string[]> {
  const { identities, access, profiles, at } = sortOut(await dumpTable())
  const users = new Map(directoryUsers().map((user) => [user.username, user]))
  const invited = new Set(profiles.filter(({ status }) => status === 'invited').map(({ email }) => foldAddress(email)))
  return [
    ...[...users.keys()]
      .filter((username) => at(username, 'identity') === undefined)
      .map((username) => `${username} is in the directory, and is nobody's sign-in`),
    ...identities
      .filter(({ identityId, state }) => state === 'accepted' && at(identityId, 'factor-reset') === undefined)
      .flatMap(({ identityId, email }) => {
        const user = users.get(identityId)
        if (!user) return [`${identityId} is not in the directory`]
        const belongs = access.filter((one) => one.identityId === identityId)
        const may = belongs.some(({ status }) => status === 'active') || invited.has(foldAddress(email))
        return [
          ...(belongs.length === 0 ? [`${identityId} belongs nowhere, and is still there`] : []),
          ...(user.email === foldAddress(email) ? [] : [`${identityId} signs in with another address`]),
          ...(user.enabled === may ? [] : [`${identityId} ${may ? 'cannot' : 'can'} sign in`]),
        ]
      }),
    ...identities.filter(({ state }) => state === 'ending').map(({ identityId }) => `${identityId} is still ending`),
  ]
}
