import { getInvitation, type InvitationKey, type InvitationRecord, recordDelivery } from '../table/invitation.ts'
import { Moved } from '../table/transaction.ts'
import { untilDecided } from './until-decided.ts'

type Delivery = InvitationRecord['delivery']

/** What may follow upon what: the other side may answer before we have written down that the mail went out. */
const follows: Readonly<Record<Exclude<Delivery, 'queued' | 'deferred'>, readonly Delivery[]>> = {
  sent: ['queued', 'deferred', 'failed'],
  failed: ['queued', 'deferred'],
  delivered: ['queued', 'deferred', 'failed', 'sent'],
  bounced: ['queued', 'deferred', 'failed', 'sent', 'delivered'],
}

/**
 * Notes on an invitation what became of the mail of one send number: nothing where it was sent again since, or where that is known already,
 * or more. Throws `busy` where others keep changing it, so that the event comes again.
 */
export const noteDelivery = (key: InvitationKey, generation: number, delivery: keyof typeof follows): Promise<void> =>
  untilDecided(async () => {
    const invitation = await getInvitation(key)
    if (invitation?.generation !== generation || !follows[delivery].includes(invitation.delivery)) return
    if (!(await recordDelivery(invitation, delivery))) throw new Moved('an invitation was changed meanwhile')
  })
