import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { AgreementView } from '../../../functions/contracts/agreement-view.tsx'
import { readAgreement } from '../../../shared/domain/agreement-text.ts'
import { pageStyle } from '../../../shared/frame/page-style.ts'

function shown(markdown: string): string {
  const read = readAgreement(markdown)
  if (!read.ok) throw new Error(JSON.stringify(read.refused))
  return renderToString(<AgreementView blocks={read.blocks} language="nl" tableLabel="Table" />).replace(
    /^<div class="agreement" lang="nl">(.*)<\/div>$/s,
    '$1',
  )
}

describe('an agreement on a page', () => {
  test('begins its headings under the page’s own, and ends them at the sixth', () => {
    expect(shown('# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f')).toBe(
      '<h2>a</h2><h3>b</h3><h4>c</h4><h5>d</h5><h6>e</h6><h6>f</h6>',
    )
  })

  test('shows paragraphs, emphasis, code, breaks, quotes, rules and links', () => {
    expect(shown('a *b* **c** `d`\\\ne\n\n> f\n\n---\n\n[g](https://h.example?i=1&j=2)')).toBe(
      '<p>a <em>b</em> <strong>c</strong> <code>d</code><br/>e</p><blockquote><p>f</p></blockquote><hr/>' +
        '<p><a href="https://h.example?i=1&amp;j=2">g</a></p>',
    )
  })

  test('numbers lists from where they begin, one within the other', () => {
    expect(shown('3. a\n4. b\n   - c')).toBe('<ol start="3"><li>a</li><li>b<ul><li>c</li></ul></li></ol>')
  })

  test('says of a table which cells head its columns, aligns them without a style, and lets it be scrolled with the keys', () => {
    expect(shown('| a | b |\n|---|--:|\n| c | d |')).toBe(
      '<section class="wide" aria-label="Table" tabindex="0"><table><thead><tr><th scope="col">a</th><th scope="col" class="align-right">b</th></tr></thead>' +
        '<tbody><tr><td>c</td><td class="align-right">d</td></tr></tbody></table></section>',
    )
  })

  test('has a rule in the style of every page for each way in which a column is aligned', () => {
    for (const way of ['left', 'center', 'right'])
      expect(pageStyle).toContain(`.agreement .align-${way} { text-align: ${way}; }`)
  })

  test('shows what looks like HTML as it looks, and never as HTML', () => {
    expect(shown('\\<script>alert(1)\\</script> &lt;b&gt; `<i>`')).toBe(
      '<p>&lt;script>alert(1)&lt;/script> &lt;b> <code>&lt;i></code></p>',
    )
  })
})
