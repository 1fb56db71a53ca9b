import { foldAddress } from '../../shared/domain/address.ts'
import { type Contract, referenceOf } from '../../shared/domain/contract.ts'
import { id } from '../../shared/domain/ids.ts'
import { type Administrator, administratorsOf } from '../../shared/frame/administrators.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { log } from '../../shared/platform/log.ts'
import { getContract } from '../../shared/table/contract.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { type ContractNews, contractNewsMail } from './contract-news-mail.ts'
import { requesterOf } from './requester.ts'

/** What is told of each activity; undefined where that is told to nobody. */
const newsOf = (action: string, because: unknown): ContractNews | undefined => {
  const told: Readonly<Record<string, ContractNews>> = {
    'contract.waits-for-contact': 'waits-for-contact',
    'contract.question-asked': 'question',
    'contract.handed-over': 'handed-over',
    'contract.approved': 'approved',
    'contract.declined': because === 'agreement-not-signed' ? 'agreement-not-signed' : 'declined',
    'contract.expired': because === 'agreement-not-signed' ? 'agreement-not-signed' : 'expired',
    'contract.cancelled': because === 'agreement-not-signed' ? 'agreement-not-signed' : 'cancelled',
    'contract.attestation-outdated': 'outdated',
    ...(because === 'undeliverable' && { 'contract.held': 'undeliverable' }),
  }
  return told[action]
}

/**
 * Tells those whom it concerns what became of a contract (K11, K12), each of them once: whoever requested it, the administrators, and whoever was
 * asked to approve it. What they do themselves they are not told here; a decision, its approver and its requester have by the certificate.
 */
export const tellContractNews = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, action, about } = event
  const contractId = id('contract', String(about.contractId))
  const [contract, organization] = await Promise.all([
    getContract({ organizationId, contractId }),
    getOrganization(organizationId),
  ])
  const news = newsOf(action, about.because)
  if (!news || !contract || !organization || organization.status === 'removed')
    return log('info', 'mail.not-due', { activityId })
  await mailEach(event, organization, await readersOf(news, contract, organization, event), (reading) =>
    contractNewsMail({
      ...reading,
      news,
      title: contract.document.title[reading.language] ?? contract.document.title.en,
      reference: referenceOf(contractId),
    }),
  )
}

/** Who hears of what, each address once. */
async function readersOf(
  news: ContractNews,
  contract: Contract,
  { organizationId }: OrganizationRecord,
  { now }: ActivityEvent,
): Promise<readonly Administrator[]> {
  const requester = (await requesterOf(contract))?.profile
  const approver = contract.approver && (await getProfile({ organizationId, profileId: contract.approver.profileId }))
  const here = () => administratorsOf(organizationId, now)
  switch (news) {
    case 'question':
    case 'handed-over':
      return requester ? [requester] : []
    case 'approved':
    case 'declined':
      return without(await here(), [requester, approver])
    case 'waits-for-contact':
    case 'undeliverable':
      return onceEach([requester, ...(await here())])
    case 'agreement-not-signed':
    case 'expired':
    case 'cancelled':
      return onceEach([requester, ...(await here()), ...(approver?.status === 'active' ? [approver] : [])])
    case 'outdated': {
      const providerId = await theProvider()
      return onceEach([...(await here()), ...(providerId ? await administratorsOf(providerId, now) : [])])
    }
  }
}

type Reader = Administrator | undefined
const onceEach = (readers: readonly Reader[]): readonly Administrator[] => [
  ...new Map(readers.flatMap((reader) => (reader ? [[foldAddress(reader.email), reader] as const] : []))).values(),
]
const without = (readers: readonly Administrator[], others: readonly Reader[]): readonly Administrator[] => {
  const told = new Set(others.flatMap((one) => (one ? [foldAddress(one.email)] : [])))
  return onceEach(readers.filter(({ email }) => !told.has(foldAddress(email))))
}

export const handler = eventFunction(tellContractNews)
