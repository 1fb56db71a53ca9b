import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import { type EmailAddress, foldAddress } from '../domain/address.ts'
import { answerableUntil, type ContactQuestion } from '../domain/contact-question.ts'
import type { Approver } from '../domain/contract.ts'
import type { ContractId, IdentityId, InvitationId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { type AddressChangeRecord, getAddressChange, whilePending } from './address-change.ts'
import { documents } from './client.ts'
import { type ContractRecord, getContract, whileLinked } from './contract.ts'
import { type FactorResetRecord, getFactorReset, whileResetOpen } from './factor-reset.ts'
import { getInvitation, type InvitationRecord, invitationKey } from './invitation.ts'
import { countToday } from './limit.ts'
import { getProfile, type ProfileRecord, whileAsked } from './profile.ts'
import { model, primary, stored, tableName } from './schema.ts'
import { check, commit, Moved, put, type Write } from './transaction.ts'

/** Where a link leads: an address, never a state. Its key is the SHA-256 of the token, which stands nowhere. */
const links = new Entity(
  {
    model: model('link'),
    attributes: {
      tokenHash: { type: 'string', required: true },
      purpose: {
        type: ['activation', 'address-change', 'factor-reset', 'contact', 'approval'] as const,
        required: true,
      },
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      /** Of an activation. */
      invitationId: { type: CustomAttributeType<InvitationId | undefined>('string') },
      /** Of a change of address, and of a reset. */
      identityId: { type: CustomAttributeType<IdentityId | undefined>('string') },
      /** Of an approval. */
      contractId: { type: CustomAttributeType<ContractId | undefined>('string') },
      generation: { type: 'number', required: true },
      ttl: { type: 'number', required: true },
    },
    indexes: { byHash: primary(['link#${tokenHash}', ['tokenHash']], ['link', []]) },
  },
  { table: tableName(), client: documents },
)

export type Link = {
  readonly organizationId: OrganizationId
  readonly invitationId: InvitationId
  readonly profileId: ProfileId
  readonly generation: number
}

/** For 90 days after its end a link still leads to a page that says what became of it. */
const keptSeconds = 90 * 24 * 3600

const mostTries = 4

/** A link of somebody's sign-in, not of an invitation: whose, and by which request. */
export type IdentityLink = Omit<Link, 'invitationId'> & { readonly identityId: IdentityId }

/**
 * Finds where a link leads by which somebody chooses a password, strongly: to an invitation, or to the reset of a sign-in (A13);
 * undefined for one we never sent.
 */
export async function findLink(
  tokenHash: string,
): Promise<({ readonly to: 'invitation' } & Link) | ({ readonly to: 'reset' } & IdentityLink) | undefined> {
  const { data } = await links.get({ tokenHash }).go({ consistent: true })
  if (!data) return undefined
  const { purpose, invitationId, identityId } = data
  if (purpose === 'activation' && invitationId) return { ...data, to: 'invitation', invitationId }
  return purpose === 'factor-reset' && identityId ? { ...data, to: 'reset', identityId } : undefined
}

/** Finds which change of address a link confirms, strongly; undefined for one we never sent. */
export async function findAddressLink(tokenHash: string): Promise<IdentityLink | undefined> {
  const { data } = await links.get({ tokenHash }).go({ consistent: true })
  const identityId = data?.identityId
  return data?.purpose === 'address-change' && identityId ? { ...data, identityId } : undefined
}

/** Finds which contact a link asks, strongly, and by which question; undefined for one we never sent. */
export async function findContactLink(tokenHash: string): Promise<Omit<Link, 'invitationId'> | undefined> {
  const { data } = await links.get({ tokenHash }).go({ consistent: true })
  return data?.purpose === 'contact' ? data : undefined
}

/** A link by which somebody approves a contract. */
export type ApprovalLink = Omit<Link, 'invitationId'> & { readonly contractId: ContractId }

/** Finds which contract a link is about, strongly, and to whom it was sent; undefined for one we never sent. */
export async function findApprovalLink(tokenHash: string): Promise<ApprovalLink | undefined> {
  const { data } = await links.get({ tokenHash }).go({ consistent: true })
  const contractId = data?.contractId
  return data?.purpose === 'approval' && contractId ? { ...data, contractId } : undefined
}

/** Whom a link is mailed to, and the moment it is. */
type Recipient = { readonly email: EmailAddress; readonly now: string }
/** `moved`: what the link is for has moved on; `too-many`: the mail has to wait. Then nothing may be sent. */
type Stored = 'stored' | 'moved' | 'too-many'

/**
 * Stores where an invitation's link leads, on condition that the invitation is still pending with that send number, and counts it
 * among the ten mails that its address may get a day. `moved`: the invitation has moved on; `too-many`: the mail has to wait; then
 * nothing may be sent. Storing the same link again is harmless, and counts nothing.
 */
export async function storeLink(
  tokenHash: string,
  invitation: InvitationRecord,
  to: Recipient,
  newToken: () => string,
): Promise<Stored> {
  const { organizationId, invitationId, profileId, generation, expiresAt } = invitation
  const stillDue = check({
    TableName: tableName(),
    Key: invitationKey({ organizationId, invitationId }),
    ConditionExpression: '#state = :pending AND generation = :generation',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':pending': 'pending', ':generation': generation },
  })
  const link = { tokenHash, organizationId, invitationId, profileId, generation, ttl: ttlOf(expiresAt) }
  return storeCounted({ ...link, purpose: 'activation' }, stillDue, to, newToken, async () => {
    const current = await getInvitation(invitation)
    return current?.state === 'pending' && current.generation === generation
  })
}

