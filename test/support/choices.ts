/** Choices that are the same again for the same seed. */
export type Choices = {
  /** A whole number below this. */
  readonly below: (end: number) => number
  /** Whether something happens that happens so many times in a hundred. */
  readonly percent: (share: number) => boolean
  /** One of these, of which there must be some. */
  readonly of: <Item>(items: readonly Item[]) => Item
  /** Some of these, each once, at most so many. */
  readonly some: <Item>(items: readonly Item[], most: number) => readonly Item[]
}

/** For suites that choose among what there is at that moment, where fast-check could not replay a failure: mulberry32. */
export function choicesFrom(seed: number): Choices {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  const of = <Item>(items: readonly Item[]): Item => {
    const [chosen] = items.slice(below(items.length))
    if (chosen === undefined) throw new Error('there is nothing to choose from')
    return chosen
  }
  return {
    below,
    of,
    percent: (share) => below(100) < share,
    some: (items, most) => {
      const left = [...items]
      const chosen: (typeof left)[number][] = []
      for (let count = below(most + 1); count > 0 && left.length > 0; count--)
        chosen.push(...left.splice(below(left.length), 1))
      return chosen
    },
  }
}
