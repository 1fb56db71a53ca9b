import { createHash } from 'node:crypto'
import {
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import * as z from 'zod'
import { mailEvents } from '../../shared/domain/mail-events.ts'
import { clients } from './deployed.ts'
import { itemsOf } from './deployed-table.ts'
import { sesEvent, type Told } from './ses-events.ts'

/** Nobody but AWS may put an event of a source that begins with `aws.` on a bus, and the local cloud's SES puts none. */
const standIn = 'stand-in.ses'
const set = 'rolecall-local'

const Pattern = z.looseObject({ source: z.array(z.string()), 'detail-type': z.array(z.string()) })

/**
 * Rules of the account's own bus beside the deployed ones: with the same patterns but for the source, and with the same targets, to which they
 * hand the same part of an event.
 */
async function standInRules(): Promise<void> {
  const { Rules = [] } = await clients.events.send(new ListRulesCommand({}))
  const told: string[] = []
  for (const { Name, EventPattern } of Rules) {
    const pattern = Pattern.safeParse(JSON.parse(EventPattern ?? '{}')).data
    if (pattern?.source[0] !== 'aws.ses') continue
    // By what it is told, since the deployed rule's own name may have all 64 characters already.
    const Rule = `stand-in-${pattern['detail-type'].join('-').replaceAll(' ', '-')}`
    const { Targets } = await clients.events.send(new ListTargetsByRuleCommand({ Rule: Name }))
    await clients.events.send(
      new PutRuleCommand({ Name: Rule, EventPattern: JSON.stringify({ ...pattern, source: [standIn] }) }),
    )
    await clients.events.send(new PutTargetsCommand({ Rule, Targets }))
    told.push(...pattern['detail-type'])
  }
  if (String(told.sort()) !== String(Object.keys(mailEvents).sort()))
    throw new Error(`the deployed rules are told ${told.join(', ')}`)
}

let ready: Promise<void> | undefined

/** Has SES tell what became of the newest mail to an address, as it documents that, on the account's own bus. */
export async function tellOf(email: string, told: Told): Promise<void> {
  ready ??= standInRules()
  await ready
  const recipient = createHash('sha256').update(email.toLowerCase()).digest('base64url')
  const claims = (await itemsOf('mail-claim')).filter((claim) => claim.recipient === recipient)
  const claim = claims.sort((one, other) => (String(one.leaseUntil) < String(other.leaseUntil) ? -1 : 1)).at(-1)
  if (claim === undefined) throw new Error('no mail went to that address')
  const tags = { organization: String(claim.organizationId), activity: String(claim.activityId), recipient }
  const mail = { to: email, subject: 'A subject', messageId: String(claim.messageId), tags }
  const event = sesEvent(told, mail, set, new Date().toISOString())
  const { FailedEntryCount, Entries } = await clients.events.send(
    new PutEventsCommand({
      Entries: [{ Source: standIn, DetailType: event['detail-type'], Detail: JSON.stringify(event.detail) }],
    }),
  )
  if (FailedEntryCount !== 0) throw new Error(`the bus did not take the event: ${Entries?.[0]?.ErrorCode}`)
}
