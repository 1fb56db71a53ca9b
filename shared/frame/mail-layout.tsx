import { renderToString } from 'preact-render-to-string'
import type { InEveryLanguage, Language } from '../domain/language.ts'
import { type Addressee, greeting } from './greeting.ts'

/** A mail ready to be sent: both bodies say the same, and the subject is one line. */
export type WrittenMail = { readonly subject: string; readonly html: string; readonly text: string }

/** What stands in a mail, from top to bottom. */
export type MailBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'steps'; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  /** A link, as a button and, introduced by `orCopy`, as an address to copy. */
  | { readonly kind: 'button'; readonly label: string; readonly url: string; readonly orCopy: string }

export type Mail = {
  readonly language: Language
  readonly appName: string
  readonly subject: string
  /** What the list of mails shows after the subject. */
  readonly preheader: string
  readonly heading: string
  readonly to: Addressee
  readonly blocks: readonly MailBlock[]
  readonly footer: readonly string[]
}

/**
 * A mail's subject, HTML and text, made from the same blocks, so that the two bodies cannot differ. The HTML is tables and
 * inline styles, which is what Outlook, Gmail and Apple Mail agree on; it loads nothing, so it tells nobody that it was opened.
 */
export function renderMail(mail: Mail): WrittenMail {
  const subject = oneLine(mail.subject)
  return { subject, html: htmlOf(mail, subject), text: textOf(mail) }
}

/** Without control characters: a line break in a subject would begin another header, and one in a text another paragraph. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** French puts a space before it. */
const colons: InEveryLanguage<string> = { en: ':', nl: ':', fr: '\u00a0:', de: ':' }

function textOf(mail: Mail): string {
  const paragraphs = [
    oneLine(mail.heading),
    oneLine(greeting(mail.language, mail.to)),
    ...mail.blocks.map((block) => textOfBlock(block, colons[mail.language])),
    ['-- ', oneLine(mail.appName), ...mail.footer.map(oneLine)].join('\n'),
  ]
  return `${paragraphs.join('\n\n')}\n`
}

function textOfBlock(block: MailBlock, colon: string): string {
  switch (block.kind) {
    case 'paragraph':
      return oneLine(block.text)
    case 'heading':
      return `* ${oneLine(block.text)} *`
    case 'steps':
      return block.items.map((item, index) => `${index + 1}. ${oneLine(item)}`).join('\n')
    case 'facts':
      return block.rows.map(({ label, value }) => `${oneLine(label)}${colon} ${oneLine(value)}`).join('\n')
    case 'button':
      return `${oneLine(block.label)}${colon}\n${oneLine(block.url)}`
  }
}

const fonts = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
const ink = '#14211f'
const quiet = '#4f5f5b'
const line = '#d9e1de'
const accent = '#0b5d55'
const body = `font-family:${fonts};font-size:16px;line-height:25px;color:${ink};`

