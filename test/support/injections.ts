import { parseEmailAddress } from '../../shared/domain/address.ts'
import type { SentMail } from './cloud-services-mail.ts'
import { settings } from './cloud-services-settings.ts'
import type { Answer } from './gateway.ts'
import { readCsv } from './read-csv.ts'
import { readHtml } from './read-html.ts'
import type { Item } from './world-table.ts'

/** A word that stands in every text of the corpus, and in no other: no id can hold it, for they are written without i, l, o and u. */
export const canary = 'zuxil'

/** Texts that are alive somewhere: in markup, a header, a link, a spreadsheet, a key, a template. */
export const corpus: readonly string[] = [
  // HTML
  '<b>zuxil</b>',
  '<img src=x onerror=zuxil()>',
  '"><script>zuxil()</script>',
  "' onmouseover='zuxil()",
  '" style="display:none" zuxil="',
  '<!-- zuxil',
  '</title><zuxil>',
  '&lt;zuxil&gt;',
  '&#60;zuxil&#62;',
  // Markdown
  '[zuxil](/evil)',
  '![zuxil](x)',
  '**zuxil** _x_ `x`',
  '# zuxil',
  // Lines and headers
  'zuxil\r\nBcc: evil',
  'zuxil\nSubject: evil',
  'zuxil\u2028evil',
  'zuxil\u0085evil',
  'zuxil%0d%0aBcc:evil',
  '=?utf-8?q?zuxil=0d=0aBcc:evil?=',
  'zuxil\u0000evil',
  // Hidden, and turned around
  'zuxil\u202egpj.exe',
  'zuxil\u2066evil\u2069',
  'z\u200buxil zuxil',
  'zuxil\u00adevil',
  '\ufeffzuxil',
  'zuxil\u{e0041}',
  'zuxil\u3164',
  // Addresses of sites and of mail
  'https://evil.example/zuxil',
  'HTTPS://EVIL.EXAMPLE/zuxil',
  'www.evil.example zuxil',
  'ｗｗｗ．evil.example zuxil',
  'zuxil@evil.example',
  'zuxil＠evil.example',
  'javascript:zuxil()',
  '//evil.example/zuxil',
  'data:text/html,zuxil',
  'mailto:zuxil',
  // Cells of a spreadsheet
  '=zuxil()',
  '+zuxil',
  '-zuxil',
  '\tzuxil',
  'zuxil;=1+1',
  'zuxil;"=1+1"',
  '",=1+1,"zuxil',
  '＝zuxil',
  '=HYPERLINK("x","zuxil")',
  "=cmd|' /C calc'!zuxil",
  // What divides keys and paths
  '#zuxil',
  'zuxil#profile#evil',
  'zuxil##',
  '../../zuxil',
  '..\\zuxil',
  '%23zuxil%2f',
  'zuxil|evil',
  'zuxil~1evil',
  // Templates, replacements, other languages
  '{{zuxil}}',
  '${zuxil}',
  '<%= zuxil %>',
  '#{zuxil}',
  '{% zuxil %}',
  '%s %n zuxil',
  "$& $1 $` $' zuxil",
  "' OR 1=1 --zuxil",
  '"},{"zuxil":"',
  '\\u003czuxil',
  '__proto__ zuxil',
]

/**
 * Fields that reach a reader as they were written: the provider alone fills them (N1), and has addresses of sites and lines of its own to
 * say. In the plain text of the mails about them such lines are left alone; their subject, their readers and their HTML are not.
 */
export const spokenFreely: Readonly<Record<string, readonly string[]>> = { sendNotification: ['subject', 'text'] }

const ours = [`${settings.PUBLIC_URL}/`, `${settings.HOSTED_UI_URL}/`]
const isOurs = (url: string): boolean => ours.some((origin) => url.startsWith(origin) || url === origin.slice(0, -1))
const leading = ['href', 'src', 'action', 'formaction', 'background', 'poster', 'srcset', 'ping', 'data', 'content']

/** The tags of our pages behind links, and of our mails; only the documentation has others. */
const written: ReadonlySet<string> = new Set(
  'html head meta title style link body header main div p span h1 h2 ul ol li dl dt dd code wbr br a form label input button table tbody tr td svg rect path circle line polyline'.split(
    ' ',
  ),
)

