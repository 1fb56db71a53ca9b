import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** An address that a name led to when it was looked up. */
export type Address = { readonly address: string; readonly family: 4 | 6 }

/**
 * Whether an address is anybody's on the internet: not this machine, its network, a cloud's own metadata, a range that is kept for something, or
 * one in which another address is wrapped, which leads where that one does.
 */
export function isPublicAddress(text: string): boolean {
  if (!isAddress(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  // Of IPv6 only this much is given out (RFC 4291, 2.4); the library takes the rest for unicast as well.
  return address.kind() === 'ipv4' || address.match(givenOut)
}

const givenOut = ipaddr.parseCIDR('2000::/3')

/** The host of a URL as it is looked up: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** Whether a host is an address and no name. */
export const isAddress = (host: string): boolean => isIP(host) !== 0

/**
 * Where a host leads, now: all of its addresses. `not-public` where one of them is not, so that nobody gets at our side by a name that
 * leads to both; `not-found` where it leads nowhere. Whoever connects does so to what this gives, and looks nothing up again.
 */
export async function publicAddressesOf(
  host: string,
): Promise<readonly [Address, ...Address[]] | 'not-found' | 'not-public'> {
  const [first, ...more] = await addressesOf(host)
  if (!first) return 'not-found'
  return [first, ...more].every(({ address }) => isPublicAddress(address)) ? [first, ...more] : 'not-public'
}

async function addressesOf(host: string): Promise<readonly Address[]> {
  if (isAddress(host)) return [{ address: host, family: isIP(host) === 4 ? 4 : 6 }]
  try {
    const found = await lookup(host, { all: true })
    return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
  } catch {
    return []
  }
}
