import { type ApprovalMail, approvalMail } from '../../functions/contracts/approval-mail.ts'
import { type CertificateMail, certificateMail } from '../../functions/contracts/certificate-mail.ts'
import { type CodeMail, codeMail } from '../../functions/contracts/code-mail.ts'
import {
  type ContractNews,
  type ContractNewsMail,
  contractNewsMail,
} from '../../functions/contracts/contract-news-mail.ts'
import type { Language } from '../../shared/domain/language.ts'

export const link = 'https://api.example.test/approve/t0ken_-'
export const signInUrl = 'https://sign-in.example.test/login?client_id=1&scope=openid'
const moment = '2026-07-05T22:30:00.000Z'
const timeZone = 'Europe/Brussels'
/** Eleven days before. */
const now = '2026-06-24T22:31:00.000Z'

const reader = { appName: 'Rolecall', salutation: 'ms', firstName: 'An', lastName: 'Peeters' } as const
const contract = {
  organizationName: 'Contoso NV',
  title: 'Microsoft Customer Agreement 2026',
  reference: 'M7QX-3Z9B',
} as const

export const reasons = ['first', 'reminder', 'moved', 'handed-over'] as const

export const approval = (language: Language, given: Partial<ApprovalMail> = {}) =>
  approvalMail({
    language,
    ...reader,
    ...contract,
    because: 'first',
    kind: 'csp-contract',
    providerName: 'Northwind BV',
    requester: { name: 'Mia Jansen', organizationName: 'Northwind' },
    link,
    deadlineAt: moment,
    timeZone,
    now,
    call: { name: 'Sven Claes', phone: '+32 15 00 00 01' },
    answeredBy: 'Mia Jansen',
    ...given,
  })

export const code = (language: Language, given: Partial<CodeMail> = {}) =>
  codeMail({
    language,
    ...reader,
    ...contract,
    code: '048213',
    call: { name: 'Sven Claes', phone: '+32 15 00 00 01' },
    ...given,
  })

export const certificate = (language: Language, given: Partial<CertificateMail> = {}) =>
  certificateMail({
    language,
    ...reader,
    ...contract,
    as: 'approver',
    outcome: 'approved',
    decidedAt: moment,
    timeZone,
    ...given,
  })

export const everyNews = [
  'waits-for-contact',
  'undeliverable',
  'question',
  'handed-over',
  'approved',
  'declined',
  'expired',
  'cancelled',
  'organization-removed',
  'agreement-not-signed',
  'outdated',
] as const satisfies readonly ContractNews[]

export const contractNews = (language: Language, news: ContractNews, given: Partial<ContractNewsMail> = {}) =>
  contractNewsMail({
    language,
    ...reader,
    ...contract,
    news,
    as: 'other',
    approverName: 'Jan Willems',
    timeZone,
    signInUrl,
    ...given,
  })
