import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { getAccess } from '../../../shared/table/access.ts'
import { codesPerAttempt } from '../../../shared/table/attempt.ts'
import { getInvitation } from '../../../shared/table/invitation.ts'
import { limitsOf } from '../../../shared/table/limit.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import {
  codeOf,
  countDirectoryCalls,
  directoryUsers,
  signInByHand,
  wrongCodeOf,
} from '../../support/cloud-services-directory.ts'
import { linkTo } from '../../support/cloud-services-mail.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { interleaved, schedules } from '../../support/interleaving.ts'
import { tally } from '../../support/table-fixtures.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { trials, untilSeen } from '../../support/trials.ts'
import { demote, seedWorld, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { atTime } from '../../support/world-clock.ts'
import { formsOf } from '../../support/world-forms.ts'
import { freshCustomer, freshInvitee, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { kindsOfLinks } from '../../support/world-links.ts'
import {
  type Attempt,
  choosePassword,
  freshEmail,
  freshPassword,
  passwordForm,
  submit,
} from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
let [one, other]: MadeTenant[] = []
beforeAll(async () => {
  world = await seedWorld()
  one = await freshCustomer(world.provider)
  other = await freshCustomer(world.provider)
  await settle()
})

const tenants = () => {
  if (!one || !other) throw new Error('nobody has made them')
  return [one, other] as const
}
/** Somebody invited to an organization, with the mail. */
async function mailed(tenant: MadeTenant, email = freshEmail()) {
  const invitee = await freshInvitee(tenant, { defaultRole: 'rol_viewer' }, email)
  await settle()
  return { ...invitee, link: linkTo(email) }
}
const right = ({ attempt, totpKey }: Attempt) => submit(attempt, { code: codeOf(totpKey) })
const wrong = ({ attempt, totpKey }: Attempt) => submit(attempt, { code: wrongCodeOf(totpKey) })

describe('codes', () => {
  const withCodes = Object.entries(kindsOfLinks).filter(([, { under }]) => under === '/activate/')

  test.each(withCodes)(
    '50 at once behind a link %s: five of an attempt are compared, twenty of the link counted',
    async (_, { make }) => {
      await fc.assert(
        fc.asyncProperty(schedules(), async (schedule) => {
          const link = await make(world)
          const begun = (await link.begin?.())?.attempt
          if (!begun) throw new Error('it leads to no code')
          const calls = countDirectoryCalls()
          const answers = await interleaved(
            { ...schedule, conflicts: [] },
            Array.from({ length: 50 }, () => () => wrong(begun)),
          )
          expect(countDirectoryCalls() - calls).toBe(codesPerAttempt)
          expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 409, 410]))
          const most = limitsOf['activation-codes'].most
          expect(
            (await itemsOf('limit')).filter(({ what, count }) => what === 'activation-codes' && Number(count) > most),
          ).toEqual([])
          // The link has had its twenty: nothing that comes now is compared, be it right.
          expect((await withoutWrites(() => right(begun))).status).toBe(410)
          expect(countDirectoryCalls() - calls).toBe(codesPerAttempt)
        }),
        trials('R9 50 codes at once', 20),
      )
    },
  )

  test('of four attempts are twenty, and of the fifth none', async () => {
    const { link } = await mailed(tenants()[0])
    const attempts: Attempt[] = []
    for (let attempt = 0; attempt < 5; attempt++) {
      const begun = await choosePassword(await passwordForm(link))
      attempts.push(begun)
      const calls = countDirectoryCalls()
      for (let code = 0; code < 5; code++) await wrong(begun)
      expect(countDirectoryCalls() - calls).toBe(attempt < 4 ? 5 : 0)
    }
    const late = await Promise.all(attempts.map(right))
    // The older attempts ended with the next one, and the last one's link is locked.
    expect(late.map(({ status }) => status)).toEqual([409, 409, 409, 409, 410])
  })
})

