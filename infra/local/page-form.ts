/** A form of one of our pages, or of the hosted sign-in: where it goes, and its fields with the values they have already. */
export type PageForm = { readonly action: URL; readonly fields: ReadonlyMap<string, string> }

/** The forms of a page in the order they stand. Made for markup that a program wrote; it is no parser for any HTML. */
export function formsOf(html: string, page: URL): PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, formAttributes = '', content = '']) => {
    const inputs = [...content.matchAll(/<input\b([^>]*)>/gi)].map(([, attributes = '']) => attributesOf(attributes))
    const named = inputs.flatMap((input): [string, string][] => {
      const name = input.get('name')
      return name === undefined ? [] : [[name, input.get('value') ?? '']]
    })
    return { action: new URL(attributesOf(formAttributes).get('action') ?? '', page), fields: new Map(named) }
  })
}

/** Fills the form in and sends it as a browser does. Redirects are answered, not followed. */
export async function submitForm(form: PageForm, values: Readonly<Record<string, string>>): Promise<Response> {
  const body = new URLSearchParams([...form.fields])
  for (const [name, value] of Object.entries(values)) body.set(name, value)
  return fetch(form.action, { method: 'POST', body, redirect: 'manual' })
}

/** The text of the element with this id, without the tags in it. */
export function textOfElement(html: string, id: string): string | undefined {
  const element = new RegExp(`<(\\w+)\\b[^>]*\\bid="${id}"[^>]*>(.*?)</\\1>`, 'is')
  const [, , content] = element.exec(html) ?? []
  return content === undefined ? undefined : unescapeHtml(content.replace(/<[^>]*>/g, '')).trim()
}

/** The page as text, for a message about a page that was not the expected one. */
export function textOfPage(html: string): string {
  const body = html.replace(/<(style|script|head)\b.*?<\/\1>/gis, ' ').replace(/<[^>]*>/g, ' ')
  return unescapeHtml(body).replace(/\s+/g, ' ').trim()
}

function attributesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, unescapeHtml(value)]),
  )
}

function unescapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    return named[name ?? ''] ?? whole
  })
}
