const reminderSeconds = 5

/**
 * Runs one step of a command and shows it: what it waits for, every few seconds that it still does, and how long it took.
 * The step may answer a few words that say how it went.
 */
export async function step<T>(
  name: string,
  waitsFor: string,
  work: () => Promise<T>,
  outcome?: (result: T) => string,
): Promise<T> {
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  console.log(`→ ${name}: ${waitsFor}`)
  const reminder = setInterval(
    () => console.log(`  ${name}: still ${waitsFor} (${seconds()} s)`),
    reminderSeconds * 1000,
  )
  try {
    const result = await work()
    console.log(`✓ ${name}${outcome === undefined ? '' : `: ${outcome(result)}`} (${seconds()} s)`)
    return result
  } finally {
    clearInterval(reminder)
  }
}
