import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldAddress, parseEmailAddress, problemWithEmailAddress } from '../../../shared/domain/address.ts'

const folded = (text: string): string | undefined => {
  const address = parseEmailAddress(text)
  return address && foldAddress(address)
}

describe('parseEmailAddress', () => {
  it.each([
    ['mia.jansen@contoso.example', 'mia.jansen@contoso.example'],
    ['Mia.Jansen@Contoso.Example', 'Mia.Jansen@Contoso.Example'],
    ['  mia@contoso.example\n', 'mia@contoso.example'],
    ["o'brien@contoso.example", "o'brien@contoso.example"],
    ['mia+portal@contoso.example', 'mia+portal@contoso.example'],
    ['it_ops-team@mail.contoso.co.uk', 'it_ops-team@mail.contoso.co.uk'],
    ['a@b.be', 'a@b.be'],
    ['1@2.be', '1@2.be'],
    ['a=b/c@contoso.example', 'a=b/c@contoso.example'],
    ['mia@bücher.example', 'mia@xn--bcher-kva.example'],
    ['Mia@BÜCHER.example', 'Mia@xn--bcher-kva.example'],
    ['mia@xn--bcher-kva.example', 'mia@xn--bcher-kva.example'],
    ['mia@例え.テスト', 'mia@xn--r8jz45g.xn--zckzah'],
  ])('reads %j as %j', (typed, address) => {
    expect(parseEmailAddress(typed)).toBe(address)
    expect(problemWithEmailAddress(typed)).toBeUndefined()
  })

  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['mia', 'has no @'],
    ['@contoso.example', 'has nothing before the @'],
    ['mia@', 'has no valid domain after the @'],
    ['mia@contoso', 'has no valid domain after the @'],
    ['mia@localhost', 'has no valid domain after the @'],
    ['mia@contoso.', 'has no valid domain after the @'],
    ['mia@.example', 'has no valid domain after the @'],
    ['mia@contoso..example', 'has no valid domain after the @'],
    ['mia@-contoso.example', 'has no valid domain after the @'],
    ['mia@contoso-.example', 'has no valid domain after the @'],
    ['mia@con_toso.example', 'has no valid domain after the @'],
    ['mia@con toso.example', 'has no valid domain after the @'],
    ['mia@192.0.2.1', 'has no valid domain after the @'],
    ['mia@[192.0.2.1]', 'has no valid domain after the @'],
    ['mia@xn--a.example', 'has no valid domain after the @'],
    ['mia@bücher.xn--a.example', 'has no valid domain after the @'],
    ['mia@a.0x7f', 'has no valid domain after the @'],
    ['mia@0x7f.0x1', 'has no valid domain after the @'],
    ['mia@conto\u00adso.example', 'has no valid domain after the @'],
    ['mia@bü%2ecom.example', 'has no valid domain after the @'],
    ['mia@１９２.０.２.１', 'has no valid domain after the @'],
    [`mia@${'a'.repeat(64)}.example`, 'has no valid domain after the @'],
    ['mia jansen@contoso.example', 'has a character before the @ that is not allowed there'],
    ['.mia@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mia.@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mia..j@contoso.example', 'has a character before the @ that is not allowed there'],
    ['"mia"@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mia@x@contoso.example', 'has a character before the @ that is not allowed there'],
    ['<mia@contoso.example', 'has a character before the @ that is not allowed there'],
    ['Mia <mia@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mia#1@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mi\u0000a@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mia\r\nBcc:x@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mïa@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mia,jan@contoso.example', 'has a character before the @ that is not allowed there'],
    ['mia(work)@contoso.example', 'has a character before the @ that is not allowed there'],
    [`${'a'.repeat(65)}@contoso.example`, 'has more than 64 characters before the @'],
  ])('refuses %j: it %s', (typed, problem) => {
    expect(problemWithEmailAddress(typed)).toBe(problem)
    expect(parseEmailAddress(typed)).toBeUndefined()
  })

  it('takes 254 characters and not 255, counted in the form that is stored', () => {
    const long = (length: number) =>
      `m@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(length - 194)}`
    expect(parseEmailAddress(long(254))).toHaveLength(254)
    expect(problemWithEmailAddress(long(255))).toBe('has more than 254 characters')
    expect(parseEmailAddress(`${'a'.repeat(64)}@contoso.example`)).toBeDefined()
  })

  it('gives ASCII of at most 254 characters, one @, and what reads as itself again, for any text', () => {
    const parts = fc.string({ unit: fc.constantFrom(...'abZ09.-_+\'"<># @é。ß\u200bxn') })
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(parts, parts).map(([local, domain]) => `${local}@${domain}`),
      fc.tuple(fc.emailAddress(), fc.constantFrom('', ' ', '\t')).map(([address, space]) => space + address + space),
    )
    let read = 0
    fc.assert(
      fc.property(text, (typed) => {
        const address = parseEmailAddress(typed)
        expect(problemWithEmailAddress(typed) === undefined).toBe(address !== undefined)
        if (address === undefined) return
        read++
        expect(address).toMatch(/^[!-~]{3,254}$/)
        expect(address).not.toMatch(/[#"<>,;:()[\]\\]/)
        expect(address.split('@')).toHaveLength(2)
        expect(parseEmailAddress(address)).toBe(address)
      }),
      { numRuns: 3_000 },
    )
    expect(read).toBeGreaterThan(300)
  }, 120_000)
})

describe('foldAddress', () => {
  it('lowers A-Z in both parts, and takes nothing for the same that is not (P1)', () => {
    expect(folded('Mia.JANSEN@Contoso.Example')).toBe('mia.jansen@contoso.example')
    expect(folded('ABCDEFGHIJKLMNOPQRSTUVWXYZ@contoso.example')).toBe('abcdefghijklmnopqrstuvwxyz@contoso.example')
    expect(folded('MIA@BÜCHER.example')).toBe(folded('mia@bücher.example'))
    expect(folded('mia+x@contoso.example')).not.toBe(folded('mia@contoso.example'))
    expect(folded('m.ia@contoso.example')).not.toBe(folded('mia@contoso.example'))
  })

  it('folds once and for all', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        const once = folded(typed)
        if (once === undefined) return
        expect(folded(once)).toBe(once)
        expect(once).not.toMatch(/[A-Z]/)
      }),
    )
  }, 120_000)
})
