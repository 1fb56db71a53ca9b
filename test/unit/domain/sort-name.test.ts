import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortName } from '../../../shared/domain/sort-name.ts'

describe('sortName', () => {
  it.each([
    ['Jan Peeters', 'jan peeters'],
    ['  van  den\tBerg ', 'van den berg'],
    ['José Ángel MUÑOZ', 'jose angel munoz'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['Bjørn Ærø', 'bjorn aero'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['Đặng Thị', 'dang thi'],
    ['Þórður', 'thordur'],
    ['Œuvre', 'oeuvre'],
    ['İstanbul Işık', 'istanbul isik'],
    ['ΟΔΥΣΣΕΑΣ', 'οδυσσεασ'],
    ['C# #1', 'c 1'],
    ['O’Brien', "o'brien"],
    ['이순신', '이순신'],
    ['山田', '山田'],
    ['###', ''],
    ['', ''],
  ])('folds %j to %j', (text, folded) => {
    expect(sortName(text)).toBe(folded)
  })

  it('folds composed and decomposed letters alike', () => {
    expect(sortName('Jose\u0301')).toBe(sortName('Jos\u00e9'))
  })

  it('leaves no #, no mark, no doubled space, and folds once and for all', () => {
    const unit = fc.oneof(fc.constantFrom(...'#  éßŁİς한'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }))
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 100 }), (text) => {
        const folded = sortName(text)
        expect(folded).not.toMatch(/#|\p{M}|\s{2}|^\s|\s$/u)
        expect(sortName(folded)).toBe(folded)
      }),
      { numRuns: 5_000 },
    )
  }, 120_000)

  it('keeps a sort key within 1,024 bytes for two names of 100 characters', () => {
    const unit = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
    const longest = ['한', '𝄞', 'ﬃ', 'ẖ', '𐐀'].map((letter) => letter.repeat(100))
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...longest), fc.string({ unit, maxLength: 100 })), (text) => {
        const name = [...text].slice(0, 100).join('')
        expect(new TextEncoder().encode(sortName(`${name} ${name}`)).length).toBeLessThan(1024 - '#prf_'.length - 26)
      }),
      { numRuns: 2_000 },
    )
  }, 120_000)
})
