import { foldAddress } from '../../shared/domain/address.ts'
import { type Contract, referenceOf } from '../../shared/domain/contract.ts'
import { id } from '../../shared/domain/ids.ts'
import { nameOf } from '../../shared/domain/person-name.ts'
import { type Administrator, administratorsOf } from '../../shared/frame/administrators.ts'
import { doerOf } from '../../shared/frame/doer.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { log } from '../../shared/platform/log.ts'
import { getContract } from '../../shared/table/contract.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { type ContractNews, contractNewsMail } from './contract-news-mail.ts'
import { requesterOf } from './requester.ts'

/** What is told of each activity; undefined where that is told to nobody. */
const newsOf = (action: string, because: unknown): ContractNews | undefined => {
  if (because === 'agreement-not-signed' || because === 'organization-removed') return because
  const told: Readonly<Record<string, ContractNews>> = {
    'contract.waits-for-contact': 'waits-for-contact',
    'contract.question-asked': 'question',
    'contract.handed-over': 'handed-over',
    'contract.approved': 'approved',
    'contract.declined': 'declined',
    'contract.expired': 'expired',
    'contract.cancelled': 'cancelled',
    'contract.attestation-outdated': 'outdated',
    ...(because === 'undeliverable' && { 'contract.held': 'undeliverable' }),
  }
  return told[action]
}

/** The news that are about whoever decides, and name them. */
const namesApprover: ReadonlySet<ContractNews> = new Set([
  'question',
  'handed-over',
  'approved',
  'declined',
  'outdated',
])

/**
 * Tells those whom it concerns what became of a contract (K11, K12), each of them once: whoever requested it, the administrators, and whoever was
 * asked to approve it. What they do themselves they are not told here; a decision, its approver and its requester have by the certificate. In an
 * organization that was removed nobody is told anything, but whoever requested from elsewhere.
 */
export const tellContractNews = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, action, about } = event
  const contractId = id('contract', String(about.contractId))
  const [contract, organization] = await Promise.all([
    getContract({ organizationId, contractId }),
    getOrganization(organizationId),
  ])
  const news = newsOf(action, about.because)
  const notDue = () => log('info', 'mail.not-due', { activityId })
  if (!news || !contract || !organization) return notDue()
  if (organization.status === 'removed' && news !== 'organization-removed') return notDue()
  // Since a question was asked it may have been handed over: whoever asked it gets the answer.
  const asked = news === 'question' ? contract.questions[Number(about.question) - 1] : contract.approver
  const approver = asked && (await getProfile({ organizationId, profileId: asked.profileId }))
  const replyTo = news === 'question' ? approver?.email : undefined
  await mailEach(event, organization, await readersOf(news, contract, approver, event), (reading, { as }) => ({
    ...contractNewsMail({
      ...reading,
      news,
      as,
      title: contract.document.title[reading.language] ?? contract.document.title.en,
      reference: referenceOf(contractId),
      approverName: approver && namesApprover.has(news) ? nameOf(approver) : undefined,
    }),
    replyTo,
  }))
}

/** Somebody who is told, by whatever else they are, or as whoever was asked to approve. */
type Reader = Administrator & { readonly as: 'approver' | 'other' }
type Readers = readonly (Administrator | undefined)[]

/** Who hears of what, each address once. */
async function readersOf(
  news: ContractNews,
  contract: Contract,
  approver: ProfileRecord | undefined,
  event: ActivityEvent,
): Promise<readonly Reader[]> {
  const { organizationId, now } = event
  const requester = (await requesterOf(contract))?.profile
  const here = () => administratorsOf(organizationId, now)
  switch (news) {
    case 'question':
      return withoutDoer(onceEach(requester ? [requester] : await insteadOfRequester(contract, now)), event)
    case 'handed-over':
      return withoutDoer(onceEach([requester]), event)
    case 'organization-removed':
      return onceEach([requester?.organizationId === organizationId ? undefined : requester])
    case 'approved':
    case 'declined':
      return without(onceEach(await here()), [requester, approver])
    case 'waits-for-contact':
    case 'undeliverable':
      return onceEach([requester, ...(await here())])
    case 'agreement-not-signed':
    case 'expired':
    case 'cancelled':
      return withoutDoer(onceEach([requester, ...(await here())], approver), event)
    case 'outdated': {
      const providerId = await theProvider()
      return onceEach([...(await here()), ...(providerId ? await administratorsOf(providerId, now) : [])])
    }
  }
}

/** Who answers for a requester who is gone: administrators of the organization that requested it while that is active, else of this one. */
async function insteadOfRequester(
  { organizationId, requestedByProfile }: Contract,
  now: string,
): Promise<readonly Administrator[]> {
  const from = requestedByProfile && (await getOrganization(requestedByProfile.organizationId))
  return administratorsOf(from?.status === 'active' ? from.organizationId : organizationId, now)
}

/** Each address once; whoever was asked to approve as such alone where they are nobody else. */
function onceEach(others: Readers, approver?: ProfileRecord): readonly Reader[] {
  const asked = approver?.status === 'active' ? [{ ...approver, as: 'approver' as const }] : []
  const known = others.flatMap((one) => (one ? [{ ...one, as: 'other' as const }] : []))
  return [...new Map([...asked, ...known].map((one): [string, Reader] => [foldAddress(one.email), one])).values()]
}

function without(readers: readonly Reader[], others: Readers): readonly Reader[] {
  const told = new Set<string>(others.flatMap((one) => (one ? [foldAddress(one.email)] : [])))
  return readers.filter(({ email }) => !told.has(foldAddress(email)))
}

async function withoutDoer(readers: readonly Reader[], event: ActivityEvent): Promise<readonly Reader[]> {
  const doer = await doerOf(event)
  return readers.filter(
    ({ organizationId, profileId }) => doer?.organizationId !== organizationId || doer.profileId !== profileId,
  )
}

export const handler = eventFunction(tellContractNews)
