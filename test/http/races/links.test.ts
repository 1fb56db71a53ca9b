import { beforeAll, describe, expect, test } from 'vitest'
import { publicReasonOf } from '../../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../../shared/contract/routes.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { countDirectoryCalls } from '../../support/cloud-services-directory.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { withoutRequestId } from '../../support/gateway-call.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { atTime } from '../../support/world-clock.ts'
import { formsOf } from '../../support/world-forms.ts'
import { follow, kindsOfLinks, type MailedLink, rowsOfLinks, tokenOf } from '../../support/world-links.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

const kinds = Object.entries(kindsOfLinks)
const rowsUnder = (under: string): readonly OperationId[] => rowsOfLinks.get(under) ?? []
const allRows = [...rowsOfLinks.values()].flat()
const denied = [404, 409, 410]

test('every public row with a token has a kind of link that is attacked here', () => {
  expect([...rowsOfLinks.keys()].sort()).toEqual([...new Set(kinds.map(([, { under }]) => under))].sort())
  expect(allRows.length).toBeGreaterThanOrEqual(6)
})

/** Expects a row to deny, and to leave table and directory as they were. */
async function expectDenied(act: () => Promise<Answer>, why: string): Promise<Answer> {
  const calls = countDirectoryCalls()
  const answer = await withoutWrites(act)
  expect(denied, why).toContain(answer.status)
  expect(countDirectoryCalls(), why).toBe(calls)
  return answer
}

/** Every token that is nearly this one: a byte flipped, cut short, longer, in other letters, or another text of the same bytes. */
function* nearly(token: string): Generator<readonly [why: string, token: string]> {
  const bytes = Buffer.from(token, 'base64url')
  for (const [at, byte] of bytes.entries())
    for (const mask of [1, 128, 255]) {
      const flipped = Buffer.from(bytes)
      flipped[at] = byte ^ mask
      yield [`byte ${at} flipped`, flipped.toString('base64url')]
    }
  for (let length = 1; length < token.length; length++) yield [`cut after ${length}`, token.slice(0, length)]
  for (let length = 1; length < token.length; length += 6) yield [`without the first ${length}`, token.slice(length)]
  for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
    if (!token.endsWith(last)) yield [`ending in ${last}`, token.slice(0, -1) + last]
  yield ['longer', `${token}A`]
  yield ['padded', `${token}=`]
  yield ['in upper case', token.toUpperCase()]
  yield ['in lower case', token.toLowerCase()]
  yield ['with a space', `${token} `]
  yield ['with a line after it', `${token}\n`]
  yield ['with a null byte', `${token}\u0000`]
  yield ['twice', token + token]
}

