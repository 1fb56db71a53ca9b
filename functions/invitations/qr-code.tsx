import { create } from 'qrcode/lib/core/qrcode.js'

/** White modules around the code, without which many cameras do not find it. */
const margin = 4

/** The QR code of a text as an inline image, black on white whatever the page's colours are; `label` is its alternative text. */
export function QrCode(props: { readonly text: string; readonly label: string }) {
  const { modules } = create(props.text, { errorCorrectionLevel: 'M' })
  const dark: string[] = []
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) dark.push(`M${column + margin} ${row + margin}h1v1h-1z`)
    }
  }
  const side = modules.size + 2 * margin
  return (
    <svg viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges" role="img" aria-label={props.label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
