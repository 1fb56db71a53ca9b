/** The languages people are written to in. */
export const languages = ['en', 'nl', 'fr', 'de'] as const
export type Language = (typeof languages)[number]

/** A text in every language: leaving one out is a compile error. */
export type InEveryLanguage<Text> = Readonly<Record<Language, Text>>

/** A text whose translations may still be missing: English stands in. */
export type InEnglishAtLeast<Text> = { readonly en: Text } & Readonly<Partial<Record<Language, Text>>>

/** The text in that language, else in English. */
export function inLanguage<Text>(texts: InEnglishAtLeast<Text>, language: Language): Text {
  return texts[language] ?? texts.en
}
