/** A value that is looked for, by what it is. */
export type Canary = { readonly kind: string; readonly value: string }

const escapedInHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('+', '&#43;')

/** Wherever a value stands in what is put into base64, one of these stands in it: what depends on its neighbours is left off. */
function inBase64(value: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const coded = Buffer.from(`${'x'.repeat(before)}${value}`)
      .toString('base64')
      .replace(/=+$/, '')
    const [start, end] = [before === 0 ? 0 : before + 1, (before + value.length) % 3 === 0 ? undefined : -1]
    return coded.slice(start, end)
  })
}

/** The ways in which a value may have been written down: as it is, escaped, or encoded. */
export function formsOf({ value }: Canary): readonly string[] {
  const coded = inBase64(value)
  return [
    ...new Set([
      value,
      value.toLowerCase(),
      encodeURIComponent(value),
      new URLSearchParams({ value }).toString().slice('value='.length),
      JSON.stringify(value).slice(1, -1),
      escapedInHtml(value),
      ...coded,
      ...coded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
      Buffer.from(value).toString('hex'),
    ]),
  ]
}

/** Says which of the values stand in a text, in any form. A code has six digits, so it counts only where it stands alone. */
export function canariesIn(canaries: readonly Canary[], text: string): readonly string[] {
  return canaries.flatMap((canary) => {
    const { kind, value } = canary
    const found = /^\d{6}$/.test(value)
      ? new RegExp(`(?<![\\w.-])${value}(?![\\w.-])`).test(text)
      : formsOf(canary).some((form) => text.includes(form))
    return found ? [kind] : []
  })
}
