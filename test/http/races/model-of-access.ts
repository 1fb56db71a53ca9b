/*
 * What R12 believes of an organization: who stands where, what was given to whom, and what each call must be answered. It is written
 * from the rules alone, with plain words and sets, so that it can be wrong in another way than the product.
 */

export type Role = 'rol_owner' | 'rol_admin' | 'rol_viewer'

export type Someone = {
  readonly slot: number
  user: boolean
  status: 'draft' | 'invited' | 'active' | 'deactivated' | 'removed'
  role: Role | undefined
  groups: Set<number>
  accepted: boolean
  invitation: Invitation | undefined
}
type Invitation = {
  state: 'pending' | 'accepted' | 'revoked'
  because?: 'inviter-lost-access'
  inviter: Someone
  resends: number
}
export type Group = { gives: boolean; state: 'active' | 'replaced' | 'gone'; replacedBy: number | undefined }

/** How a call is answered: its status, and the word that says why or what. */
export type Expected = `${number}${'' | ` ${string}`}`

const mostResends = 5

export class ModelOfAccess {
  readonly people: Someone[] = []
  readonly groups: Group[] = []
  suspended = false

  readonly isOwner = (one: Someone): boolean => one.user && one.status === 'active' && one.role === 'rol_owner'
  /** Whoever makes the calls: there is always one. */
  caller(): Someone {
    const owner = this.people.find(this.isOwner)
    if (!owner) throw new Error('an organization without an owner')
    return owner
  }
  #isLast = (one: Someone): boolean => this.isOwner(one) && this.people.filter(this.isOwner).length === 1
  /** The group that one stands for by now. */
  inForce(group: number): number | undefined {
    const { state, replacedBy } = this.groups[group] ?? {}
    if (state === 'active') return group
    return state === 'replaced' && replacedBy !== undefined ? this.inForce(replacedBy) : undefined
  }
  isMember = ({ user, status }: Someone): boolean => user && status !== 'draft' && status !== 'removed'
  countMembers = (group: number): number =>
    this.people.filter((one) => this.isMember(one) && one.groups.has(group)).length
  #inUse = (group: number): boolean =>
    this.groups.some((_, other) => this.inForce(other) === group && this.countMembers(other) > 0)

  draft(slot: number, role: Role | undefined, groups: readonly number[]): Expected {
    if (this.suspended) return '403'
    const begun = { user: true, status: 'draft', accepted: false, invitation: undefined } as const
    this.people.push({ ...begun, slot, role, groups: new Set(groups) })
    return '201'
  }

  invite(one: Someone): Expected {
    if (this.suspended) return '403'
    if (one.status === 'removed') return '400'
    if (one.status === 'deactivated') return '200 deactivated'
    if (one.user && one.status === 'active') return '200 already-a-user'
    if (one.status === 'invited') return '200 already-invited'
    const intended = [...one.groups].map((group) => this.inForce(group))
    if (intended.includes(undefined)) return '200 invalid'
    const outcome = one.user ? '200 invited' : '200 became-user'
    const invitation: Invitation = { state: 'pending', inviter: this.caller(), resends: 0 }
    const groups = new Set(intended.flatMap((group) => group ?? []))
    Object.assign(one, { user: true, status: 'invited', groups, invitation })
    return outcome
  }