describe.each(kinds)('a link %s', (_, { under, make }) => {
  const rows = rowsUnder(under)
  const begunWith = async (link: MailedLink) => link.begin?.()

  test('works for whoever has it: what follows would say nothing otherwise', async () => {
    const link = await make(world)
    expect(tokenOf(link.path)).toHaveLength(43)
    expect((await link.use(await begunWith(link))).status).toBe(200)
  })

  test.each(rows)('is denied by %s when it is nearly that link, like any other that we never sent', async (row) => {
    const link = await make(world)
    const begun = await begunWith(link)
    const token = tokenOf(link.path)
    const unknown = withoutRequestId(await follow(row, 'x'.repeat(43)))
    let tried = 0
    for (const [why, other] of nearly(token)) {
      if (other === token) continue
      const answer = await expectDenied(() => follow(row, other, begun?.fields(row)), why)
      expect(withoutRequestId(answer), why).toEqual(unknown)
      tried++
    }
    console.log(`R9: ${tried} tokens that are nearly one, denied by ${row}`)
    expect((await link.use(begun)).status).toBe(200)
  })

  test('opens nothing where another kind of link leads', async () => {
    const link = await make(world)
    for (const row of allRows.filter((other) => !rows.includes(other)))
      expect((await expectDenied(() => follow(row, tokenOf(link.path)), row)).status).toBe(404)
  })

  test('is denied once it has been used, and every time it is sent again', async () => {
    const link = await make(world)
    const begun = await begunWith(link)
    expect((await link.use(begun)).status).toBe(200)
    for (let again = 0; again < 3; again++) {
      await expectDenied(() => link.use(begun), 'used')
      for (const row of rows)
        await expectDenied(() => follow(row, tokenOf(link.path), begun?.fields(row)), `${row}, used`)
    }
  })

  test('works until a second before its end, and is denied from its end on', async () => {
    const link = await make(world)
    const end = Date.parse(link.expiresAt)
    const at = (second: number) => new Date(end + second * 1000).toISOString()
    const begun = await atTime(at(-1), () => begunWith(link))
    for (const second of [0, 1])
      await atTime(at(second), async () => {
        // Asking for a new link is what the page of an expired one is for.
        for (const row of rows.filter((one) => one !== 'askForInvitation'))
          await expectDenied(() => follow(row, tokenOf(link.path), begun?.fields(row)), `${row}, ${second} s`)
      })
    await atTime(at(-1), async () => expect((await link.use(begun)).status).toBe(200))
  })

  test('is denied once anything has ended it, with the password that was set before', async () => {
    const { ends } = await make(world)
    for (const why of Object.keys(ends)) {
      const link = await make(world)
      const begun = await begunWith(link)
      await link.ends[why]?.()
      for (const row of rows)
        await expectDenied(() => follow(row, tokenOf(link.path), begun?.fields(row)), `${row}, ${why}`)
      const [show] = rows
      if (show) expect(formsOf((await follow(show, tokenOf(link.path))).body), why).toEqual([])
    }
    expect(Object.keys(ends).length).toBeGreaterThan(3)
  })
})

describe('a mail scanner', () => {
  /** Another address and another program each time. */
  const from = (visit: number) => ({
    'x-forwarded-for': `198.51.100.${visit}`,
    'user-agent': `Scanner/${visit}`,
    'accept-language': ['en', 'nl', 'fr', 'de'][visit % 4] ?? 'en',
  })

  /** Looks at a page as scanners do, follows by GET whatever is on it that leads to us, and gives how many pages it has seen. */
  async function scan(path: string, visits = 20): Promise<number> {
    const [waiting, seen] = [[path], new Set<string>()]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue
      seen.add(next)
      for (let visit = 0; visit < visits; visit++)
        for (const method of ['HEAD', 'GET']) {
          const { status, body } = await send({ method, path: next, headers: from(visit) })
          expect(status, `${method} ${next}`).toBeLessThan(500)
          if (visit === 0 && body.startsWith('<!doctype')) waiting.push(...leadsTo(body))
        }
    }
    return seen.size
  }

  /** Everything on a page that leads to this deployment, forms and what they post to included. */
  const leadsTo = (html: string): string[] =>
    [...html.matchAll(/(?:href|src|action)="([^"]+)"/g)]
      .map(([, target = '']) => new URL(target.replaceAll('&amp;', '&'), settings.PUBLIC_URL))
      .filter(({ origin }) => origin === settings.PUBLIC_URL)
      .map(({ pathname }) => pathname)

  test.each(kinds)('that follows a link %s 20 times, and all that is on its page, changes nothing', async (_, kind) => {
    const link = await kind.make(world)
    const calls = countDirectoryCalls()
    const seen = await withoutWrites(() => scan(link.path))
    expect(countDirectoryCalls()).toBe(calls)
    console.log(`R10: ${seen} addresses behind a link, each looked at 40 times`)
    expect((await link.use(await link.begin?.())).status).toBe(200)
    await withoutWrites(() => scan(link.path))
  })

  test('that looks at every public page there is changes nothing', async () => {
    const pages = allRoutes().flatMap(({ route }) =>
      publicReasonOf(route) !== undefined && route.method === 'GET' && !route.path.includes('{') ? [route.path] : [],
    )
    expect(pages.length).toBeGreaterThan(2)
    await withoutWrites(async () => {
      for (const page of pages) await scan(page, 1)
    })
  })
})