describe('two who have the same link', () => {
  test('choose passwords and send codes at once: who is let in has both of one attempt, and nobody mixes two', async () => {
    const seen: string[] = []
    const property = fc.asyncProperty(schedules(), async (schedule) => {
      const invitee = await mailed(tenants()[0])
      const form = await passwordForm(invitee.link)
      const answers = await interleaved(
        schedule,
        [freshPassword(), freshPassword()].map((password) => async () => {
          const chosen = await submit(form, { password, firstName: 'Robin', lastName: 'Claes' })
          const [factor] = formsOf(chosen.body).filter(({ fields }) => 'code' in fields)
          const totpKey = /id="totp-key">(.*?)<\/code>/s.exec(chosen.body)?.[1]?.replace(/<[^>]*>/g, '')
          if (!factor || totpKey === undefined) return { chosen, password, totpKey }
          return { chosen, password, totpKey, done: await submit(factor, { code: codeOf(totpKey) }) }
        }),
      )
      seen.push(...answers.map(({ chosen, done }) => `${chosen.status} ${done?.status}`))
      const winners = answers.filter(({ done }) => done?.status === 200)
      expect(winners.length).toBeLessThanOrEqual(1)
      for (const { chosen, done = chosen } of answers)
        for (const answer of [chosen, done]) expect([200, 409, 410, 503], answer.body).toContain(answer.status)
      const { status } = await profileOf(invitee)
      expect(status).toBe(winners.length === 1 ? 'active' : 'invited')
      for (const { password, totpKey, done } of answers) {
        const signedIn = 'username' in signInByHand(invitee.email, password, codeOf(totpKey ?? 'JBSWY3DPEHPK3PXP'))
        expect(signedIn).toBe(done?.status === 200)
      }
    })
    const asked = trials('R9 two attempts at once', 200)
    await untilSeen(['200 200'], seen, asked, (parameters) => fc.assert(property, parameters))
    console.log(`R9: ${JSON.stringify(tally(seen))}`)
  })

  test("the first one's code, key and session are worth nothing beside the second one's password", async () => {
    const { link, email } = await mailed(tenants()[0])
    const form = await passwordForm(link)
    const [first, second] = [freshPassword(), freshPassword()]
    const begun = await choosePassword(form, first)
    const newer = await choosePassword(form, second)
    expect((await right(begun)).status).toBe(409)
    const mixed = { ...newer, totpKey: begun.totpKey }
    expect((await right(mixed)).status).toBe(400)
    expect((await right({ ...newer, attempt: { ...newer.attempt, fields: begun.attempt.fields } })).status).toBe(409)
    expect((await right(newer)).status).toBe(200)
    expect(signInByHand(email, first, codeOf(newer.totpKey))).toHaveProperty('refused')
    expect(signInByHand(email, second, codeOf(begun.totpKey))).toHaveProperty('refused')
    expect(signInByHand(email, second, codeOf(newer.totpKey))).toHaveProperty('username')
  })
})

describe('a page whose transaction is cancelled by another one', () => {
  test('decides again, and says 503 when it is overtaken every time; nobody meets a fault of ours', async () => {
    const overtaken = (times: number, act: () => Promise<Answer>) =>
      interleaved({ turns: [], conflicts: Array.from({ length: times }, (_, at) => at) }, [act])
    for (const [times, status] of [
      [1, 200],
      [9, 503],
    ] as const) {
      const { link, ...invitee } = await mailed(tenants()[0])
      const form = { ...(await passwordForm(link)), fields: { firstName: 'Robin', lastName: 'Claes' } }
      const [chosen] = await overtaken(times, () => submit(form, { password: freshPassword() }))
      expect(chosen?.status, chosen?.body).toBe(status)
      const end = (await getInvitation(invitee))?.expiresAt ?? ''
      const [asked] = await atTime(end, () => overtaken(times, () => submit({ path: `${link}/ask`, fields: {} }, {})))
      expect(asked?.status, asked?.body).toBe(status)
    }
  })
})

