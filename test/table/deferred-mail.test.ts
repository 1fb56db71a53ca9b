import { describe, expect, test } from 'vitest'
import { type DeferredMail, deferMail, dueMails, forgetMail } from '../../shared/table/deferred-mail.ts'
import { itemAt, later, newId, now, save } from '../support/table-fixtures.ts'

const today = now.slice(0, 10)
const tomorrow = later(24 * 3600).slice(0, 10)
const aMail = () =>
  ({ kind: 'approval', organizationId: newId('organization'), activityId: newId('activity') }) as const
const due = (at: string): Promise<readonly DeferredMail[]> => Array.fromAsync(dueMails('approval', at))
const idsDue = async (at: string) => (await due(at)).map(({ activityId }) => activityId)

describe('a mail that waits', () => {
  test('stands under its day and its activity, once, and says for whom and nothing more', async () => {
    const mail = aMail()
    for (let time = 0; time < 2; time++) await save(deferMail(mail, now))
    expect(await itemAt('deferred-mails#approval', `${tomorrow}#${mail.activityId}`)).toMatchObject(mail)
    expect(await idsDue(later(24 * 3600))).toEqual([mail.activityId])
    for (const one of await due(later(24 * 3600))) await forgetMail(one)
  })

  test('is due from the first moment of the next day in UTC, and for as long as nobody has sent it', async () => {
    const mail = aMail()
    await save(deferMail(mail, now))
    const midnight = `${tomorrow}T00:00:00.000Z`
    const justBefore = new Date(Date.parse(midnight) - 1).toISOString()
    expect(justBefore.slice(0, 10)).toBe(today)
    expect(await due(justBefore)).toEqual([])
    for (const at of [midnight, later(24 * 3600), later(30 * 24 * 3600)])
      expect(await due(at)).toMatchObject([{ ...mail, dueOn: tomorrow }])
    const [one] = await due(midnight)
    if (one) for (let time = 0; time < 2; time++) await forgetMail(one)
    expect(await due(later(30 * 24 * 3600))).toEqual([])
  })

  test('comes after those that have waited longer', async () => {
    const [first, second, third] = [aMail(), aMail(), aMail()]
    await save(deferMail(third, later(24 * 3600)))
    await save(deferMail(second, now))
    await save(deferMail(first, later(-24 * 3600)))
    expect(await idsDue(later(2 * 24 * 3600))).toEqual([first.activityId, second.activityId, third.activityId])
    for (const one of await due(later(2 * 24 * 3600))) await forgetMail(one)
  })

  test('keeps nothing behind it waiting, however many there are, and is no other kind’s to send', async () => {
    const many = Array.from({ length: 230 }, aMail)
    for (const mail of many) await save(deferMail(mail, now))
    const other = { ...aMail(), kind: 'invitation' } as const
    await save(deferMail(other, now))
    expect(await idsDue(later(24 * 3600))).toEqual(many.map(({ activityId }) => activityId).sort())
    for (const one of await due(later(24 * 3600))) await forgetMail(one)
    expect(await idsDue(later(24 * 3600))).toEqual([])
  })
})
