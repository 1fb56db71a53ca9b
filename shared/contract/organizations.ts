import * as z from 'zod'
import { activityRetentionDays as retention } from '../domain/activity-retention.ts'
import { services } from '../domain/catalog.ts'
import {
  emailAddress,
  externalId,
  invitationId,
  language,
  nameText,
  organizationId,
  profileId,
  salutation,
  timestamp,
  timeZone,
  version,
} from './fields.ts'
import type { Feature } from './route.ts'

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: 'is not an ISO 3166-1 country code of two capital letters' })
  .meta({ description: 'ISO 3166-1 alpha-2', examples: ['BE'] })

const serviceName = z.enum(services.map((service) => service.id))

/** An organization as callers see it. */
export const Organization = z
  .strictObject({
    organizationId,
    kind: z.enum(['provider', 'customer']),
    parentId: organizationId.nullable().meta({ description: 'Who administers it; null for the provider itself' }),
    status: z.enum(['active', 'suspended', 'removed']),
    name: nameText('The name people know it by'),
    legalName: nameText('The name it signs with').nullable(),
    companyNumber: nameText('Its company or VAT number').nullable(),
    country: country.nullable(),
    address: nameText('Street, number, postcode and place').nullable(),
    language,
    timeZone,
    externalId: externalId.nullable(),
    services: z.array(serviceName).meta({ description: 'The services that are active' }),
    invitationDays: z.int().min(1).max(30).meta({ description: 'For how many days an invitation works' }),
    activityRetentionDays: z
      .int()
      .min(retention.least)
      .max(retention.most)
      .meta({ description: 'For how many days an activity is kept, counted for what happens from then on' }),
    createdAt: timestamp,
    updatedAt: timestamp,
    version,
  })
  .meta({ id: 'Organization' })

const FirstOwner = z
  .strictObject({
    email: emailAddress,
    firstName: nameText('First name'),
    lastName: nameText('Last name'),
    salutation: salutation.optional(),
    language: language.optional(),
  })
  .meta({ id: 'FirstOwner', description: 'The person who is invited to be its first owner' })

const CreateOrganization = z
  .strictObject({
    parentId: organizationId.meta({ description: 'The provider, or the reseller that administers it' }),
    name: nameText('The name people know it by'),
    legalName: nameText('The name it signs with').optional(),
    companyNumber: nameText('Its company or VAT number').optional(),
    country: country.optional(),
    address: nameText('Street, number, postcode and place').optional(),
    language: language.optional(),
    timeZone: timeZone.optional(),
    externalId: externalId.optional(),
    firstOwner: FirstOwner,
  })
  .meta({ id: 'CreateOrganization' })

const CreatedOrganization = z
  .strictObject({
    organization: Organization,
    firstOwner: z.strictObject({ profileId, invitationId }),
  })
  .meta({ id: 'CreatedOrganization' })

const exampleOrganization = {
  organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
  kind: 'customer',
  parentId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a6',
  status: 'active',
  name: 'Contoso Bakeries',
  legalName: 'Contoso Bakeries NV',
  companyNumber: 'BE0123456789',
  country: 'BE',
  address: 'Grote Markt 1, 2800 Mechelen',
  language: 'nl',
  timeZone: 'Europe/Brussels',
  externalId: null,
  services: [],
  invitationDays: 7,
  activityRetentionDays: 400,
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T09:00:00.000Z',
  version: 1,
}

/** The routes of organizations: tenants, and who administers them. */
export const organizations = {
  createOrganization: {
    method: 'POST',
    path: '/v1/organizations',
    summary: 'Create a customer organization and invite its first owner',
    access: { permission: 'customers:administer', organizationFrom: { body: 'parentId' } },
    needs: ['table:read', 'table:write'],
    body: CreateOrganization,
    status: 201,
    reply: CreatedOrganization,
    fails: ['too-many-levels'],
    example: {
      body: {
        parentId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a6',
        name: 'Contoso Bakeries',
        legalName: 'Contoso Bakeries NV',
        companyNumber: 'BE0123456789',
        country: 'BE',
        address: 'Grote Markt 1, 2800 Mechelen',
        language: 'nl',
        timeZone: 'Europe/Brussels',
        firstOwner: { email: 'mia.jansen@contoso.example', firstName: 'Mia', lastName: 'Jansen' },
      },
      reply: {
        organization: exampleOrganization,
        firstOwner: { profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8', invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9' },
      },
    },
  },
  getOrganization: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}',
    summary: 'Read an organization',
    access: { permission: 'organization:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    status: 200,
    reply: Organization,
    etag: true,
    fails: [],
    example: { params: { organizationId: exampleOrganization.organizationId }, reply: exampleOrganization },
  },
} as const satisfies Feature