/** What is alive in a page or in the HTML of a mail: markup that we do not write, and links that lead elsewhere. */
export function liveInHtml(html: string): readonly string[] {
  const { tags, text, styles } = readHtml(html)
  const found: string[] = []
  for (const { name, attributes } of tags) {
    if (!written.has(name)) found.push(`a tag ${name}`)
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute.startsWith('on') || attribute.includes(canary)) found.push(`an attribute ${attribute}`)
      if (attribute === 'style' && value.includes(canary)) found.push(`a style ${value}`)
      if (leading.includes(attribute) && value.includes(canary) && !value.startsWith('otpauth://totp/'))
        found.push(`${attribute}=${value}`)
      const leadsAway = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(value) && !/^(?:otpauth|data:image\/)/.test(value)
      if (['href', 'src', 'action'].includes(attribute) && leadsAway && !isOurs(value))
        found.push(`${attribute}=${value}`)
    }
  }
  if (styles.some((style) => style.includes(canary))) found.push('a style sheet')
  return [...found, ...hiddenIn(text)]
}

/** What a reader cannot see, or what turns a line around; the space of French is none of it, nor what keeps a preheader apart. */
const hiddenIn = (text: string): readonly string[] =>
  text
    .split(' ')
    .flatMap((word) =>
      word.includes(canary) && /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(word.replaceAll(/\u200c/g, ''))
        ? [`hidden in ${JSON.stringify(word)}`]
        : [],
    )

/**
 * What is alive in a mail: another header, another reader, a link that is not ours, lines that somebody else wrote but for those that were
 * spoken freely.
 */
export function liveInMail(
  { to, subject, html, text }: SentMail,
  spoken: ReadonlySet<string> = new Set(),
): readonly string[] {
  const found: string[] = []
  if (/[\p{Cc}\u2028\u2029]/u.test(subject)) found.push(`a subject of several lines: ${JSON.stringify(subject)}`)
  if (parseEmailAddress(to) !== to) found.push(`several readers: ${to}`)
  for (const line of text.split('\n')) {
    found.push(...hiddenIn(line))
    if (spoken.has(line)) continue
    for (const [url] of line.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+/gi))
      if (!isOurs(url)) found.push(`a link to ${url}`)
    if (/^(?:bcc|cc|to|from|subject|content-[a-z]+):/i.test(line)) found.push(`a header: ${line}`)
  }
  return [...found, ...liveInHtml(html)].map((live) => `mail: ${live}`)
}

/** What a spreadsheet would run, and rows that somebody else began. */
export function liveInCsv(csv: string): readonly string[] {
  const rows = readCsv(csv.replace(/^\ufeff/, ''))
  const [header = []] = rows
  return [
    ...rows.filter((row) => row.length !== header.length).map((row) => `a row of ${row.length}: ${row.join(' | ')}`),
    ...rows.flat().filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell)),
    // Where spreadsheets divide cells at semicolons, each of these begins one.
    ...[...csv.matchAll(/;[\s"]*[=+\-@＝＋－＠].{0,20}/g)].map(([cell]) => cell),
  ]
}

/** What is alive in an answer: in its headers, on its page, in its file, or because it is not the JSON that it says. */
export function liveInAnswer({ from, headers, body }: Answer): readonly string[] {
  const type = headers['content-type'] ?? ''
  const found = Object.entries(headers).flatMap(([name, value]) =>
    /[^\x20-\x7e]/.test(value) || value.includes(canary) ? [`${name}: ${value}`] : [],
  )
  if (type.startsWith('text/html')) found.push(...liveInHtml(body))
  else if (type.startsWith('text/csv')) found.push(...liveInCsv(body))
  else if (type.startsWith('application/x-ndjson'))
    for (const line of body.split('\n').filter(Boolean)) JSON.parse(line)
  else if (/^application\/(?:problem\+)?json$/.test(type)) JSON.parse(body)
  else found.push(`as ${type}`)
  return found.map((live) => `${from}: ${live}`)
}

const keys = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'gsi3pk', 'gsi3sk']

/** How often each key of each entity is divided. */
export function divisionsOf(items: readonly Item[]): ReadonlyMap<string, ReadonlySet<number>> {
  const known = new Map<string, Set<number>>()
  for (const item of items)
    for (const key of keys)
      if (typeof item[key] === 'string') {
        const name = `${String(item.__edb_e__)} ${key}`
        known.set(name, (known.get(name) ?? new Set()).add(item[key].split('#').length))
      }
  return known
}

/** Keys of the table that what somebody typed has divided, or stands in with more than its words. */
export const liveInKeys = (
  items: readonly Item[],
  clean: ReadonlyMap<string, ReadonlySet<number>>,
): readonly string[] =>
  items.flatMap((item) =>
    keys.flatMap((key) => {
      const value = item[key]
      if (typeof value !== 'string' || !value.includes(canary)) return []
      const divided = !clean.get(`${String(item.__edb_e__)} ${key}`)?.has(value.split('#').length)
      return divided || /[\p{Cc}]/u.test(value) ? [`${String(item.__edb_e__)} ${key} = ${value}`] : []
    }),
  )
