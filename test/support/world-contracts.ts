import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import type { ContractKind } from '../../shared/domain/contract.ts'
import { documents } from '../../shared/table/client.ts'
import { tableName } from '../../shared/table/schema.ts'
import { settle } from './cloud-services-bus.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { linkTo, mailsTo } from './cloud-services-mail.ts'
import { noteSecret } from './cloud-services-secrets.ts'
import { workflowsTimeOut } from './cloud-services-workflow.ts'
import { type Answer, send } from './gateway.ts'
import { succeed } from './gateway-call.ts'
import type { Tenant } from './world.ts'
import { freshContact, type MadeContact } from './world-contacts.ts'
import { publishedDocument } from './world-documents.ts'
import { formsOf } from './world-forms.ts'
import { freshCustomer } from './world-fresh.ts'
import type { Person } from './world-people.ts'

type Provider = Pick<Tenant, 'organizationId'> & { readonly owner: Person }

/** What a document of each kind says. */
export const documentOf = (kind: ContractKind) => ({
  kind,
  name: kind === 'service-agreement' ? 'Service agreement' : 'Microsoft Customer Agreement',
  ...(kind === 'csp-contract' && { templateId: '998b88de-aa99-4388-a42c-1b3517d49490' }),
  languages: {
    en: {
      title: kind === 'service-agreement' ? 'Service agreement' : 'Microsoft Customer Agreement',
      summary: 'We look after your environment, and you can end it with three months’ notice.',
      text: '# What is agreed\n\n1. It begins with your approval.\n2. It ends with *notice*.\n',
    },
    nl: {
      title: kind === 'service-agreement' ? 'Dienstverleningsovereenkomst' : 'Microsoft-klantovereenkomst',
      summary: 'Wij zorgen voor uw omgeving; u kunt opzeggen met drie maanden vooraf.',
      text: '# Wat is afgesproken\n\n1. Het begint met uw goedkeuring.\n2. Het eindigt met *opzegging*.\n',
    },
  },
})

/** A document of a kind that was published, and so the newest. */
export const publishedKind = (provider: Provider, kind: ContractKind) => publishedDocument(provider, documentOf(kind))

/** A customer with somebody who can approve, reachable and stated to have signing authority. */
export type Signing = { readonly tenant: Tenant; readonly contact: MadeContact }

/** A fresh customer of somebody, with a Commercial Contact who can approve. */
export async function signingCustomer(parent: Pick<Tenant, 'organizationId'>): Promise<Signing> {
  const tenant = await freshCustomer(parent)
  return { tenant, contact: await freshContact(tenant, ['commercial']) }
}

/** A contract that was requested and has gone as far as it can by itself. */
export async function requestedContract({ tenant }: Pick<Signing, 'tenant'>, documentId: string, body: object = {}) {
  const { organizationId, owner: by } = tenant
  const params = { organizationId }
  const { contractId } = await succeed('requestContract', { by, params, body: { documentId, ...body } })
  await settle()
  return { organizationId, contractId }
}

/** A contract by its ids, as an administrator reads it. */
export const readContract = (
  { owner: by }: Pick<Tenant, 'owner'>,
  { organizationId, contractId }: { readonly organizationId: string; readonly contractId: string },
) => succeed('getContract', { by, params: { organizationId, contractId } })

/** A contract that somebody has in their mailbox, with the link that they were mailed. */
export type SentContract = Signing & {
  readonly organizationId: Tenant['organizationId']
  readonly contractId: string
  readonly link: string
}

/** A service agreement that was sent to the Commercial Contact of a fresh customer. */
export async function sentAgreement(provider: Provider): Promise<SentContract> {
  const signing = await signingCustomer(provider)
  return sentTo(signing, await publishedKind(provider, 'service-agreement'))
}

/** A document that was sent to the Commercial Contact of a customer. */
export async function sentTo(signing: Signing, documentId: string, body: object = {}): Promise<SentContract> {
  const contract = await requestedContract(signing, documentId, body)
  return { ...signing, ...contract, link: linkTo(signing.contact.email) }
}

/**
 * Sends what a form of the page sends, to one of the addresses behind the link. A decision goes with what the page has filled in, which is
 * read first, as a browser sends it; whoever has the page open since before says so with `shown`.
 */
export async function onPage(
  link: string,
  step: 'code' | 'decision' | 'question' | 'hand-over',
  form: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const opened = step === 'decision' && form.shown === undefined ? await shownOn(link) : {}
  return send({ method: 'POST', path: `${link}/${step}`, form: { ...opened, ...form } })
}

/** What the page has filled in itself, about all that it shows; nothing where it has no form to decide by. */
export async function shownOn(link: string): Promise<{ readonly shown?: string }> {
  const { body } = await send({ method: 'GET', path: link })
  const shown = formsOf(body).find(({ path }) => path.endsWith('/decision'))?.fields.shown
  return shown === undefined ? {} : { shown }
}

/** Has a code mailed, and reads it in the mail. */
export async function codeFor({ link, contact }: Pick<SentContract, 'link' | 'contact'>): Promise<string> {
  const { status } = await onPage(link, 'code')
  if (status !== 200) throw new Error(`asking for a code was answered with ${status}`)
  return codeMailedTo(contact.email)
}

/** The code in the newest mail to an address. */
export function codeMailedTo(address: string): string {
  const code = /\b(\d{6})\b/.exec(mailsTo(address).at(-1)?.text ?? '')?.[1]
  if (code === undefined) throw new Error('the newest mail carries no code')
  return noteSecret('approval code', code)
}

const approval = { decision: 'approve', name: 'An Wouters', authority: 'on' }

/** Approves a contract as its approver does, with everything that follows. */
export async function approve(contract: Pick<SentContract, 'link' | 'contact'>): Promise<void> {
  const { status, body } = await onPage(contract.link, 'decision', { ...approval, code: await codeFor(contract) })
  if (status !== 200) throw new Error(`approving was answered with ${status}: ${body}`)
  await settle()
}

/** What whoever approves fills in, beside the code. */
export const approving = (code: string, more: Readonly<Record<string, string>> = {}) => ({ ...approval, code, ...more })

/** The same customer, who has signed a service agreement: a CSP contract is sent at once. */
export async function signedCustomer(provider: Provider): Promise<Signing> {
  const agreement = await sentAgreement(provider)
  await approve(agreement)
  const { tenant, contact } = agreement
  return { tenant, contact }
}

/** A CSP contract that was sent to the Commercial Contact of a fresh customer, who has signed a service agreement. */
export async function sentContract(provider: Provider, body: object = {}): Promise<SentContract> {
  return sentTo(await signedCustomer(provider), await publishedKind(provider, 'csp-contract'), body)
}

/**
 * Runs the function that looks whether workflows still run, as if it ran for the first time: it looks at what fell due within the last ten
 * minutes, and not through every hour since a test has last set the clock.
 */
export async function keepWorkflowsRunning(): Promise<void> {
  await documents.send(
    new DeleteCommand({ TableName: tableName(), Key: { pk: 'due#contract-workflow', sk: 'cursor' } }),
  )
  await invoke(await loadHandler('contracts', 'keep-workflows-running'), {})
  await settle()
}

/** What happens when nothing calls back for as long as a workflow waits: it looks again, and what is due is done. */
export async function waitsEnd(): Promise<void> {
  workflowsTimeOut()
  await settle()
}

/** Runs the function that sends the links that have waited. */
export async function sendDeferredApprovals(): Promise<void> {
  await invoke(await loadHandler('contracts', 'send-deferred-approvals'), {})
  await settle()
}
