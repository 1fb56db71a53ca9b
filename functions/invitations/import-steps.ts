import { foldAddress } from '../../shared/domain/address.ts'
import { type ContactRolesHeld, mostHolders } from '../../shared/domain/contact-roles.ts'
import { accessGained } from '../../shared/domain/may-grant.ts'
import { Problem, problems as problemTexts } from '../../shared/domain/problems.ts'
import { askedByNaming } from '../../shared/frame/contact-naming.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { requireAlso, requireGrant } from '../../shared/frame/granting.ts'
import { listContacts } from '../../shared/table/contact.ts'
import { newProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { csvTable } from './csv-table.ts'
import { type ImportedPerson, importedPerson, type RowProblem } from './imported-person.ts'
import { inviteKnown, inviteNew } from './invite-one.ts'
import { ruleAgainst } from './judged-first.ts'
import { type Known, knownPeople, lastInvitations } from './known-people.ts'
import { namedInCells } from './named-in-cells.ts'
import { type Inviting, inWords, isRuleOfOne, nothingDone, type Step } from './step.ts'

/** A row with what is to be done for it, and everything that is wrong with it: then nothing is. */
export type RowStep = {
  readonly row: number
  readonly email: string
  readonly step: Step
  readonly problems: readonly RowProblem[]
}

/**
 * Says what importing a CSV does row by row, and judges all of it, as far as it can be judged before anything is done (A4, C1-C5, I8).
 * 403 where rows name contacts and the caller may not. Rows of one call know of each other.
 */
export async function importSteps(
  csv: string,
  inviting: Inviting,
): Promise<{ readonly rows: readonly RowStep[]; readonly linkMailsLeft: number }> {
  const { caller, now } = inviting
  const { organization } = caller
  const { organizationId } = organization
  const table = csvTable(csv)
  const named = await namedInCells(organization, table)
  const namesContacts = table.some(({ cells }) => cells.contactRoles !== undefined)
  // Before anything is stated in the caller's name: no key has one.
  if (namesContacts) await requireAlso(caller, 'contact-roles:manage', now)
  const people = table.map((row) => importedPerson(row, named, inviting))

  const sought = people.map(({ email, fields }) => ({ email, externalId: fields.externalId }))
  const known = await knownPeople(organizationId, sought, now)
  const last = await lastInvitations(
    known.people.map(({ byAddress, byExternalId }) => byAddress ?? byExternalId),
    now,
  )
  const order = namesContacts ? (await listContacts(organizationId)).order.holders : {}
  const among = { ...inOneCall(), mayGive: givingOnce(inviting), holders: order }
  const rows: RowStep[] = []
  for (const [position, person] of people.entries()) {
    const found = known.people[position]
    const { step, problems } = await stepOf(person, found, last, inviting, among)
    rows.push({ row: person.row, email: person.typed, step, problems })
  }
  return { rows, linkMailsLeft: known.linkMailsLeft }
}

type Among = ReturnType<typeof inOneCall> & {
  readonly mayGive: (grants: ImportedPerson['grants']) => Promise<RowProblem | undefined>
  readonly holders: Readonly<Record<string, readonly unknown[] | undefined>>
}
type Judged = Pick<RowStep, 'step' | 'problems'>

async function stepOf(
  person: ImportedPerson,
  found: Known['people'][number] | undefined,
  last: Awaited<ReturnType<typeof lastInvitations>>,
  inviting: Inviting,
  among: Among,
): Promise<Judged> {
  const { byAddress, byExternalId } = found ?? {}
  const profile = byAddress ?? byExternalId
  const about = { profileId: profile?.profileId ?? null }
  if (person.problems.length > 0) {
    // What else is wrong is said along with it.
    const more = profile || person.email === undefined ? [] : (await judgedNew(person, inviting, among)).problems
    return invalid([...person.problems, ...more], about)
  }
  const taken = takenBy(person, byAddress, byExternalId) ?? among.externalIdTwice(person)
  if (among.isTwice(person))
    return { step: nothingDone('duplicate', 'The address stands in a row before.', about), problems: [] }
  if (taken) return invalid([taken], about)
  if (!profile) return judgedNew(person, inviting, among)
  const step = await inviteKnown(profile, last.get(profile.profileId), person.grants, inviting)
  if (step.does !== 'invite') return asItIs(step)
  const note = leftOut(person, profile)
  return judged(await among.mayGive(person.grants), { ...step, ...(note !== undefined && { note }) }, inviting)
}

/** Whoever is known keeps what is said of them: which columns of their row say something else. */
function leftOut({ fields, contactRoles }: ImportedPerson, profile: ProfileRecord): string | undefined {
  const known = new Map<string, unknown>(Object.entries(profile))
  const columns = Object.entries(fields).flatMap(([column, value]) =>
    value === undefined || value === known.get(column) ? [] : [column],
  )
  const all = [...columns, ...(contactRoles ? ['contactRoles'] : [])]
  if (all.length === 0) return undefined
  return `Whoever is known here keeps what is said of them. Left out: ${all.join(', ')}.`
}

async function judgedNew(person: ImportedPerson, inviting: Inviting, among: Among): Promise<Judged> {
  const problem = (await among.mayGive(person.grants)) ?? tooMany(person.contactRoles, among)
  const one = await judged(problem, newPerson(person, inviting), inviting)
  if (person.problems.length + one.problems.length === 0) among.begin(person.contactRoles)
  return one
}

/** Somebody is as they are; a row that cannot be done says why among its problems too. */
const asItIs = (step: Step): Judged => {
  const invalid = step.does === 'nothing' && step.settled.outcome === 'invalid' ? step.settled.detail : null
  return { step, problems: invalid === null ? [] : [{ column: null, code: 'not-possible', detail: invalid }] }
}

const invalid = (
  problems: readonly RowProblem[],
  about: { readonly profileId: ProfileRecord['profileId'] | null },
): Judged => ({
  step: nothingDone('invalid', null, about),
  problems,
})

async function judged(problem: RowProblem | undefined, step: Step, inviting: Inviting): Promise<Judged> {
  const about = { profileId: step.does === 'invite' && step.before ? step.after.profileId : null }
  if (problem) return invalid([problem], about)
  const isPlain = step.does === 'invite' && !step.before && step.after.contactRoles === undefined
  const rule = isPlain ? undefined : await ruleAgainst(step, inviting)
  return rule ? invalid(problemsOfRule(rule), about) : { step, problems: [] }
}

function problemsOfRule(rule: Problem): readonly RowProblem[] {
  if (rule.code !== 'prerequisites-missing') return [{ column: null, code: rule.code, detail: inWords(rule) }]
  return rule.errors.map(({ code, detail }) => ({ column: 'contactRoles', code, detail }))
}

/** Somebody new with everything that the row says; whoever is to be a contact is asked whether it is them. */
function newPerson({ email, fields, grants, contactRoles }: ImportedPerson, inviting: Inviting): Step {
  const { caller, now, newId } = inviting
  const { organizationId, language } = caller.organization
  if (email === undefined) throw new Error('a row without an address has a problem')
  const profile = newProfile(
    { ...fields, ...grants, kind: 'person', user: true, status: 'invited', email },
    { organizationId, profileId: newId('profile'), language, now },
  )
  if (!contactRoles) return inviteNew(profile, inviting)
  return { ...inviteNew(askedByNaming({ ...profile, contactRoles }, caller, now), inviting), asksContact: true }
}

function tooMany(contactRoles: ContactRolesHeld | undefined, { holders, begun }: Among): RowProblem | undefined {
  const isFull = (role: string) => (holders[role]?.length ?? 0) + (begun.get(role) ?? 0) >= mostHolders
  if (!Object.keys(contactRoles ?? {}).some(isFull)) return undefined
  return { column: 'contactRoles', code: 'too-many-holders', detail: inWords(new Problem('too-many-holders')) }
}

/** An externalId is the key of one person, who has one address. */
function takenBy(
  { fields: { externalId } }: ImportedPerson,
  byAddress: ProfileRecord | undefined,
  byExternalId: ProfileRecord | undefined,
): RowProblem | undefined {
  if (externalId === undefined || !byExternalId || byAddress?.profileId === byExternalId.profileId) return undefined
  const { title } = problemTexts['external-id-taken']
  return { column: 'externalId', code: 'external-id-taken', detail: `${title}. Give it the address that it has there.` }
}

/** What rows of one call know of each other. */
function inOneCall() {
  const [addresses, externalIds] = [new Set<string>(), new Set<string>()]
  const begun = new Map<string, number>()
  const isNew = (names: Set<string>, name: string): boolean => names.size < names.add(name).size
  return {
    /** How many rows have made somebody a holder of each contact role. */
    begun,
    begin: (contactRoles: ContactRolesHeld | undefined): void => {
      for (const role of Object.keys(contactRoles ?? {})) begun.set(role, (begun.get(role) ?? 0) + 1)
    },
    isTwice: ({ email }: ImportedPerson): boolean => email !== undefined && !isNew(addresses, foldAddress(email)),
    externalIdTwice: ({ fields: { externalId } }: ImportedPerson): RowProblem | undefined =>
      externalId === undefined || isNew(externalIds, externalId)
        ? undefined
        : { column: 'externalId', code: 'external-id-taken', detail: 'It stands in a row before.' },
  }
}

/** Whether the caller may give this, judged once for all rows that give the same (A4). */
function givingOnce({ caller, now }: Inviting): Among['mayGive'] {
  const known = new Map<string, Promise<RowProblem | undefined>>()
  const judge = async (grants: ImportedPerson['grants']): Promise<RowProblem | undefined> => {
    const { organization } = caller
    const definitions = await definitionsFor(organization, grants)
    try {
      await requireGrant(caller, accessGained(undefined, grants, { organization, definitions }, now), now)
      return undefined
    } catch (error) {
      if (isRuleOfOne(error)) return { column: null, code: error.code, detail: inWords(error) }
      throw error
    }
  }
  return (grants) => {
    const name = JSON.stringify(grants)
    const answer = known.get(name) ?? judge(grants)
    known.set(name, answer)
    return answer
  }
}
