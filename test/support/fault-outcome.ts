import { type BusEvent, busEvents, parkedMessages } from './cloud-services-bus.ts'
import { directoryUsers } from './cloud-services-directory.ts'
import { allMails, type SentMail } from './cloud-services-mail.ts'
import { allExecutions } from './cloud-services-workflow.ts'
import { alike, effectOf, expectWhole } from './fault-effects.ts'

/** What something has come to, everywhere that it could; the same every time that the same was done. */
export type Outcome = {
  readonly table: readonly string[]
  /** To whom and about what, once each. */
  readonly mails: readonly string[]
  readonly users: readonly string[]
  /** Each event once: to say it again is to say the same. */
  readonly bus: readonly string[]
  readonly parked: readonly string[]
  /** Executions of the approval workflow that were started, called back or lost, and how each stands. */
  readonly workflows: readonly string[]
}

/** From here on; gives what it has come to, and which mails were sent more than once. */
export function watch() {
  const [mails, events, parked] = [allMails().length, busEvents().length, parkedMessages().length]
  const users = usersByName()
  const executions = allExecutions()
  return async (
    written: readonly object[],
    besides: readonly string[] = [],
  ): Promise<{ outcome: Outcome; repeated: readonly string[] }> => {
    const sent = allMails().slice(mails)
    const first = sent.filter((mail, at) => sent.findIndex((other) => isSame(mail, other)) === at)
    const now = usersByName()
    const changed = [...new Set([...users.keys(), ...now.keys()])].filter((name) => users.get(name) !== now.get(name))
    const standing = Object.entries(allExecutions()).filter(([name, state]) => executions[name] !== state)
    const outcome = {
      table: await effectOf(written, { without: new Set(['limit', 'due-cursor', 'mail-claim', ...besides]) }),
      mails: first.map(({ to, subject }) => alike(`${to}: ${subject}`)).sort(),
      users: changed.map((name) => alike(now.get(name) ?? 'gone')).sort(),
      bus: onceEach(
        busEvents()
          .slice(events)
          .filter((event) => !tellsNothingNew(event))
          .map(({ detailType, detail }) => alike(`${detailType} ${detail}`)),
      ),
      parked: onceEach(parkedMessages().slice(parked)),
      workflows: standing.map(([name, state]) => alike(`${name}: ${state}`)).sort(),
    }
    const repeated = sent.filter((mail) => !first.includes(mail)).map(({ to, text }) => `${to} ${text}`)
    return { outcome, repeated }
  }
}

/** Throws in what they differ. */
export function expectOutcome(found: Outcome, whole: Outcome): void {
  for (const where of ['table', 'mails', 'users', 'bus', 'parked', 'workflows'] as const)
    expectWhole(found[where], whole[where], where)
}

const isSame = (one: SentMail, other: SentMail): boolean =>
  one.to === other.to && one.subject === other.subject && one.text === other.text

/** What somebody holds by now, said once more. */
function tellsNothingNew({ detailType, detail }: BusEvent): boolean {
  if (detailType !== 'access.changed') return false
  const { before, after } = JSON.parse(detail).applicationRoles
  return String(before) === String(after)
}

const onceEach = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort()

/** Ending somebody's sessions twice ends them. */
const usersByName = (): ReadonlyMap<string, string> =>
  new Map(
    directoryUsers().map(({ username, email, enabled, confirmed, hasFactor, signOuts }) => [
      username,
      JSON.stringify({ email, enabled, confirmed, hasFactor, signedOut: signOuts > 0 }),
    ]),
  )
