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
    activityActions: z
      .array(z.strictObject({ id: z.string(), sentence }))
      .meta({ description: 'Everything that an activity can say has happened' }),
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
        activityActions: [{ id: 'profile.removed', sentence: 'Someone was removed, and their access ended.' }],
      },
    },
  },
} as const satisfies Feature
