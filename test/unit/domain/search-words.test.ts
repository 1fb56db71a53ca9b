import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EmailAddress, parseEmailAddress } from '../../../shared/domain/address.ts'
import { queryWords, type Searched, searchWords } from '../../../shared/domain/search-words.ts'
import { sortName } from '../../../shared/domain/sort-name.ts'

const addressOf = (text: string): EmailAddress => {
  const address = parseEmailAddress(text)
  if (address === undefined) throw new Error(`${text} is no address`)
  return address
}
const words = (person: Omit<Searched, 'email'> & { email: string }): string[] =>
  searchWords({ ...person, email: addressOf(person.email) }).map(({ word }) => word)

describe('searchWords', () => {
  it('finds someone invited by address alone by three words', () => {
    expect(searchWords({ email: addressOf('Jan.Peeters@Acme.com') })).toEqual([
      { word: 'acme.com', shared: 0 },
      { word: 'jan.peeters@acme.com', shared: 0 },
      { word: 'peeters@acme.com', shared: 0 },
    ])
  })

  it('adds no word for a name that stands in the address', () => {
    expect(words({ email: 'jan.peeters@acme.com', firstName: 'Jan', lastName: 'Peeters' })).toEqual([
      'acme.com',
      'jan.peeters@acme.com',
      'peeters@acme.com',
    ])
  })

  it('finds each part of a name, without accents', () => {
    expect(words({ email: 'info@acme.be', firstName: 'Jean-Luc', lastName: "van 't Hooft-Łoś" })).toEqual([
      "'t",
      'acme.be',
      'hooft-los',
      'info@acme.be',
      'jean-luc',
      'los',
      'luc',
      't',
      'van',
    ])
  })

  it('finds a domain from each of its labels but the last', () => {
    expect(words({ email: 'a@mail.acme.co.uk' })).toEqual([
      'a@mail.acme.co.uk',
      'acme.co.uk',
      'co.uk',
      'mail.acme.co.uk',
    ])
  })

  it('counts the letters shared with the word before', () => {
    expect(searchWords({ email: addressOf('mia@x.be'), firstName: 'Mila', lastName: 'Milan-Mia' })).toEqual([
      { word: 'mia@x.be', shared: 0 },
      { word: 'milan-mia', shared: 2 },
      { word: 'x.be', shared: 0 },
    ])
  })

  it('keeps at most 24 words, the address always among them', () => {
    const name = Array.from({ length: 25 }, (_, number) => String.fromCharCode(97 + number).repeat(3)).join(' ')
    const kept = words({
      email: 'zzz@zz.zz',
      firstName: name,
      lastName: name.toUpperCase().split(' ').reverse().join(' '),
    })
    expect(kept).toHaveLength(24)
    expect(kept).toContain('zzz@zz.zz')
  })
})

describe('queryWords', () => {
  it('folds a query as names are folded, and takes its words apart', () => {
    expect(queryWords('  Łukasz  O’Brien #')).toEqual(['lukasz', "o'brien"])
    expect(queryWords('#')).toEqual([])
  })
})

/** People drawn from few letters, so that words often begin or repeat each other. */
const piece = fc.string({ unit: fc.constantFrom(...'aabmœéŁ'), minLength: 1, maxLength: 3 })
const plainPiece = fc.string({ unit: fc.constantFrom(...'aAbm1'), minLength: 1, maxLength: 3 })
const joined = (of: fc.Arbitrary<string>, by: string) =>
  fc
    .tuple(of, fc.array(fc.tuple(fc.constantFrom(...by), of), { maxLength: 2 }))
    .map(([first, more]) => first + more.flat().join(''))
const person: fc.Arbitrary<Searched> = fc
  .record({
    local: joined(plainPiece, '.-+'),
    domain: joined(plainPiece, '.-'),
    firstName: fc.option(joined(piece, " -'"), { nil: undefined }),
    lastName: fc.option(joined(piece, " -'"), { nil: undefined }),
    displayName: fc.option(joined(piece, ' '), { nil: undefined, freq: 1 }),
  })
  .map(({ local, domain, ...names }) => ({ ...names, email: addressOf(`${local}@${domain}.be`) }))

/** A full filter that knows nothing of entries: the texts of a person, cut at whatever is no letter or digit, one after the other. */
function isFound(who: Searched, prefix: string): boolean {
  const fold = (text: string) => sortName(text).replaceAll(' ', '\n')
  const names = [who.firstName, who.lastName, who.displayName].map((name) => `\n${fold(name ?? '')}`).join('')
  const text = `${names}\n${who.email.toLowerCase()}`
  for (let from = text.indexOf(prefix); from >= 0; from = text.indexOf(prefix, from + 1)) {
    const start =
      text.charAt(from - 1) === '\n' || (/[a-z0-9]/.test(prefix.charAt(0)) && /[^a-z0-9]/.test(text.charAt(from - 1)))
    // From the last label on, `be`, nobody is found: it would be everyone.
    if (start && from < text.length - 2) return true
  }
  return false
}

describe('a search by prefix', () => {
  it('finds whom a full filter finds, each once, among 5,000 random people', () => {
    let found = 0
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.nat(),
        fc.nat({ max: 6 }),
        (people, which, start, length) => {
          const source = people[which % people.length]
          const texts = [source?.firstName, source?.lastName, source?.displayName, source?.email].filter((text) => text)
          const words = texts.flatMap((text) => queryWords(text ?? ''))
          const word = words[start % words.length] ?? ''
          const prefix = word.slice(start % word.length).slice(0, 1 + length)
          if (prefix === '') return
          for (const one of people) {
            const entries = searchWords(one).filter(
              (entry) => entry.word.startsWith(prefix) && entry.shared < prefix.length,
            )
            expect(entries.length, `${JSON.stringify(one)} by ${prefix}`).toBe(isFound(one, prefix) ? 1 : 0)
            found += entries.length
          }
        },
      ),
      { numRuns: 5_000 },
    )
    expect(found).toBeGreaterThan(2_000)
  }, 120_000)

  it('has no word that begins another one of the same person, nor any #', () => {
    fc.assert(
      fc.property(person, (who) => {
        const all = searchWords(who)
        expect(all.length).toBeLessThanOrEqual(24)
        expect(all.some(({ word }) => word === who.email.toLowerCase())).toBe(true)
        for (const { word } of all) {
          expect(word).not.toContain('#')
          expect(all.filter((other) => other.word.startsWith(word))).toHaveLength(1)
        }
      }),
      { numRuns: 2_000 },
    )
  }, 120_000)
})
