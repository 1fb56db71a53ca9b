import * as z from 'zod'
import { identityId, language, organizationId, profileId } from './fields.ts'
import type { Feature } from './route.ts'

const Membership = z
  .strictObject({
    organizationId,
    name: z.string().meta({ description: "The organization's name" }),
    kind: z.enum(['provider', 'customer']),
    profileId,
    status: z.enum(['active', 'deactivated']),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    language,
  })
  .meta({ id: 'Membership', description: 'An organization in which the person is a user' })

const Me = z
  .strictObject({
    identityId,
    email: z.string().meta({ description: 'The address the person signs in with' }),
    organizations: z
      .array(Membership)
      .meta({ description: 'The first 50 organizations in which the person is a user' }),
  })
  .meta({ id: 'Me' })

/** The routes about whoever calls. */
export const me = {
  getMe: {
    method: 'GET',
    path: '/v1/me',
    summary: 'Who am I, and where am I a user?',
    access: 'signed-in',
    needs: ['table:read'],
    status: 200,
    reply: Me,
    fails: [],
    example: {
      reply: {
        identityId: 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa',
        email: 'mia.jansen@contoso.example',
        organizations: [
          {
            organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
            name: 'Contoso Bakeries',
            kind: 'customer',
            profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
            status: 'active',
            firstName: 'Mia',
            lastName: 'Jansen',
            language: 'nl',
          },
        ],
      },
    },
  },
} as const satisfies Feature
