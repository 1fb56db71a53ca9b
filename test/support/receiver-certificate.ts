import { createSign, generateKeyPairSync } from 'node:crypto'

/*
 * A certificate that nobody but a test trusts, for a host of that name: as little of X.509 as it takes (RFC 5280, 4.1), since Node makes
 * keys and no certificates.
 */

const tagged = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...parts: readonly Uint8Array[]) => tagged(0x30, ...parts)
const setOf = (...parts: readonly Uint8Array[]) => tagged(0x31, ...parts)
const text = (words: string) => tagged(0x0c, Buffer.from(words))
const time = (words: string) => tagged(0x17, Buffer.from(words))
const bits = (bytes: Uint8Array) => tagged(0x03, Buffer.from([0]), bytes)
const octets = (bytes: Uint8Array) => tagged(0x04, bytes)
const oid = (...bytes: readonly number[]) => tagged(0x06, Buffer.from(bytes))

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const commonName = oid(0x55, 0x04, 0x03)
const subjectAltName = oid(0x55, 0x1d, 0x11)
const basicConstraints = oid(0x55, 0x1d, 0x13)

/** A key and a certificate for that host, signed with the key itself, in PEM. */
export function certificateFor(host: string): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(setOf(sequence(commonName, text(host))))
  const isAuthority = sequence(basicConstraints, octets(sequence(tagged(0x01, Buffer.from([0xff])))))
  const names = sequence(subjectAltName, octets(sequence(tagged(0x82, Buffer.from(host)))))
  const signed = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(isAuthority, names)),
  )
  const signature = createSign('sha256').update(signed).sign(privateKey)
  const der = sequence(signed, ecdsaWithSha256, bits(signature)).toString('base64')
  const lines = der.match(/.{1,64}/g)?.join('\n')
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
