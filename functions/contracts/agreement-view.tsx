import type { ComponentChildren, JSX } from 'preact'
import type { AgreementBlock, AgreementCell, AgreementInline } from '../../shared/domain/agreement-text.ts'
import type { Language } from '../../shared/domain/language.ts'

/**
 * An agreement on a page, under the page's own `h1`: its headings begin at `h2`. Nothing of it is ever HTML as it was given. `tableLabel` says
 * what a table is called, in the language of the page.
 */
export function AgreementView(agreement: {
  readonly blocks: readonly AgreementBlock[]
  readonly language: Language
  readonly tableLabel: string
}): JSX.Element {
  const { blocks, language, tableLabel } = agreement
  return (
    <div class="agreement" lang={language}>
      {blocksView(blocks, tableLabel)}
    </div>
  )
}

const blocksView = (blocks: readonly AgreementBlock[], tableLabel: string): ComponentChildren =>
  blocks.map((block) => blockView(block, tableLabel))

type Alignment = 'left' | 'right' | 'center' | undefined

function blockView(block: AgreementBlock, tableLabel: string): JSX.Element {
  switch (block.kind) {
    case 'heading':
      return headingView(block.level, inlinesView(block.inlines))
    case 'paragraph':
      return <p>{inlinesView(block.inlines)}</p>
    case 'quote':
      return <blockquote>{blocksView(block.blocks, tableLabel)}</blockquote>
    case 'rule':
      return <hr />
    case 'list':
      return listView(block.from, block.items, tableLabel)
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keys, once it has the focus (WCAG 2.1.1)
        <section class="wide" aria-label={tableLabel} tabIndex={0}>
          {tableView(block.align, block.head, block.rows)}
        </section>
      )
  }
}

function listView(
  from: number | undefined,
  items: readonly (readonly AgreementBlock[])[],
  tableLabel: string,
): JSX.Element {
  const each = items.map((item) => <li>{itemView(item, tableLabel)}</li>)
  return from === undefined ? <ul>{each}</ul> : <ol start={from}>{each}</ol>
}

/** The first paragraph of an item stands beside its mark. */
function itemView(blocks: readonly AgreementBlock[], tableLabel: string): ComponentChildren {
  const [first, ...rest] = blocks
  return first?.kind === 'paragraph'
    ? [inlinesView(first.inlines), blocksView(rest, tableLabel)]
    : blocksView(blocks, tableLabel)
}

function tableView(
  align: readonly Alignment[],
  head: readonly AgreementCell[],
  rows: readonly (readonly AgreementCell[])[],
): JSX.Element {
  // The policy of our pages allows no inline styles: a class says how a column is aligned.
  const classOf = (column: number) => align[column] && `align-${align[column]}`
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell, column) => (
            <th scope="col" class={classOf(column)}>
              {inlinesView(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, column) => (
              <td class={classOf(column)}>{inlinesView(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function headingView(level: number, children: ComponentChildren): JSX.Element {
  if (level === 1) return <h2>{children}</h2>
  if (level === 2) return <h3>{children}</h3>
  if (level === 3) return <h4>{children}</h4>
  if (level === 4) return <h5>{children}</h5>
  return <h6>{children}</h6>
}

const inlinesView = (inlines: readonly AgreementInline[]): ComponentChildren => inlines.map(inlineView)

function inlineView(inline: AgreementInline): ComponentChildren {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'code':
      return <code>{inline.text}</code>
    case 'emphasis':
      return <em>{inlinesView(inline.inlines)}</em>
    case 'strong':
      return <strong>{inlinesView(inline.inlines)}</strong>
    case 'break':
      return <br />
    case 'link':
      return <a href={inline.to}>{inlinesView(inline.inlines)}</a>
  }
}