describe('the links of two organizations to one address', () => {
  test("after one was accepted, the other's sets no password and takes no code; it leads to signing in", async () => {
    const email = freshEmail()
    const [mine, theirs] = [await mailed(tenants()[0], email), await mailed(tenants()[1], email)]
    const form = await passwordForm(theirs.link)
    const late = await choosePassword(form)
    const begun = await choosePassword(await passwordForm(mine.link))
    expect((await right(begun)).status).toBe(200)
    const calls = countDirectoryCalls()
    await withoutWrites(async () => {
      for (const answer of [
        await right(late),
        await submit(form, { password: freshPassword() }),
        await send({ method: 'GET', path: theirs.link }),
      ]) {
        expect(formsOf(answer.body)).toEqual([])
        expect(answer.body).not.toContain('totp-key')
      }
    })
    expect(countDirectoryCalls()).toBe(calls)
    expect((await getInvitation(theirs))?.state).toBe('pending')
  })

  test('followed at once: one sign-in is made, and whoever is let in has the password of that link', async () => {
    const seen: string[] = []
    const property = fc.asyncProperty(schedules(), async (schedule) => {
      const email = freshEmail()
      const invitees = [await mailed(tenants()[0], email), await mailed(tenants()[1], email)] as const
      const answers = await interleaved(
        schedule,
        invitees.map(({ link }) => async (): Promise<Answer> => {
          const form = await passwordForm(link).catch(() => undefined)
          if (!form) return send({ method: 'GET', path: link })
          const chosen = await submit(form, { password: freshPassword(), firstName: 'Robin', lastName: 'Claes' })
          const [factor] = formsOf(chosen.body).filter(({ fields }) => 'code' in fields)
          const key = /id="totp-key">(.*?)<\/code>/s.exec(chosen.body)?.[1]?.replace(/<[^>]*>/g, '')
          return factor && key !== undefined ? submit(factor, { code: codeOf(key) }) : chosen
        }),
      )
      seen.push(...answers.map(({ status }) => String(status)))
      const states = await Promise.all(invitees.map(async (invitee) => (await getInvitation(invitee))?.state))
      expect(states.filter((state) => state === 'accepted').length).toBeLessThanOrEqual(1)
      const users = () => directoryUsers().filter((user) => user.email === email)
      // Two whose transactions are both cancelled are told to try again, and nothing stands in the way of it.
      if (users().length === 0) {
        expect(schedule.conflicts.length).toBeGreaterThan(0)
        expect(answers.map(({ status }) => status)).toEqual([409, 409])
        await choosePassword(await passwordForm(invitees[0].link))
      }
      expect(users()).toHaveLength(1)
      expect((await itemsOf('sign-in-address')).filter((item) => item.email === email).length).toBeLessThanOrEqual(1)
    })
    const asked = trials('R9 two links to one address at once', 100)
    await untilSeen(['200'], seen, asked, (parameters) => fc.assert(property, parameters))
    console.log(`R9: ${JSON.stringify(tally(seen))}`)
  })
})

describe('an inviter who is demoted', () => {
  test('before the code is sent has given nothing: the invitation ends, and no access begins, in any order', async () => {
    const seen: string[] = []
    const property = fc.asyncProperty(fc.nat({ max: 12 }), schedules(), async (patience, schedule) => {
      // One of its own, or the mails of a day would be used up.
      const tenant = await freshCustomer(world.provider)
      const inviter = await freshPerson(tenant, { defaultRole: 'rol_admin' })
      const invitee = await mailed({ ...tenant, owner: inviter })
      const begun = await choosePassword(await passwordForm(invitee.link))
      let demoted = false
      const [accepted] = await interleaved({ ...schedule, conflicts: [] }, [
        async () => ({ late: demoted, status: (await right(begun)).status }),
        async () => {
          // Accepting takes more calls than demoting does.
          for (let calls = 0; calls < patience; calls++) await profileOf(inviter)
          await demote(inviter)
          demoted = true
          return undefined
        },
      ])
      const { identityId } = await profileOf(invitee)
      const access = identityId && (await getAccess(identityId, tenant.organizationId))
      seen.push(`${accepted?.late ? 'late' : 'early'} ${accepted?.status}`)
      expect(access !== undefined).toBe(accepted?.status === 200)
      if (accepted?.late) expect(accepted.status).toBe(410)
      expect((await getInvitation(invitee))?.state).toBe(accepted?.status === 200 ? 'accepted' : 'revoked')
    })
    const asked = trials('R9 an inviter who is demoted', 200)
    await untilSeen(['early 200'], seen, asked, (parameters) => fc.assert(property, parameters))
    console.log(`R9: ${JSON.stringify(tally(seen))}`)
  })
})