/** The same for a change of address, on condition that it still waits for the link of that request. */
export async function storeAddressLink(
  tokenHash: string,
  change: AddressChangeRecord,
  to: Recipient,
  newToken: () => string,
): Promise<Stored> {
  const { identityId, organizationId, profileId, generation, expiresAt } = change
  const link = { tokenHash, organizationId, profileId, identityId, generation, ttl: ttlOf(expiresAt) }
  const stillDue = check(whilePending(change))
  return storeCounted({ ...link, purpose: 'address-change' }, stillDue, to, newToken, async () => {
    const current = await getAddressChange(identityId)
    return current?.state === 'pending' && current.generation === generation
  })
}

/**
 * The same for the question to a contact, on condition that it is still the one that was asked last. Its link leads to the contact's page
 * until they are asked again.
 */
export async function storeContactLink(
  tokenHash: string,
  contact: ProfileRecord & { readonly question: ContactQuestion },
  to: Recipient,
  newToken: () => string,
): Promise<Stored> {
  const { organizationId, profileId, question } = contact
  const { generation, askAgainAt } = question
  const endsAt = [askAgainAt, answerableUntil(question)].toSorted().at(-1) ?? askAgainAt
  const link = { tokenHash, organizationId, profileId, generation, ttl: ttlOf(endsAt) }
  const stillDue = whileAsked(contact, generation)
  return storeCounted({ ...link, purpose: 'contact' }, stillDue, to, newToken, async () => {
    const current = await getProfile(contact)
    return current?.question?.generation === generation
  })
}

/** The same for the approver of a contract, on condition that it was sent with that number and nobody was sent another since. */
export async function storeApprovalLink(
  tokenHash: string,
  contract: ContractRecord & { readonly approver: Approver },
  to: Recipient,
  newToken: () => string,
): Promise<Stored> {
  const { organizationId, contractId, generation, approver } = contract
  const { profileId, deadlineAt } = approver
  const link = { tokenHash, organizationId, contractId, profileId, generation, ttl: ttlOf(deadlineAt) }
  const stillDue = whileLinked(contract, generation)
  return storeCounted({ ...link, purpose: 'approval' }, stillDue, to, newToken, async () => {
    const current = await getContract(contract)
    return current?.state === 'sent' && current.generation === generation
  })
}

async function storeCounted(
  link: EntityItem<typeof links>,
  stillDue: Write,
  { email, now }: Recipient,
  newToken: () => string,
  isStillDue: () => Promise<boolean>,
): Promise<Stored> {
  const { tokenHash } = link
  const written = links.put(stored(link)).where((attribute, { notExists }) => notExists(attribute.generation))
  const counted = countToday('address-link-mails', foldAddress(email), now, 'The address has had its mails for today.')
  for (let tries = 1; ; tries++) {
    const { data: known } = await links.get({ tokenHash }).go({ consistent: true })
    try {
      await commit(known ? [stillDue] : [stillDue, counted, put(written.params())], newToken())
      return 'stored'
    } catch (error) {
      if (error instanceof Problem) return 'too-many'
      if (!(error instanceof Moved)) throw error
      // It may as well be that another run stored the same link, or that another mail to the address was counted.
      if (!(await isStillDue())) return 'moved'
      if (tries === mostTries) throw error
    }
  }
}

/**
 * Stores where the link of a reset leads, on condition that the reset is open for it; else false, and nothing may be sent. Throws Moved
 * where it was overtaken and the reset is open all the same: the link is to be stored again. It is not counted among the mails of its address: whoever has lost the phone is not to be locked out by others' invitations.
 */
export async function storeResetLink(tokenHash: string, reset: FactorResetRecord, token: string): Promise<boolean> {
  const { identityId, organizationId, profileId, generation, expiresAt } = reset
  const link = { tokenHash, organizationId, profileId, identityId, generation, ttl: ttlOf(expiresAt) }
  try {
    await commit([whileResetOpen(reset), put(links.put({ ...link, purpose: 'factor-reset' }).params())], token)
    return true
  } catch (error) {
    if (!(error instanceof Moved)) throw error
    // It may as well be that another transaction held an item: the reset is open then, and its mail is still due.
    const current = await getFactorReset(identityId)
    if (current?.state === 'open' && current.generation === generation) throw error
    return false
  }
}

const ttlOf = (expiresAt: string): number => Math.ceil(Date.parse(expiresAt) / 1000) + keptSeconds
