/**
 * Whom people may turn to: their customer success manager, the Service Desk, the chat of the support team, and the security operations
 * centre, which the provider's notifications of grave security incidents name as the provider itself says it.
 */
export const helpKinds = ['customerSuccessManager', 'serviceDesk', 'chat', 'securityOperations'] as const
export type HelpKind = (typeof helpKinds)[number]

/** One of them, and how to reach it: at least one of these is said. */
export type HelpEntry = {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly url?: string | undefined
}

/** What one organization says itself; what it leaves out is its parent's, and then the provider's. */
export type Help = { readonly [Kind in HelpKind]?: HelpEntry | undefined }

/**
 * The help of an organization: each entry whole from the nearest organization that has it, since a name of one and a number of
 * another would lead nowhere. `nearest` begins with the organization itself and ends with the provider.
 */
export function helpFrom<Source extends { readonly help?: Help | undefined }>(
  nearest: readonly Source[],
): ReadonlyMap<HelpKind, { readonly entry: HelpEntry; readonly from: Source }> {
  const found = new Map<HelpKind, { entry: HelpEntry; from: Source }>()
  for (const kind of helpKinds)
    for (const from of nearest) {
      const entry = from.help?.[kind]
      if (entry && !found.has(kind)) found.set(kind, { entry, from })
    }
  return found
}

/** An entry, or a whole, as it is said to be changed: null takes away, what is left out stays. */
export type HelpChange = {
  readonly [Kind in HelpKind]?: { readonly [Field in keyof HelpEntry]?: HelpEntry[Field] | null } | null | undefined
}

/** What an organization says after a change: each entry that is given takes the place of the one before. */
export function changedHelp(before: Help | undefined, change: HelpChange | null | undefined): Help | undefined {
  if (change === undefined) return before
  if (change === null) return undefined
  const after = helpKinds.flatMap((kind) => {
    const given = change[kind]
    const entry = given === undefined ? before?.[kind] : given === null ? undefined : withoutNulls(given)
    return entry ? [[kind, entry] as const] : []
  })
  return after.length > 0 ? Object.fromEntries(after) : undefined
}

const withoutNulls = (entry: { readonly [Field in keyof HelpEntry]?: HelpEntry[Field] | null }): HelpEntry =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null && value !== undefined))
