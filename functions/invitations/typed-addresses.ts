import addressparser from 'nodemailer/lib/addressparser'
import { type EmailAddress, parseEmailAddress, problemWithEmailAddress } from '../../shared/domain/address.ts'
import { problemWithNameText } from '../../shared/domain/name-text.ts'

/** An address as somebody typed or pasted it, and what can be made of it: `problem` says in words why nothing can. */
export type TypedAddress =
  | { readonly typed: string; readonly email: EmailAddress; readonly firstName?: string; readonly lastName?: string }
  | { readonly typed: string; readonly email?: undefined; readonly problem: string }

/** Longer than any address with a name beside it. */
const longestEntry = 400

/**
 * Reads addresses in the order in which they stand: a list of them, or one text in which commas, semicolons or new lines stand between
 * them, as mail programs paste it. What is empty is left out of a text; in a list it has its place, and is none.
 */
export function typedAddresses(given: string | readonly string[]): readonly TypedAddress[] {
  if (typeof given !== 'string') return given.map((entry) => readEntry(entry.trim()))
  return given
    .split(/[\r\n]+/)
    .flatMap(entriesIn)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(readEntry)
}

/** The entries of a line. What stands in quotes or angle brackets is not divided, nor is a name such as `Peeters, Jan <jan@…>`. */
function entriesIn(line: string): readonly string[] {
  const pieces: { text: string; readonly after: string }[] = [{ text: '', after: '' }]
  const closing = closingIn(line)
  let closedBy: string | undefined
  let escaped = false
  for (let position = 0; position < line.length; position++) {
    const character = line.charAt(position)
    const divides = closedBy === undefined && (character === ',' || character === ';')
    if (divides) pieces.push({ text: '', after: character })
    const piece = pieces.at(-1)
    if (divides || !piece) continue
    piece.text += character
    if (closedBy === undefined) closedBy = closing(position)
    else if (character === closedBy && !escaped) closedBy = undefined
    escaped = character === '\\' && !escaped
  }
  const entries: string[] = []
  for (const { text, after } of pieces) {
    const before = entries.at(-1) ?? ''
    const isFirstName = after === ',' && text.includes('<') && before.trim() !== '' && !/[@<"]/.test(before)
    entries.push(isFirstName ? `${entries.pop()},${text}` : text)
  }
  return entries
}

/** What closes the quote or the angle bracket at a position; nothing where none opens there, or none that the line closes: `5" tv`. */
function closingIn(line: string): (position: number) => '"' | '>' | undefined {
  // A quote that is not escaped closes whichever was opened before it, so the last one decides for all.
  const lastQuote = [...line.matchAll(/(?<!\\)(?:\\\\)*"/g)].at(-1)
  const lastClosing = lastQuote ? lastQuote.index + lastQuote[0].length - 1 : -1
  const bracketed = /<[^<>]*>/y
  return (position) => {
    const character = line.charAt(position)
    if (character === '"') return position < lastClosing ? '"' : undefined
    bracketed.lastIndex = position
    return bracketed.test(line) ? '>' : undefined
  }
}

function readEntry(entry: string): TypedAddress {
  if (entry.length > longestEntry) return { typed: entry, problem: `has more than ${longestEntry} characters` }
  const read = /[<(]/.test(entry) ? readMailbox(entry) : { address: entry, name: '' }
  if (!read) return { typed: entry, problem: 'stands beside another one, or beside an @ that is not in quotes' }
  const email = parseEmailAddress(read.address)
  if (email) return { typed: read.address, email, ...namesIn(read.name) }
  return { typed: entry, problem: problemWithEmailAddress(read.address) ?? 'cannot be read' }
}

/** An address with a name, as mail programs write it: `Jan Peeters <jan@…>`, `"Peeters, Jan" <jan@…>`, `jan@… (Jan Peeters)`. */
function readMailbox(entry: string): { readonly address: string; readonly name: string } | undefined {
  const unquoted = entry.replace(/"(?:\\.|[^"\\])*"/g, '')
  if (unquoted.split('<').length > 2 || namesSeveral(unquoted)) return undefined
  if (/<[^>]*$/.test(unquoted)) return { address: entry, name: '' }
  // A quote that nothing closes is left out: to the parser all that follows would stand in it.
  const closed = entry.replace(/"(?:\\.|[^"\\])*"|"/g, (part) => (part === '"' ? '' : part))
  const [mailbox, ...more] = addressparser(closed, { flatten: true })
  if (!mailbox || more.length > 0) return { address: entry, name: '' }
  // What stands before a colon is the name of a group of addresses, and cut off.
  return /[:"]/.test(unquoted) ? { ...mailbox, name: '' } : mailbox
}

/** Whether more than one address stands outside quotes, the same one twice aside: the parser takes one, and calls it by the others. */
function namesSeveral(unquoted: string): boolean {
  const addresses = unquoted.replace(/\s*@\s*/g, '@').match(/[^\s<>():,;]*@[^\s<>():,;]*/g) ?? []
  return new Set(addresses.map((one) => one.replace(/^'(.*)'$/, '$1').toLowerCase())).size > 1
}

/** First and last name of somebody whom a mail program calls so; nothing where it is no name of a person (P7): they are asked for it then. */
function namesIn(shown: string): { readonly firstName?: string; readonly lastName?: string } {
  const name = shown
    .replace(/^'(.*)'$/, '$1')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
  const turned = /^([^,]+), ?([^,]+)$/.exec(name)
  const straight = /^([^ ,]+) ([^,]+)$/.exec(name)
  const [firstName, lastName] = turned ? [turned[2], turned[1]] : [straight?.[1], straight?.[2]]
  if (firstName === undefined || lastName === undefined) return {}
  const isName = [firstName, lastName].every((part) => problemWithNameText(part) === undefined)
  return isName ? { firstName, lastName } : {}
}
