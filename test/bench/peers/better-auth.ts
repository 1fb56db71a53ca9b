import { answerOrders, type Task } from '../contestant.ts'
import { addressOf, call, organizationId, question, takeCalls } from './better-auth-house.ts'

let made = 0

/** It decides about nobody but whoever asks: the same for both tasks. */
async function hasPermission(): Promise<string> {
  const { success } = await call(question.path, question.body)
  return success === true ? 'allowed' : 'denied'
}

const acts: Readonly<Record<Task, () => Promise<string>>> = {
  'access decision': hasPermission,
  'permission check': hasPermission,
  'list 50 members': async () => {
    const { members } = await call(`/organization/list-members?organizationId=${organizationId}&limit=50`)
    return String(Array.isArray(members) && members.length)
  },
  invite: async () => {
    const email = addressOf(`person-${++made}`)
    return String((await call('/organization/invite-member', { email, role: 'member', organizationId })).status)
  },
  'create organization': async () => {
    const { id } = await call('/organization/create', { name: `Adatum ${++made}`, slug: `adatum-${made}` })
    return typeof id === 'string' ? 'created' : 'not created'
  },
}

answerOrders({ act: (task) => acts[task](), takeCalls })
