const lines: string[] = []

/** Catches what the functions log, as CloudWatch would; everything else is printed as ever. */
export function startLog(): void {
  const write = process.stdout.write.bind(process.stdout)
  const caught: typeof process.stdout.write = (...printed: [text: string | Uint8Array, ...more: never[]]) => {
    const [text] = printed
    if (typeof text !== 'string' || !text.startsWith('{"level":')) return write(...printed)
    lines.push(text.trimEnd())
    return true
  }
  process.stdout.write = caught
}

/** Every line that was logged so far. */
export const logLines = (): readonly string[] => lines

/** The lines that were logged while something ran, as objects. */
export async function logOf(act: () => Promise<unknown>): Promise<readonly Record<string, unknown>[]> {
  const before = lines.length
  await act()
  return lines.slice(before).map((line) => JSON.parse(line))
}
