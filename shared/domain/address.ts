import { domainToASCII, domainToUnicode } from 'node:url'

declare const stored: unique symbol
declare const folded: unique symbol

/** An address that mail goes to: as it was typed, trimmed, an internationalised domain as its A-label. It contains no `#`. */
export type EmailAddress = string & { readonly [stored]: true }

/** An address to compare and to look up by: A-Z lowered and nothing else, since providers differ on all the rest (P1). */
export type FoldedAddress = string & { readonly [folded]: true }

const longestAddress = 254
const longestLocalPart = 64
const longestLabel = 63

/**
 * RFC 5322's dot-atom, which every provider hands out; quoted local parts are refused. `#` is left out although it is an atom
 * character: nobody has it, and keys of the table are divided by it.
 */
const localPattern = /^[A-Za-z0-9!$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!$%&'*+/=?^_`{|}~-]+)*$/
const labelPattern = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/

/** Reads an address as people type it. Undefined when mail cannot be sent there; `problemWithEmailAddress` says why. */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  const read = readAddress(text)
  return 'address' in read ? read.address : undefined
}

/** Why the text is not an address, in words; undefined when it is one. */
export function problemWithEmailAddress(text: string): string | undefined {
  const read = readAddress(text)
  return 'problem' in read ? read.problem : undefined
}

/** The form of an address that is compared: two addresses are the same when this is the same. */
export function foldAddress(address: EmailAddress): FoldedAddress {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) as FoldedAddress
}

/** An address for those who know it already: its first letter, and its domain. */
export function maskedAddress(address: EmailAddress): string {
  return `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`
}

function readAddress(text: string): { readonly address: EmailAddress } | { readonly problem: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { problem: 'is empty' }
  const at = trimmed.lastIndexOf('@')
  if (at < 0) return { problem: 'has no @' }
  const local = trimmed.slice(0, at)
  if (local === '') return { problem: 'has nothing before the @' }
  if (local.length > longestLocalPart) return { problem: `has more than ${longestLocalPart} characters before the @` }
  if (!localPattern.test(local)) return { problem: 'has a character before the @ that is not allowed there' }
  const domain = asciiDomain(trimmed.slice(at + 1))
  if (domain === undefined) return { problem: 'has no valid domain after the @' }
  const address = `${local}@${domain}`
  if (address.length > longestAddress) return { problem: `has more than ${longestAddress} characters` }
  return { address: address as EmailAddress }
}

/** The domain as it was typed, or its A-label where it is not ASCII; undefined when it is no domain name with a dot in it. */
function asciiDomain(typed: string): string | undefined {
  if (typed.length > longestAddress) return undefined
  // Node's conversion also percent-decodes, drops soft hyphens and reads IPv4 numbers, so it is only asked where it must be.
  const isAscii = /^[\x21-\x7e]*$/.test(typed)
  if (!isAscii && /[\s\p{C}%/\\?#@:<>"]/u.test(typed)) return undefined
  const domain = isAscii ? typed : domainToASCII(typed)
  const labels = domain.split('.')
  if (labels.length < 2 || !labels.every((label) => label.length <= longestLabel && labelPattern.test(label)))
    return undefined
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined
  // The conversion turns what reads as an IPv4 number (`0x7f.0x1`) into one, and leaves A-labels that decode to nothing alone.
  if (domainToASCII(domain) !== domain.toLowerCase() || /(^|\.)xn--/i.test(domainToUnicode(domain))) return undefined
  return domain
}
