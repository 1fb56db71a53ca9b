import { nameOf, type Rule } from './invariants-whole.ts'
import type { Item } from './world-table.ts'

/** What counts webhooks, and what waits to be delivered to them. */
export const rulesOfWebhooks: readonly Rule[] = [
  ({ of }) => {
    const has = Map.groupBy(of('webhook'), ({ organizationId }) => organizationId)
    const counts = new Map(of('webhook-count').map(({ organizationId, count }) => [organizationId, count]))
    return [...new Set([...has.keys(), ...counts.keys()])]
      .map((organization) => ({
        organization,
        has: has.get(organization)?.length ?? 0,
        counts: counts.get(organization) ?? 0,
      }))
      .filter((one) => one.has !== one.counts)
      .map((one) => `${one.organization} counts ${one.counts} webhooks and has ${one.has}`)
  },

  // Each delivery that waits has one due row, and none that is over has any; what waited for a webhook that was removed is passed over.
  ({ of }) => {
    const webhooks = new Set(of('webhook').map(({ webhookId }) => webhookId))
    const row = ({ deliveryId }: Item, at: unknown) => `${deliveryId} at ${at}`
    const deliveries = of('webhook-delivery')
    const dues = of('due').filter(({ kind, webhookId }) => kind === 'webhook-delivery' && webhooks.has(webhookId))
    const rows = new Set(dues.map((due) => row(due, due.at)))
    const wanted = new Set(deliveries.flatMap((one) => (one.state === 'waiting' ? [row(one, one.dueAt)] : [])))
    return [
      ...deliveries
        .filter(({ state, dueAt }) => (state === 'waiting') !== (dueAt !== undefined))
        .map((one) => `${nameOf(one)} is ${one.state}, and due at ${one.dueAt}`),
      ...deliveries
        .filter((one) => one.state === 'waiting' && webhooks.has(one.webhookId) && !rows.has(row(one, one.dueAt)))
        .map((one) => `${nameOf(one)} waits, and nobody will look at it`),
      ...dues.filter((due) => !wanted.has(row(due, due.at))).map((due) => `${nameOf(due)} is due, and nothing waits`),
    ]
  },
]
