import * as z from 'zod'
import { organizationId, pageOf, paging } from './fields.ts'
import {
  Notification,
  ResolvedRecipients,
  ResolveRecipients,
  SendNotification,
  SentNotification,
} from './notification-schemas.ts'
import type { Feature } from './route.ts'

const params = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' } as const
const profileId = 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'
const addressee = {
  profileId,
  organizationId: params.organizationId,
  name: 'Mia Jansen',
  why: { as: 'addressee', contactRole: null, deputyOf: null, insteadOf: null },
} as const
const exampleRecipients = {
  recipients: [addressee],
  passedOver: [],
  securityOperations: null,
  warnings: [],
}
const message = {
  category: 'service-desk',
  subject: { en: 'Your request is solved', nl: 'Uw aanvraag is opgelost' },
  text: {
    en: 'The printer on the second floor prints again.\nTell us if it does not.',
    nl: 'De printer op de tweede verdieping werkt weer.\nLaat het ons weten als dat niet zo is.',
  },
} as const
const notificationId = 'ntf_01k2r8v6m0q3s5t7w9x1y3z5a9'

const bySender = { anyOf: [{ permission: 'notifications:send', in: 'provider' }] } as const

/** The routes of notifications: what the provider writes to the contacts of an organization. */
export const notifications = {
  sendNotification: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/notifications',
    summary: 'Send a message to the contacts of an organization whom it concerns, each in their language',
    access: bySender,
    needs: ['table:read', 'table:write'],
    params: z.strictObject({ organizationId }),
    body: SendNotification,
    status: 201,
    reply: SentNotification,
    fails: ['no-recipients', 'too-many-recipients'],
    example: {
      params,
      body: { ...message, addressees: [profileId] },
      reply: { notificationId, ...exampleRecipients },
    },
  },
  resolveRecipients: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/notifications/resolve',
    summary: 'Ask who would get a message, and why, without sending it',
    access: bySender,
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    body: ResolveRecipients,
    status: 200,
    reply: ResolvedRecipients,
    asks: true,
    fails: [],
    example: {
      params,
      body: { category: message.category, addressees: [profileId] },
      reply: {
        recipients: [
          addressee,
          {
            ...addressee,
            profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5ab',
            name: null,
            why: { as: 'holder', contactRole: 'watchlist', deputyOf: null, insteadOf: null },
          },
        ],
        passedOver: [
          {
            profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5aa',
            name: 'Jan Peeters',
            contactRole: 'watchlist',
            because: 'undeliverable',
          },
        ],
        securityOperations: null,
        warnings: [],
      },
    },
  },
  listNotifications: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/notifications',
    summary: 'List the messages that were sent, newest first: to whom, why, and whether they arrived',
    access: { anyOf: [{ permission: 'notifications:read' }, { permission: 'notifications:read', in: 'provider' }] },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(Notification),
    fails: ['invalid-cursor'],
    example: {
      params,
      query: { limit: '20' },
      reply: {
        items: [
          {
            notificationId,
            category: message.category,
            severity: null,
            subject: message.subject,
            text: message.text,
            sentAt: '2026-11-23T09:00:00.000Z',
            recipients: [{ ...addressee, state: 'delivered' }],
          },
        ],
        nextCursor: null,
      },
    },
  },
} as const satisfies Feature
