/**
 * For `brotli/decompress.js`, by which fontkit opens fonts in WOFF2: a dictionary of 450 KB. Ours are TrueType, which is not compressed
 * (`besideBundle` in infra/constructs/bundle.ts).
 */
export default function decompress(): never {
  throw new Error('fonts in WOFF2 need brotli, which infra/constructs/stand-ins/brotli.ts stands in for')
}
