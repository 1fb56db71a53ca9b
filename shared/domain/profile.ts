/**
 * How far somebody is in one organization (P5, P6). A contact who is no user is active from the start; a user begins as a draft,
 * is invited, and is active once the invitation is accepted. Whoever is deactivated remembers whether it ever was.
 */
export type ProfileStanding =
  | { readonly user: false; readonly status: 'active' | 'deactivated' }
  | { readonly user: true; readonly status: 'draft' | 'invited' | 'active' }
  | { readonly user: true; readonly status: 'deactivated'; readonly accepted: boolean }

export type ProfileKind = 'person' | 'shared-mailbox'
export type ProfileStatus = ProfileStanding['status']

/** Why a step cannot be taken from where the profile stands. */
export type ProfileRefusal =
  | 'shared-mailbox-is-no-user'
  | 'not-a-user'
  | 'already-a-user'
  | 'not-a-draft'
  | 'not-invited'
  | 'deactivated'
  | 'not-deactivated'

/** Reads where a stored profile stands; `accepted` says that it has a sign-in here. Throws on what no step leads to. */
export function profileStanding(of: {
  readonly user: boolean
  readonly status: ProfileStatus
  readonly accepted: boolean
}): ProfileStanding {
  const { user, status, accepted } = of
  if (user) return status === 'deactivated' ? { user, status, accepted } : { user, status }
  if (status === 'draft' || status === 'invited') throw new TypeError(`a contact who is no user is never ${status}`)
  return { user, status }
}

/** Where a new profile begins; `confirm` invites a user at once instead of leaving a draft. */
export function newProfile(of: {
  readonly kind: ProfileKind
  readonly user: boolean
  readonly confirm: boolean
}): ProfileStanding | ProfileRefusal {
  if (!of.user) return { user: false, status: 'active' }
  if (of.kind === 'shared-mailbox') return 'shared-mailbox-is-no-user'
  return { user: true, status: of.confirm ? 'invited' : 'draft' }
}

/** A draft that is confirmed is invited (I1). */
export function confirmed(profile: ProfileStanding): ProfileStanding | ProfileRefusal {
  if (!profile.user) return 'not-a-user'
  if (profile.status === 'deactivated') return 'deactivated'
  return profile.status === 'draft' ? { user: true, status: 'invited' } : 'not-a-draft'
}

/** Access begins: the invitation was accepted. */
export function accepted(profile: ProfileStanding): ProfileStanding | ProfileRefusal {
  if (!profile.user) return 'not-a-user'
  return profile.status === 'invited' ? { user: true, status: 'active' } : 'not-invited'
}

/** A revoked invitation makes its profile a draft again (I3). */
export function invitationRevoked(profile: ProfileStanding): ProfileStanding | ProfileRefusal {
  if (!profile.user) return 'not-a-user'
  return profile.status === 'invited' ? { user: true, status: 'draft' } : 'not-invited'
}

/**
 * An administrator gave a user another address (P8): whoever had accepted loses their access, and the new address is invited. Whoever
 * had not is where they were, under the new address; somebody deactivated will have to be invited anew.
 */
export function addressReplaced(profile: ProfileStanding): ProfileStanding | ProfileRefusal {
  if (!profile.user) return 'not-a-user'
  if (profile.status === 'deactivated') return { user: true, status: 'deactivated', accepted: false }
  return profile.status === 'active' ? { user: true, status: 'invited' } : profile
}

/** A contact becomes a user as well; their contact roles stay (P4). */
export function becameUser(
  profile: ProfileStanding,
  how: { readonly kind: ProfileKind; readonly confirm: boolean },
): ProfileStanding | ProfileRefusal {
  if (profile.user) return 'already-a-user'
  if (profile.status === 'deactivated') return 'deactivated'
  return newProfile({ kind: how.kind, user: true, confirm: how.confirm })
}

/** A user becomes a contact only: access and memberships end, contact roles stay (P4). A deactivated one stays deactivated. */
export function ceasedToBeUser(profile: ProfileStanding): ProfileStanding | ProfileRefusal {
  if (!profile.user) return 'not-a-user'
  return { user: false, status: profile.status === 'deactivated' ? 'deactivated' : 'active' }
}

/** Everything is kept but access; a pending invitation is to be revoked with it (P6). */
export function deactivated(profile: ProfileStanding): ProfileStanding | ProfileRefusal {
  if (profile.status === 'deactivated') return 'deactivated'
  if (!profile.user) return { user: false, status: 'deactivated' }
  return { user: true, status: 'deactivated', accepted: profile.status === 'active' }
}

/** Access comes back to whoever had accepted; anyone else is a draft, to be invited anew (P6). */
export function reactivated(profile: ProfileStanding): ProfileStanding | ProfileRefusal {
  if (profile.status !== 'deactivated') return 'not-deactivated'
  if (!profile.user) return { user: false, status: 'active' }
  return { user: true, status: profile.accepted ? 'active' : 'draft' }
}