/** What only a style sheet can say: other colours in dark mode, and less air on a phone. Mail programs without it lose nothing. */
const style = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
table { border-spacing: 0; }
@media (max-width: 600px) {
  .around { padding: 0 !important; }
  .sheet { width: 100% !important; border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
  .inside { padding-left: 20px !important; padding-right: 20px !important; }
  .wide { width: 100% !important; }
  .button a { display: block !important; }
}
@media (prefers-color-scheme: dark) {
  .around, body { background-color: #0b1110 !important; }
  .sheet { background-color: #141c1a !important; border-color: #6fd6c3 #2b3835 #2b3835 #2b3835 !important; }
  .ink { color: #e9f0ee !important; }
  .quiet { color: #a8b8b3 !important; }
  .line { border-color: #2b3835 !important; }
  .link { color: #6fd6c3 !important; }
  .button { background-color: #6fd6c3 !important; }
  .button a { color: #06231e !important; }
}
[data-ogsc] .ink { color: #e9f0ee !important; }
[data-ogsc] .quiet { color: #a8b8b3 !important; }
[data-ogsc] .link { color: #6fd6c3 !important; }
`

/** Outlook for Windows knows no max-width: it alone reads this table of a fixed width around the sheet. */
const outlookOpens =
  '<!--[if mso]><table role="presentation" width="560" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->'
const outlookCloses = '<!--[if mso]></td></tr></table><![endif]-->'
/** Outlook for Windows would fall back to Times, and scale the mail on dense screens. */
const outlookHead =
  '<!--[if mso]><xml><o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office"><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>td,p,a,h1,h2{font-family:"Segoe UI",Arial,sans-serif!important}</style><![endif]-->'

function htmlOf(mail: Mail, subject: string): string {
  const head = renderToString(<title>{subject}</title>)
  const preheader = renderToString(
    <div style="display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;opacity:0;">
      {oneLine(mail.preheader)}
      {/* Keeps the words of the mail itself out of the list. */}
      {'\u00a0\u200c'.repeat(60)}
    </div>,
  )
  return [
    `<!doctype html><html lang="${mail.language}" dir="ltr"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">',
    `${head}${outlookHead}<style>${style}</style></head>`,
    `<body style="margin:0;padding:0;background-color:#eef2f0;">${preheader}`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="around" style="background-color:#eef2f0;">',
    `<tr><td class="around" align="center" style="padding:32px 16px;">${outlookOpens}`,
    renderToString(<Sheet {...mail} />),
    `${outlookCloses}</td></tr></table></body></html>`,
  ].join('\n')
}

function Sheet(mail: Mail) {
  // Facts end with a line of their own.
  const rule = mail.blocks.at(-1)?.kind === 'facts' ? '' : `border-top:1px solid ${line};padding-top:8px;`
  return (
    <table
      role="presentation"
      lang={mail.language}
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      class="sheet"
      style={`width:100%;max-width:560px;margin:0 auto;background-color:#ffffff;border:1px solid ${line};border-top:6px solid ${accent};border-radius:10px;text-align:left;`}
    >
      <tr>
        <td class="inside" style="padding:28px 36px 0 36px;word-break:break-word;">
          <p class="link" style={`${body}margin:0;font-weight:700;color:${accent};`}>
            {oneLine(mail.appName)}
          </p>
          <h1
            class="ink"
            style={`margin:20px 0 0 0;font-family:${fonts};font-size:26px;line-height:32px;font-weight:700;letter-spacing:-0.3px;color:${ink};`}
          >
            {oneLine(mail.heading)}
          </h1>
          <Paragraph>{oneLine(greeting(mail.language, mail.to))}</Paragraph>
          {mail.blocks.map((block, index) => (
            <Block key={index} {...block} />
          ))}
        </td>
      </tr>
      <tr>
        <td class="inside" style="padding:28px 36px 28px 36px;word-break:break-word;">
          <table role="presentation" width="100%" cellPadding="0" cellSpacing="0">
            <tr>
              <td class="line" style={rule}>
                {mail.footer.map((text) => (
                  <p
                    key={text}
                    class="quiet"
                    style={`margin:8px 0 0 0;font-family:${fonts};font-size:14px;line-height:21px;color:${quiet};`}
                  >
                    {oneLine(text)}
                  </p>
                ))}
              </td>
            </tr>
          </table>
        </td>
      </tr>
    </table>
  )
}

function Paragraph(props: { children: string }) {
  return (
    <p class="ink" style={`${body}margin:16px 0 0 0;`}>
      {props.children}
    </p>
  )
}

function Block(block: MailBlock) {
  switch (block.kind) {
    case 'paragraph':
      return <Paragraph>{oneLine(block.text)}</Paragraph>
    case 'heading':
      return (
        <h2
          class="ink"
          style={`margin:32px 0 0 0;font-family:${fonts};font-size:18px;line-height:25px;font-weight:700;color:${ink};`}
        >
          {oneLine(block.text)}
        </h2>
      )
    case 'steps':
      return <Steps items={block.items} />
    case 'facts':
      return <Facts rows={block.rows} />
    case 'button':
      return <Button {...block} />
  }
}

function Steps(props: { items: readonly string[] }) {
  return (
    <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" style="margin:8px 0 0 0;">
      {props.items.map((item, index) => (
        <tr key={item}>
          <td class="link" width="28" valign="top" style={`${body}padding:8px 0 0 0;font-weight:700;color:${accent};`}>
            {index + 1}.
          </td>
          <td class="ink" valign="top" style={`${body}padding:8px 0 0 0;`}>
            {oneLine(item)}
          </td>
        </tr>
      ))}
    </table>
  )
}

function Facts(props: { rows: readonly { readonly label: string; readonly value: string }[] }) {
  return (
    <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" style="margin:20px 0 0 0;">
      {props.rows.map(({ label, value }, index) => (
        <tr key={label}>
          <td
            class="line"
            style={`${index === 0 ? `border-top:1px solid ${line};` : ''}border-bottom:1px solid ${line};padding:10px 0;`}
          >
            <span class="quiet" style={`font-family:${fonts};font-size:14px;line-height:21px;color:${quiet};`}>
              {oneLine(label)}
            </span>
            <br />
            <span class="ink" style={body}>
              {oneLine(value)}
            </span>
          </td>
        </tr>
      ))}
    </table>
  )
}

/** The cell carries the colour and, for Outlook, the padding; everywhere else the whole button is the link. */
function Button(props: { label: string; url: string; orCopy: string }) {
  return (
    <>
      <table role="presentation" class="wide" cellPadding="0" cellSpacing="0" style="margin:24px 0 0 0;">
        <tr>
          <td
            class="button"
            align="center"
            style={`background-color:${accent};border-radius:8px;mso-padding-alt:14px 28px;`}
          >
            <a
              href={props.url}
              style={`display:inline-block;padding:14px 28px;font-family:${fonts};font-size:17px;line-height:22px;font-weight:700;color:#ffffff;text-decoration:none;border-radius:8px;`}
            >
              {oneLine(props.label)}
            </a>
          </td>
        </tr>
      </table>
      <p class="quiet" style={`margin:12px 0 0 0;font-family:${fonts};font-size:14px;line-height:21px;color:${quiet};`}>
        {oneLine(props.orCopy)}
        <br />
        <a class="link" href={props.url} style={`color:${accent};word-break:break-all;`}>
          {props.url}
        </a>
      </p>
    </>
  )
}