  /** What stands in the way of deciding about an invitation. */
  #settled({ invitation }: Someone): Expected | undefined {
    if (!invitation) return '404'
    if (invitation.state === 'accepted') return '409 invitation-accepted'
    if (invitation.state === 'revoked') return `409 ${invitation.because ?? 'invitation-revoked'}`
    return this.suspended ? '403' : undefined
  }

  accept(one: Someone): Expected {
    const settled = this.#settled(one)
    if (settled || !one.invitation) return settled ?? '404'
    if (!this.isOwner(one.invitation.inviter)) {
      Object.assign(one.invitation, { state: 'revoked', because: 'inviter-lost-access' })
      one.status = 'draft'
      return '409 inviter-lost-access'
    }
    one.invitation.state = 'accepted'
    Object.assign(one, { status: 'active', accepted: true })
    return '200'
  }

  decline(one: Someone): Expected {
    const settled = this.#settled(one)
    if (settled || !one.invitation) return settled ?? '404'
    one.invitation.state = 'revoked'
    one.status = 'draft'
    return '200'
  }

  revoke(one: Someone): Expected {
    if (this.suspended) return '403'
    if (!one.invitation) return '404'
    if (one.invitation.state !== 'pending') return `409 invitation-${one.invitation.state}`
    one.invitation.state = 'revoked'
    one.status = 'draft'
    return '200'
  }

  resend(one: Someone): Expected {
    if (this.suspended) return '403'
    const { invitation } = one
    if (!invitation) return '404'
    if (invitation.state === 'accepted') return '409 invitation-accepted'
    if (one.status === 'removed') return '409 profile-removed'
    if (one.status === 'deactivated') return '409 deactivated'
    if (!one.user) return '409 not-a-user'
    const intended = [...one.groups].map((group) => this.inForce(group))
    if (invitation.state === 'revoked' && intended.includes(undefined)) return '409 intentions-gone'
    if (invitation.resends === mostResends) return '429'
    if (invitation.state === 'revoked') one.groups = new Set(intended.flatMap((group) => group ?? []))
    Object.assign(invitation, { state: 'pending', because: undefined, inviter: this.caller() })
    invitation.resends++
    one.status = 'invited'
    return '200'
  }

  /** Ends an offer that somebody has not decided about. */
  #withdraw(one: Someone): void {
    if (one.status === 'invited' && one.invitation) one.invitation.state = 'revoked'
  }

  deactivate(one: Someone): Expected {
    if (this.suspended) return '403'
    if (one.status === 'removed') return '404'
    if (one.status === 'deactivated') return '409 deactivated'
    if (this.#isLast(one)) return '409 last-owner'
    this.#withdraw(one)
    // A draft is counted from here on, in what is left of what it was meant for.
    if (one.status === 'draft') one.groups = new Set([...one.groups].flatMap((group) => this.inForce(group) ?? []))
    one.status = 'deactivated'
    return '200'
  }

  reactivate(one: Someone): Expected {
    if (this.suspended) return '403'
    if (one.status === 'removed') return '404'
    if (one.status !== 'deactivated') return '409 not-deactivated'
    one.status = one.accepted || !one.user ? 'active' : 'draft'
    return '200'
  }

  remove(one: Someone): Expected {
    if (this.suspended) return '403'
    if (one.status === 'removed') return '404'
    if (this.#isLast(one)) return '409 last-owner'
    this.#withdraw(one)
    Object.assign(one, { status: 'removed', accepted: false })
    return '200'
  }

  stopBeingUser(one: Someone): Expected {
    if (this.suspended) return '403'
    if (one.status === 'removed') return '404'
    if (!one.user) return '200'
    if (this.#isLast(one)) return '409 last-owner'
    this.#withdraw(one)
    const status = one.status === 'deactivated' ? 'deactivated' : 'active'
    Object.assign(one, { user: false, status, role: undefined, groups: new Set(), accepted: false })
    return '200'
  }

  addMember(one: Someone, group: number): Expected {
    if (this.suspended) return '403'
    if (one.status === 'removed' || this.groups[group]?.state !== 'active') return '404'
    if ([...one.groups].some((other) => this.inForce(other) === group)) return '200'
    if (!one.user) return '409 not-a-user'
    one.groups.add(group)
    return '200'
  }

  removeMember(one: Someone, group: number): Expected {
    if (this.suspended) return '403'
    if (one.status === 'removed' || this.groups[group]?.state !== 'active') return '404'
    one.groups = new Set([...one.groups].filter((other) => this.inForce(other) !== group))
    return '200'
  }

  createGroup(gives: boolean): Expected {
    if (this.suspended) return '403'
    this.groups.push({ gives, state: 'active', replacedBy: undefined })
    return '201'
  }

  changeGroup(group: number, gives: boolean): Expected {
    if (this.suspended) return '403'
    const known = this.groups[group]
    if (known?.state !== 'active') return '404'
    known.gives = gives
    return '200'
  }

  removeGroup(group: number, replaceWith: number | undefined): Expected {
    if (this.suspended) return '403'
    const known = this.groups[group]
    if (known?.state !== 'active') return '404'
    if (replaceWith === group) return '400'
    if (replaceWith !== undefined && this.groups[replaceWith]?.state !== 'active') return '400'
    if (replaceWith === undefined && this.#inUse(group)) return '409 in-use'
    Object.assign(known, { state: replaceWith === undefined ? 'gone' : 'replaced', replacedBy: replaceWith })
    return '200'
  }

  suspend(to: boolean): Expected {
    this.suspended = to
    return '200'
  }

  /** Whether somebody who signs in may see the permission groups here. */
  ask(slot: number): Expected {
    const one = this.people.findLast((other) => other.slot === slot && other.status !== 'removed')
    if (!one?.accepted || one.status !== 'active') return '404'
    if (this.suspended) return '403'
    const given = [...one.groups].some((group) => this.groups[this.inForce(group) ?? -1]?.gives)
    return one.role !== undefined || given ? '200' : '403'
  }
}
