import * as z from 'zod'
import type { Feature } from './route.ts'

const sentence = z.string().meta({ description: 'What it is or allows, in English, for people' })
const entry = { name: z.string(), sentence }

const Catalog = z
  .strictObject({
    permissions: z.array(
      z.strictObject({
        id: z.string(),
        sentence: sentence.meta({ description: 'Completes "may …"' }),
        reserved: z
          .enum(['owners', 'provider'])
          .nullable()
          .meta({ description: 'Whom alone it is for: owners, or the provider; null where anyone can be given it' }),
      }),
    ),
    portalRoles: z
      .array(z.strictObject({ id: z.string(), ...entry, permissions: z.array(z.string()) }))
      .meta({ description: 'What a permission group can be made of, in the portal' }),
    services: z
      .array(
        z.strictObject({
          id: z.string(),
          ...entry,
          applicationRoles: z.array(z.strictObject({ id: z.string(), ...entry })),
        }),
      )
      .meta({ description: 'What an organization can have, and the roles a permission group can give in it' }),
    roles: z
      .array(
        z.strictObject({
          roleId: z.string(),
          ...entry,
          level: z.enum(['organization', 'group']),
          permissions: z.array(z.string()),
        }),
      )
      .meta({ description: 'The predefined roles, which every organization has' }),
    contactRoles: z
      .array(
        z.strictObject({
          id: z.string(),
          ...entry,
          gap: z.string().meta({ description: 'What it costs to have nobody' }),
          required: z.union([z.enum(['always', 'never']), z.array(z.string())]).meta({
            description: 'Whether an organization must have one: a list names services with any of which it must',
          }),
        }),
      )
      .meta({ description: 'What a contact can officially stand for' }),
    signingAuthority: z
      .strictObject({ version: z.string(), sentence })
      .meta({ id: 'SigningAuthorityWording', description: 'What is stated of a Commercial Contact, by its version' }),
    activityActions: z
      .array(z.strictObject({ id: z.string(), sentence }))
      .meta({ description: 'Everything that an activity can say has happened' }),
    notificationCategories: z
      .array(
        z.strictObject({
          id: z.string(),
          sentence,
          mayBeMuted: z.boolean().meta({ description: 'Whether people may switch it off for themselves' }),
        }),
      )
      .meta({ description: 'Everything that the provider writes to contacts about' }),
  })
  .meta({ id: 'Catalog', description: 'Everything that can be given, and everything that can happen' })

/** The route about what access is made of. */
export const catalog = {
  getCatalog: {
    method: 'GET',
    path: '/v1/catalog',
    summary: 'Everything that can be given: permissions, portal roles, services with their roles, predefined roles',
    access: 'signed-in',
    needs: ['table:read'],
    status: 200,
    reply: Catalog,
    fails: [],
    example: {
      reply: {
        permissions: [{ id: 'profiles:read', sentence: 'see everyone the organization knows', reserved: null }],
        portalRoles: [
          {
            id: 'activities-viewer',
            name: 'Activities: Viewer',
            sentence: 'Sees who did what to whom, and when.',
            permissions: ['activities:read'],
          },
        ],
        services: [
          {
            id: 'reports',
            name: 'Reports',
            sentence: 'Reports on services, use and costs.',
            applicationRoles: [{ id: 'reports:viewer', name: 'Viewer', sentence: 'Reads reports.' }],
          },
        ],
        roles: [
          {
            roleId: 'rol_content-developer',
            name: 'Content Developer',
            sentence: 'Looks after the content library.',
            level: 'organization',
            permissions: ['content:read', 'content:manage'],
          },
        ],
        contactRoles: [
          {
            id: 'dpo',
            name: 'Data Protection Officer',
            sentence: 'Answers for data protection, and is told of data breaches and audits.',
            gap: 'Critical compliance notifications are delayed.',
            required: 'always',
          },
        ],
        signingAuthority: {
          version: '2026-11',
          sentence: 'I state that this person may accept legal terms and sign contracts on behalf of the organization.',
        },
        activityActions: [{ id: 'profile.removed', sentence: 'Someone was removed, and their access ended.' }],
        notificationCategories: [{ id: 'incident', sentence: 'A service is disturbed.', mayBeMuted: false }],
      },
    },
  },
} as const satisfies Feature
