import type { ActivityAction } from '../../shared/domain/catalog.ts'
import {
  type BusEvent,
  busEvents,
  parkedMessages,
  publishBatch,
  reactionsTo,
  takeRecords,
  whileBus,
} from './cloud-services-bus.ts'
import { allMails, type SentMail, tell } from './cloud-services-mail.ts'
import { pass } from './schedule-recordings.ts'
import type { Told } from './ses-events.ts'
import type { Image } from './table-writes.ts'
import { after } from './world-clock.ts'

/** Everything that is left to chance, out of one endless row of numbers. */
export type Choices = {
  /** A whole number from 0 up to, and without, that one. */
  readonly below: (count: number) => number
  readonly oneIn: (count: number) => boolean
  readonly shuffled: <Item>(items: readonly Item[]) => Item[]
}

export function choicesFrom(numbers: Iterator<number>): Choices {
  const below = (count: number): number => Number(numbers.next().value) % count
  return {
    below,
    oneIn: (count) => below(count) === 0,
    shuffled: (items) => {
      const left = [...items]
      return items.flatMap(() => left.splice(below(left.length), 1))
    },
  }
}

/** No repetition, no haste, everything in its order: what any other schedule has to come to. */
export const inOrder: Choices = { below: (count) => count - 1, oneIn: () => false, shuffled: (items) => [...items] }

/** What became of events on which a function failed three times, and of records that cannot be read. */
export type Left = { readonly deadLetters: readonly string[]; readonly parked: readonly string[] }

/** An event on its way to one function. */
type Delivery = { readonly name: string; readonly event: BusEvent; readonly act: () => Promise<unknown> }

/** As often as Lambda hands one event to a function before it goes to the dead-letter queue. */
const mostTries = 3

/** What carries records to the functions that act on them. */
export type Carrier = {
  /** Carries some of what is new and some of what waits, while people go on. */
  readonly some: () => Promise<void>
  /** Carries all there is of one kind, and no more. */
  readonly allOf: (action: ActivityAction) => Promise<void>
  /** Lets time pass until all is carried, and gives what was left lying. */
  readonly rest: (records?: readonly Image[]) => Promise<Left>
}

/**
 * A stream, a bus and Lambda that hand on records as they are allowed to: repeated, in any order across keys (each activity is a key of
 * its own), in batches of any size, a batch that fails cut in two and sent again, events repeated and late and several at once, and what
 * a function fails on handed to it twice more, each time when its wait is over. What follows from that comes the same way.
 */
export function carrier(choose: Choices): Carrier {
  const parkedBefore = parkedMessages().length
  let mailsSeen = allMails().length
  const tries = new Map<Delivery, number>()
  const deadLetters = new Set<string>()
  let waiting: Delivery[] = []
  const failed: Delivery[] = []

  const carry = async (deliveries: readonly Delivery[]) => {
    for (const delivery of await hand(deliveries, choose)) {
      const count = (tries.get(delivery) ?? 0) + 1
      tries.set(delivery, count)
      if (count < mostTries) failed.push(delivery)
      else deadLetters.add(`${delivery.name} ${JSON.parse(delivery.event.detail).activityId}`)
    }
  }
  /** What SES tells of the mails that were sent since it was asked last. */
  const told = (): readonly Delivery[] => {
    const mails = allMails().slice(mailsSeen)
    mailsSeen += mails.length
    return mails.flatMap(fatesOf).flatMap((delivery) => (choose.oneIn(6) ? [delivery, delivery] : [delivery]))
  }
  const take = async (records: readonly Image[], late: number) => {
    const all = choose.shuffled([...waiting, ...told(), ...(await stream(records, choose))])
    waiting = all.filter(() => choose.oneIn(late))
    return all.filter((delivery) => !waiting.includes(delivery))
  }

  return {
    some: async () => {
      pass(after.seconds(1))
      if (choose.oneIn(2)) await carry(await take(takeRecords(), 2))
    },
    allOf: async (action) => {
      waiting.push(...(await stream(takeRecords(), choose)))
      const wanted = waiting.filter(({ event }) => event.detailType === action)
      waiting = waiting.filter((delivery) => !wanted.includes(delivery))
      await carry(wanted)
    },
    rest: async (records = []) => {
      let fresh = [...records, ...takeRecords()]
      do {
        waiting.push(...failed.splice(0))
        await carry(await take(fresh, 6))
        fresh = [...takeRecords()]
        // A minute after the first try comes the second, and two after that the last.
        pass(after.minutes(2))
        waiting.push(...told())
      } while (fresh.length + waiting.length + failed.length > 0)
      return { deadLetters: [...deadLetters].sort(), parked: parkedMessages().slice(parkedBefore) }
    },
  }
}

/** What becomes of a mail goes by where it goes to: it arrives, but at two domains. */
function fatesOf(mail: SentMail): readonly Delivery[] {
  const fates: readonly Told[] = mail.to.endsWith('@comes-back.example')
    ? ['comes back for now', 'bounced']
    : mail.to.endsWith('@complains.example')
      ? ['delivered', 'complained']
      : ['delivered']
  return fates.map((fate, at) => {
    const moment = new Date(Date.now() + after.seconds(at + 1)).toISOString()
    const event = { detailType: `mail ${fate}`, detail: JSON.stringify({ activityId: mail.subject }) }
    return { name: 'notifications/follow-mails', event, act: () => tell(mail, fate, moment) }
  })
}

/** Has records published in batches, and gives the deliveries that come of it. */
async function stream(records: readonly Image[], choose: Choices): Promise<Delivery[]> {
  const before = busEvents().length
  const repeated = records.flatMap((record) => (choose.oneIn(4) ? [record, record] : [record]))
  const left = choose.shuffled(repeated)
  while (left.length > 0) {
    const batch = left.splice(0, 1 + choose.below(left.length))
    try {
      if (choose.oneIn(5)) await whileBus(choose.oneIn(2) ? 'takes-part' : 'is-down', () => publishBatch(batch))
      else await publishBatch(batch)
    } catch {
      // Lambda cuts it in two and sends both again.
      for (const half of [batch.slice(0, batch.length / 2), batch.slice(batch.length / 2)])
        if (half.length > 0) await publishBatch(half)
    }
  }
  const events = busEvents().slice(before)
  return events.flatMap((event) => (choose.oneIn(6) ? [event, event] : [event])).flatMap(deliveriesOf)
}

const deliveriesOf = (event: BusEvent): Delivery[] => reactionsTo(event).map((reaction) => ({ ...reaction, event }))

/** Hands events to functions, up to three at once; gives those that failed. */
async function hand(deliveries: readonly Delivery[], choose: Choices): Promise<readonly Delivery[]> {
  const left = [...deliveries]
  const failed: Delivery[] = []
  while (left.length > 0) {
    const together = left.splice(0, choose === inOrder ? 1 : 1 + choose.below(3))
    const ends = await Promise.allSettled(together.map(({ act }) => act()))
    failed.push(...together.filter((_, position) => ends[position]?.status === 'rejected'))
  }
  return failed
}
