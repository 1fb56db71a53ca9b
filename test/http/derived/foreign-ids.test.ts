import { beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { idPrefixes } from '../../../shared/domain/ids.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, routeOf, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { guarded, type ValidCall, validCall } from '../../support/gateway-valid-calls.ts'
import { type Field, fieldIn, fieldsOf, ofKind, pointerTo, withField } from '../../support/schema-fields.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPermissionGroup } from '../../support/world-fresh.ts'
import { activate, freshEmail, invite } from '../../support/world-people.ts'
import { dumpTable, type Item } from '../../support/world-table.ts'
import { failedDelivery, freshWebhook } from '../../support/world-webhooks.ts'

/** The tail of ids that nobody has. */
const absent = '01k2r8v6m0q3s5t7w9x1y3z5a6'

/** The forms in which an id is asked for: by itself, or as who has done something. */
const forms = [...Object.values(idPrefixes).map((prefix) => `${prefix}_`), 'user:idn_', 'link:inv_'] as const
/**
 * Of these an organization has nothing of its own yet; whoever brings their rows adds one to `strangersThings`. Documents are of the
 * deployment, and never another organization's.
 */
const ofNobody: readonly string[] = ['rol_', 'att_', 'key_', 'ctr_', 'job_', 'doc_']

let world: World
let tries = 0
/** By form, the ids of an organization that nobody else has anything to do with, and every word that is its own. */
let foreign: Readonly<Record<string, string>>
let words: readonly string[]
let before: readonly Item[]
beforeAll(async () => {
  world = await seedWorld()
  const { things, ownWords } = await strangersThings()
  foreign = things
  words = [...Object.values(things), ...ownWords]
  before = await itemsOfStrangers()
})

/** An organization that shares nothing with the others, not even a word, and one of everything that it has. */
async function strangersThings() {
  const { provider } = world
  const { organizationId, owner } = await freshCustomer(provider, 'Quixotic Looms')
  const by = owner
  const params = { organizationId }
  const named = { firstName: 'Zephyrine', lastName: 'Ypsilanti', jobTitle: 'Weaver', department: 'Jacquardry' }
  const body = { kind: 'person', user: true, email: freshEmail('quixotic.example'), ...named, phone: '+3215999999' }
  const { profileId } = await succeed('createProfile', { by, params, body })
  const invitee = await invite(by, organizationId, { defaultRole: 'rol_admin' }, freshEmail('quixotic.example'))
  const member = await activate(await invite(by, organizationId, {}, freshEmail('quixotic.example')))
  const groupId = `grp_${absent.replace('6', '7')}`
  await giveGroup(member, groupId)
  await settle()
  const permissionGroupId = await freshPermissionGroup({ organizationId })
  const [activity] = (await succeed('listActivities', { by, params })).items
  const { webhookId, deliveryId } = await failedDelivery(await freshWebhook(organizationId))
  const given = [permissionGroupId, groupId, webhookId, deliveryId]
  const ids = [organizationId, profileId, invitee.invitationId, ...given, member.identityId]
  const things = Object.fromEntries(
    [...ids, activity?.activityId ?? '', `user:${member.identityId}`, `link:${invitee.invitationId}`].map((one) => [
      forms.find((form) => one.startsWith(form)) ?? '',
      one,
    ]),
  )
  return { things, ownWords: ['Quixotic', 'quixotic', 'Zephyrine', 'Ypsilanti', 'Jacquardry', '+3215999999'] }
}

const itemsOfStrangers = async (): Promise<readonly Item[]> =>
  (await dumpTable()).filter((item) => JSON.stringify(item).includes(foreign.org_ ?? 'nowhere'))

type Position = { readonly part: 'params' | 'query' | 'body'; readonly field: Field; readonly form: string }

/** What AuthZEN calls the kinds of things whose ids are of these forms: in its requests any text may stand for an id. */
const typesOfEntities: Readonly<Record<string, string>> = {
  idn_: 'user',
  prf_: 'profile',
  org_: 'organization',
  grp_: 'group',
}

/** The ids of the entities that a question names, where a row follows AuthZEN: each with the type that it would be an id of. */
const entitiesOf = (operationId: OperationId): readonly Position[] =>
  routeOf(operationId).follows === 'authzen'
    ? fieldsOf(routeOf(operationId).body).flatMap((field) =>
        field.steps.at(-1) === 'id'
          ? Object.keys(typesOfEntities).map((form) => ({ part: 'body' as const, field, form }))
          : [],
      )
    : []

/** An entity is foreign as a whole: its type goes with its id. */
const typedAs = (value: unknown, { field: { steps }, form }: Position): unknown =>
  steps.at(-1) === 'id' ? withField(value, [...steps.slice(0, -1), 'type'], typesOfEntities[form]) : value

/** Everywhere in a request where an id may stand, whether the example has one there or not. */
const positionsOf = (operationId: OperationId): readonly Position[] =>
  (['params', 'query', 'body'] as const).flatMap((part) =>
    fieldsOf(routeOf(operationId)[part]).flatMap((field) =>
      // The organization of a path is what `strangers.test.ts` is about.
      z.safeParse(field.takes, 'x').success || (part === 'params' && field.steps[0] === 'organizationId')
        ? []
        : forms
            .filter((form) => z.safeParse(field.takes, `${form}${absent}`).success)
            .map((form) => ({ part, field, form })),
    ),
  )

const rows = guarded.map(
  (operationId) => [operationId, [...positionsOf(operationId), ...entitiesOf(operationId)]] as const,
)
const withIds = rows.filter(([, positions]) => positions.length > 0)

/** Behind what a list holds already, so that one id that is wrong stands among those that are right. */
const atEnd = (value: unknown, steps: readonly string[]): readonly string[] => {
  const list = fieldIn(value, steps.slice(0, -1))
  return steps.at(-1) === '0' && Array.isArray(list) ? [...steps.slice(0, -1), String(list.length)] : steps
}

/** Somebody who may call, and is not of the provider: its people administer all others, so that nothing is foreign to them. */
const outsider = ({ callers, by }: ValidCall) =>
  callers.find(({ organizationId }) => organizationId !== world.provider.organizationId) ?? by

/** What an answer says, but for what is new in it each time. */
const alike = (answer: Answer) => {
  const { status, headers, body } = withoutRequestId(answer)
  const made = /[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}|person-\d+@|\d{4}-\d\d-\d\dT[\d:.]+Z/g
  const { etag: _, ...others } = headers
  return { status, headers: others, body: body.replaceAll(made, '<made>') }
}

const foreignWordsIn = ({ headers, body }: Answer): readonly string[] =>
  words.filter((word) => `${JSON.stringify(headers)}\n${body}`.includes(word))

describe.each(withIds)('%s, with an id of another organization', (operationId, positions) => {
  test.each(
    positions.map(
      (position) => [`${pointerTo(position.field.steps, position.part)} (${position.form}…)`, position] as const,
    ),
  )('in %s, answers as with one that nobody has, and tells nothing of that organization', async (_, position) => {
    const { part, field, form } = position
    const theirId = foreign[form]
    if (theirId === undefined && !ofNobody.includes(form))
      throw new Error(`no ${form}… of another organization; give \`strangersThings\` in this file one`)
    const answers: Answer[] = []
    for (const id of [`${form}${absent}`, theirId ?? `${form}${absent.replace('6', '7')}`]) {
      const request = await validCall(operationId, world)
      const own = ofKind(Object(request[part]), field.kind)
      const given = { ...request, [part]: typedAs(withField(own, atEnd(own, field.steps), id), position) }
      answers.push(await send(callOf(operationId, { ...given, by: outsider(request) })))
    }
    tries += answers.length
    const [nobodys, theirs] = answers
    if (!nobodys || !theirs) throw new Error('nothing was answered')
    expect(foreignWordsIn(theirs)).toEqual([])
    expect(alike(theirs)).toEqual(alike(nobodys))
    // A filter that nothing meets leaves an empty list; everything else says that there is no such thing.
    if (changes(routeOf(operationId)) && !field.steps.includes('profileIds'))
      expect(theirs.status).toBeGreaterThanOrEqual(400)
  })
})

test('of all that was tried nothing has touched that organization, and nobody was told of it', async () => {
  console.log(`S2: ${tries} calls with ids in ${withIds.length} rows`)
  expect(tries).toBeGreaterThan(100)
  expect(await itemsOfStrangers()).toEqual(before)
})
