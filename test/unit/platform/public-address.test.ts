import { lookup } from 'node:dns/promises'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { hostOf, isPublicAddress, publicAddressesOf } from '../../../shared/platform/public-address.ts'

vi.mock('node:dns/promises', () => ({ lookup: vi.fn() }))
const lookedUp = vi.mocked<(host: string, options: object) => Promise<unknown>>(lookup)
beforeEach(() => lookedUp.mockReset())

/** Addresses by what they are (the registries of special addresses of IANA), and whether anybody may be reached there. */
const addresses: readonly (readonly [what: string, addresses: readonly string[], isPublic: boolean])[] = [
  ['anybody’s', ['8.8.8.8', '93.184.216.34', '1.1.1.1', '172.15.255.255', '172.32.0.0', '192.167.255.255'], true],
  ['anybody’s, beside what is not', ['100.63.255.255', '100.128.0.0', '169.253.255.255', '169.255.0.0'], true],
  [
    'anybody’s, beside what is not',
    ['11.0.0.0', '126.255.255.255', '128.0.0.0', '198.17.255.255', '223.255.255.255'],
    true,
  ],
  ['anybody’s in IPv6', ['2606:4700:4700::1111', '2a00:1450:4001:80b::200e', '3ffe::1'], true],
  ['this network', ['0.0.0.0', '0.0.0.1', '0.255.255.255', '::'], false],
  ['this machine', ['127.0.0.1', '127.0.0.53', '127.255.255.255', '::1'], false],
  ['private', ['10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'], false],
  ['of a cloud’s own metadata', ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254'], false],
  ['of this link', ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf::1'], false],
  ['shared by a provider (CGNAT)', ['100.64.0.0', '100.127.255.255'], false],
  ['private in IPv6', ['fc00::1', 'fdff:ffff::1'], false],
  ['of a site, as it once was', ['fec0::1'], false],
  ['of many', ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'], false],
  ['of all', ['255.255.255.255'], false],
  [
    'kept for protocols',
    ['192.0.0.1', '192.0.0.170', '192.88.99.1', '192.31.196.1', '192.52.193.1', '192.175.48.1'],
    false,
  ],
  ['kept for examples', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'], false],
  ['kept for measurements', ['198.18.0.1', '198.19.255.255', '2001:2::1'], false],
  ['kept for later', ['240.0.0.1', '254.255.255.255', '4000::1', '8000::1', 'e000::1'], false],
  [
    'an IPv4 address, mapped',
    ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '::ffff:8.8.8.8'],
    false,
  ],
  ['an IPv4 address, in hexadecimal', ['::ffff:7f00:1', '::ffff:a9fe:a9fe', '::7f00:1', '::127.0.0.1'], false],
  [
    'an IPv4 address, translated',
    ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1', '::ffff:0:127.0.0.1'],
    false,
  ],
  ['an IPv4 address, in a tunnel', ['2002:7f00:1::', '2002:a9fe:a9fe::1', '2001:0:7f00:1::'], false],
  ['to be thrown away', ['100::1'], false],
  ['no address', ['localhost', '', '256.1.1.1', '1.2.3', 'fe80::1%eth0x y', '::1/128'], false],
]

describe.each(addresses)('an address that is %s', (_, those, isPublic) => {
  test.each(those)('%s', (address) => {
    expect(isPublicAddress(address)).toBe(isPublic)
  })
})

test.each(['0x7f.1', '2130706433', '0177.0.0.1', '127.1', '①②⑦.0.0.1'])(
  'an address that is written as %s is read as what it is',
  (host) => {
    expect(isPublicAddress(hostOf(new URL(`https://${host}/`)))).toBe(false)
    expect(hostOf(new URL(`https://${host}/`))).toBe('127.0.0.1')
  },
)

describe('where a name leads', () => {
  const found = (...those: string[]) =>
    lookedUp.mockResolvedValueOnce(those.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))

  test('is all of its addresses, where each of them is public', async () => {
    found('93.184.216.34', '2606:4700:4700::1111')
    expect(await publicAddressesOf('hooks.contoso.example')).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    ])
    expect(lookedUp.mock.calls).toEqual([['hooks.contoso.example', { all: true }]])
  })
  test.each([
    ['first', ['10.0.0.1', '93.184.216.34']],
    ['last', ['93.184.216.34', '::1']],
    ['alone', ['169.254.169.254']],
  ])('is nowhere that may be reached, where one is not public: %s', async (_, those) => {
    found(...those)
    expect(await publicAddressesOf('hooks.contoso.example')).toBe('not-public')
  })
  test('is not found where there is no such name, or no address of it', async () => {
    lookedUp.mockRejectedValueOnce(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))
    expect(await publicAddressesOf('nowhere.contoso.example')).toBe('not-found')
    found()
    expect(await publicAddressesOf('nowhere.contoso.example')).toBe('not-found')
  })
  test('is the address itself, where it is one, and nobody is asked', async () => {
    expect(await publicAddressesOf('93.184.216.34')).toEqual([{ address: '93.184.216.34', family: 4 }])
    expect(await publicAddressesOf('127.0.0.1')).toBe('not-public')
    expect(await publicAddressesOf(hostOf(new URL('https://[fd00:ec2::254]/')))).toBe('not-public')
    expect(lookedUp).not.toHaveBeenCalled()
  })
})
