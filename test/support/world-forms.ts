import { settings } from './cloud-services-settings.ts'
import { readHtml } from './read-html.ts'

/** A form of a page: the path it posts to, and its fields with the values they have already. */
export type Form = { readonly path: string; readonly fields: Readonly<Record<string, string>> }

/** The forms of a page in the order they stand. Throws on markup that we do not write, and on a form that leads elsewhere. */
export function formsOf(html: string): readonly Form[] {
  const forms: { path: string; fields: Record<string, string> }[] = []
  for (const { name, attributes } of readHtml(html).tags) {
    if (name === 'form') forms.push({ path: pathOf(attributes.action ?? ''), fields: {} })
    const form = forms.at(-1)
    if (name === 'input' && form && attributes.name !== undefined) form.fields[attributes.name] = attributes.value ?? ''
  }
  return forms
}

/** What a page says, as a reader sees it. */
export const textOf = (html: string): string => readHtml(html).text

/** Where the links of a page lead. */
export const linksOf = (html: string): readonly string[] =>
  readHtml(html).tags.flatMap(({ name, attributes }) => (name === 'a' ? [attributes.href ?? ''] : []))

function pathOf(action: string): string {
  if (!action.startsWith(`${settings.PUBLIC_URL}/`)) throw new Error('a form that posts to somebody else')
  return action.slice(settings.PUBLIC_URL.length)
}
