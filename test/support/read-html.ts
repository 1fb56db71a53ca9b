export type Tag = { readonly name: string; readonly attributes: Readonly<Record<string, string>> }
/** A document taken apart: its tags in order, what a reader sees, and what its style blocks say. */
export type ReadHtml = { readonly tags: readonly Tag[]; readonly text: string; readonly styles: readonly string[] }

const tagPattern = /<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=<>"'/]+(?:="[^"]*")?)*)\s*\/?>/gi
const attributePattern = /\s+([^\s=<>"'/]+)(?:="([^"]*)")?/g
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
const decode = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)

/**
 * Reads HTML as strictly as we write it: attributes in double quotes, and no `<` outside of a tag. Throws where one is left over,
 * which is what text that somebody forgot to escape looks like.
 */
export function readHtml(html: string): ReadHtml {
  const styles: string[] = []
  const plain = html
    .replace(/^<!doctype html>/i, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<style>([\s\S]*?)<\/style>/g, (_, style: string) => {
      styles.push(style)
      return ''
    })
  const tags: Tag[] = []
  const text = plain.replace(tagPattern, (_, closing: string, name: string, written: string) => {
    const within = ['span', 'code', 'wbr'].includes(name.toLowerCase()) ? '' : ' '
    if (closing) return within
    const attributes = [...written.matchAll(attributePattern)].map(
      ([, key = '', value = '']) => [key, decode(value)] as const,
    )
    tags.push({ name: name.toLowerCase(), attributes: Object.fromEntries(attributes) })
    return within
  })
  const leftOver = text.indexOf('<')
  if (leftOver >= 0) throw new Error(`a tag that we do not write: ${text.slice(leftOver, leftOver + 80)}`)
  return {
    tags,
    text: decode(text)
      .replaceAll(/[ \n\r\t]+/g, ' ')
      .trim(),
    styles,
  }
}
