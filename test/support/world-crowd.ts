import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { parseEmailAddress } from '../../shared/domain/address.ts'
import { id } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { documents } from '../../shared/table/client.ts'
import { enterMember } from '../../shared/table/permission-group-member.ts'
import { createProfile, newProfile } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import type { Write } from '../../shared/table/transaction.ts'
import type { Tenant } from './world.ts'
import type { Item } from './world-table.ts'

/** As many as a call of BatchWrite takes, and as many calls at once. */
const itemsACall = 25
const callsAtOnce = 8

/**
 * Fills an organization with people, numbered `from` to below `to`: contacts, of whom each tenth is a deactivated user instead,
 * in the department IT and in Full Role, and the one after that a draft. They are the product's own items, but put into the table without transactions.
 */
export async function crowd(
  { organizationId }: Pick<Tenant, 'organizationId'>,
  from: number,
  to: number,
): Promise<void> {
  const items = Array.from({ length: Math.max(0, to - from) }, (_, number) => person(organizationId, from + number))
    .flat()
    .flatMap(({ item }) => item.Put?.Item ?? [])
  const calls = Array.from({ length: Math.ceil(items.length / itemsACall) }, (_, call) =>
    items.slice(call * itemsACall, (call + 1) * itemsACall),
  )
  await Promise.all(Array.from({ length: callsAtOnce }, () => putAll(calls)))
}

async function putAll(calls: Item[][]): Promise<void> {
  for (let items = calls.pop(); items; items = calls.pop()) {
    const requests = items.map((Item) => ({ PutRequest: { Item } }))
    await documents.send(new BatchWriteCommand({ RequestItems: { [tableName()]: requests } }))
  }
}

function person(organizationId: Tenant['organizationId'], number: number): readonly Write[] {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const email = parseEmailAddress(`person.${number}@adventure.example`)
  if (!email) throw new Error('no address')
  const permissionGroupId = id('permissionGroup', 'pgr_full-role')
  const isTenth = number % 10 === 0
  const profile = newProfile(
    {
      ...{ kind: 'person', email, firstName: `Jan Jo${number}`, lastName: 'Peeters' },
      ...(isTenth
        ? { user: true, status: 'deactivated', department: 'IT', permissionGroups: { [permissionGroupId]: {} } }
        : { user: number % 10 === 1, status: number % 10 === 1 ? 'draft' : 'active' }),
    },
    { organizationId, profileId: newId('profile'), language: 'en', now },
  )
  const member = { organizationId, permissionGroupId, profileId: profile.profileId, validity: {} }
  return [
    ...createProfile(profile, { addressTaken: 'moved', externalIdTaken: 'moved' }),
    ...(isTenth ? [enterMember(member)] : []),
  ]
}
