import type { InEveryLanguage, Language } from '../domain/language.ts'

/** Whom a mail greets. Names may be missing; `mx` and `none` are greeted by their full name. */
export type Addressee = {
  readonly salutation: 'mr' | 'ms' | 'mx' | 'none'
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

type Greetings = {
  readonly mr: (lastName: string) => string
  readonly ms: (lastName: string) => string
  readonly named: (name: string) => string
  readonly nobody: string
}

/** In Dutch a name's prefix takes a capital where no first name stands before it: mevrouw Van den Berg. */
const dutchSurname = (name: string) => name.charAt(0).toLocaleUpperCase('nl') + name.slice(1)

const greetings: InEveryLanguage<Greetings> = {
  en: {
    mr: (lastName) => `Dear Mr ${lastName},`,
    ms: (lastName) => `Dear Ms ${lastName},`,
    named: (name) => `Dear ${name},`,
    nobody: 'Hello,',
  },
  nl: {
    mr: (lastName) => `Geachte heer ${dutchSurname(lastName)},`,
    ms: (lastName) => `Geachte mevrouw ${dutchSurname(lastName)},`,
    named: (name) => `Beste ${name},`,
    nobody: 'Goedendag,',
  },
  fr: {
    mr: (lastName) => `Bonjour Monsieur ${lastName},`,
    ms: (lastName) => `Bonjour Madame ${lastName},`,
    named: (name) => `Bonjour ${name},`,
    nobody: 'Bonjour,',
  },
  de: {
    mr: (lastName) => `Guten Tag Herr ${lastName},`,
    ms: (lastName) => `Guten Tag Frau ${lastName},`,
    named: (name) => `Guten Tag ${name},`,
    nobody: 'Guten Tag,',
  },
}

/** The first line of a mail: `Dear Ms Jansen,`. */
export function greeting(language: Language, to: Addressee): string {
  const words = greetings[language]
  if ((to.salutation === 'mr' || to.salutation === 'ms') && to.lastName) return words[to.salutation](to.lastName)
  const name = [to.firstName, to.lastName].filter(Boolean).join(' ')
  return name ? words.named(name) : words.nobody
}
