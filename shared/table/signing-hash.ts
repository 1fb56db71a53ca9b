import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'

type Bytes = string | ArrayBuffer | ArrayBufferView

/**
 * SHA-256, and HMACs of it, as the SDK's signer asks for them. Node takes six times as long for an HMAC whose key comes as bytes as for one whose
 * key it has made before, and the SDK signs for a whole day with the same bytes.
 */
export class SigningHash {
  readonly #hash

  constructor(secret?: Bytes) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret))
  }

  update(data: Uint8Array): void {
    this.#hash.update(data)
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  /** The SDK wants it, and begins anew with a new one instead. */
  reset(): never {
    throw new Error('a hash is taken once')
  }
}

const keys = new WeakMap<object, KeyObject>()

function keyOf(secret: Bytes): KeyObject | string {
  if (typeof secret === 'string') return secret
  const made = keys.get(secret)
  if (made) return made
  const bytes = ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : secret
  const key = createSecretKey(new Uint8Array(bytes))
  keys.set(secret, key)
  return key
}
