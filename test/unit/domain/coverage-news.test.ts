import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type GapsTold,
  gapsToTell,
  mailFor,
  newsBetween,
  newsFromWords,
  newsInWords,
  untold,
} from '../../../shared/domain/coverage-news.ts'
import { id } from '../../../shared/domain/ids.ts'
import { coverageOf, gapsIn } from '../../../shared/domain/role-coverage.ts'
import { anyMoment, sources } from './random-contacts.ts'

const told = (lost: readonly string[], waiting: readonly string[] = [], wholeIsNews = false) => ({
  lost: new Set(lost),
  waiting: new Set(waiting),
  wholeIsNews,
})
const words = ({ lost, waiting }: GapsTold) => [[...lost].sort(), 'and', [...waiting].sort()]
const somebody = 'technical unverified prf_01k2r8v6m0q3s5t7w9x1y3z5a7'

describe('news of role coverage', () => {
  it('are none of what is missing from the beginning', () => {
    const nobody = {
      organization: {
        organizationId: id('organization', 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'),
        kind: 'customer' as const,
        status: 'active' as const,
        services: [],
      },
      definitions: { roles: new Map(), permissionGroups: new Map() },
      contacts: [],
      order: {},
    }
    expect(newsBetween(untold, gapsToTell(nobody, '2026-03-01T00:00:00.000Z'))).toBeUndefined()
  })

  it('tell what is lost apart from what is waited for', () => {
    expect(newsBetween(told(['dpo missing']), told(['watchlist missing'], [somebody]))).toEqual({
      opened: ['watchlist missing'],
      closed: ['dpo missing'],
      waiting: [somebody],
      waited: [],
      open: 2,
      whole: false,
    })
  })

  it('tell it when somebody who was waited for is lost', () => {
    const news = newsBetween(told([], [somebody]), told([somebody]))
    expect(news).toEqual({
      opened: [somebody],
      closed: [],
      waiting: [],
      waited: [somebody],
      open: 1,
      whole: false,
    })
    expect(news && mailFor(news)).toBe('lost')
  })

  test.each<[string, Parameters<typeof newsBetween>, string]>([
    ['something is lost, whatever closes', [told(['dpo missing']), told(['commercial missing'])], 'lost'],
    ['the last gap closes', [told(['dpo missing']), told([])], 'whole'],
    ['another is still open', [told(['dpo missing', 'commercial missing']), told(['dpo missing'])], 'nothing'],
    ['somebody is still waited for', [told(['technical missing']), told([], [somebody])], 'nothing'],
    ['somebody begins to be waited for', [told([]), told([], [somebody])], 'nothing'],
    ['they came, and nothing was lost', [told([], [somebody]), told([])], 'nothing'],
    ['the last one who was waited for came', [told([], [somebody], true), told([])], 'whole'],
    ['one of two who were waited for came', [told([], [somebody, 'dpo'], true), told([], ['dpo'])], 'nothing'],
  ])('are mailed where %s', (_, [before, after], mail) => {
    const news = newsBetween(before, after)
    expect(news && mailFor(news)).toBe(mail)
  })

  it('come back from the words of an activity, and lead from what was told to what is', () => {
    fc.assert(
      fc.property(sources, sources, anyMoment, fc.boolean(), (one, other, at, wholeIsNews) => {
        const [before, after] = [gapsToTell(one, at), gapsToTell(other, at)]
        expect(before.lost.union(before.waiting)).toEqual(gapsIn(coverageOf(one, at)))
        expect(before.lost.intersection(before.waiting).size).toBe(0)
        const news = newsBetween({ ...before, wholeIsNews }, after)
        expect(news === undefined).toBe(String(words(before)) === String(words(after)))
        if (!news) return
        expect(newsFromWords(newsInWords(news))).toEqual(news)
        expect(before.lost.difference(new Set(news.closed)).union(new Set(news.opened))).toEqual(after.lost)
        expect(before.waiting.difference(new Set(news.waited)).union(new Set(news.waiting))).toEqual(after.waiting)
        expect(news.open).toBe(gapsIn(coverageOf(other, at)).size)
      }),
    )
  })
})
