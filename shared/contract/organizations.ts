import * as z from 'zod'
import { tellingCoverage } from './coverage-schemas.ts'
import { organizationId, pageOf, paging } from './fields.ts'
import {
  ActingOrganizations,
  ChangeOrganization,
  CreatedOrganization,
  CreateOrganization,
  eachHelp,
  HelpFrom,
  Organization,
  OrganizationSummary,
  serviceName,
  status,
} from './organization-schemas.ts'
import type { Feature } from './route.ts'

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
  help: { customerSuccessManager: null, serviceDesk: null, chat: null, securityOperations: null },
  invitationDays: 7,
  contactQuestionDays: 365,
  activityRetentionDays: 400,
  removedAt: null,
  restorableUntil: null,
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T09:00:00.000Z',
  version: 1,
}

const example = { params: { organizationId: exampleOrganization.organizationId }, reply: exampleOrganization }
const one = { needs: ['table:read', 'table:write'], params: z.strictObject({ organizationId }) } as const
/** What is answered after a change: the organization as it is then. */
const changed = { status: 200, reply: Organization, etag: true, dryRun: true } as const
const OrganizationWithServices = tellingCoverage(Organization, 'OrganizationWithServices')
const byParent = { anyOf: [{ permission: 'customers:administer', in: 'parent' }] } as const
const byParentOrProvider = {
  anyOf: [
    { permission: 'customers:administer', in: 'parent' },
    { permission: 'services:manage', in: 'provider' },
  ],
} as const
const service = z.strictObject({ organizationId, service: serviceName })

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
    dryRun: true,
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
  listOrganizations: {
    method: 'GET',
    path: '/v1/organizations',
    summary: 'List the customers of an organization by name',
    access: { permission: 'customers:administer', organizationFrom: { query: 'parentId' } },
    needs: ['table:read'],
    query: z.strictObject({
      parentId: organizationId.meta({ description: 'Whose customers' }),
      status: status.optional().meta({ description: 'All that were not removed when left out' }),
      ...paging,
    }),
    status: 200,
    reply: pageOf(OrganizationSummary),
    fails: ['invalid-cursor'],
    example: {
      query: { parentId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a6' },
      reply: {
        items: [
          {
            organizationId: exampleOrganization.organizationId,
            name: 'Contoso Bakeries',
            kind: 'customer',
            status: 'active',
            services: [],
            externalId: null,
            restorableUntil: null,
          },
        ],
        nextCursor: null,
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
    example,
  },
  changeOrganization: {
    method: 'PATCH',
    path: '/v1/organizations/{organizationId}',
    summary: 'Change details and settings of an organization, or give it another parent',
    access: {
      anyOf: [
        { permission: 'organization:change' },
        { permission: 'customers:administer', in: 'parent' },
        { permission: 'customers:administer', in: 'provider' },
      ],
    },
    ...one,
    body: ChangeOrganization,
    ifMatch: true,
    ...changed,
    fails: ['too-many-levels', 'owner-only'],
    example: { ...example, body: { address: 'Grote Markt 1, 2800 Mechelen', country: 'BE' } },
  },
  removeOrganization: {
    method: 'DELETE',
    path: '/v1/organizations/{organizationId}',
    summary: 'Remove an organization: access ends at once, and after 30 days everything but evidence is erased',
    access: {
      anyOf: [{ permission: 'organization:remove' }, { permission: 'customers:administer', in: 'parent' }],
      whileRemoved: true,
    },
    ...one,
    ...changed,
    fails: ['provider-stays', 'has-customers'],
    example: {
      ...example,
      reply: {
        ...exampleOrganization,
        status: 'removed',
        removedAt: '2026-11-23T10:00:00.000Z',
        restorableUntil: '2026-12-23T10:00:00.000Z',
        version: 2,
      },
    },
  },
  restoreOrganization: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/restore',
    summary: 'Undo the removal of an organization, within 30 days',
    access: { ...byParent, whileRemoved: true },
    ...one,
    ...changed,
    fails: ['restore-too-late', 'too-many-levels'],
    example,
  },
  suspendOrganization: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/suspend',
    summary: 'Suspend an organization: access and links end at once',
    access: byParent,
    ...one,
    ...changed,
    fails: [],
    example: { ...example, reply: { ...exampleOrganization, status: 'suspended', version: 2 } },
  },
  resumeOrganization: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/resume',
    summary: 'Resume a suspended organization: everyone has the access they had',
    access: byParent,
    ...one,
    ...changed,
    fails: [],
    example,
  },
  activateService: {
    method: 'PUT',
    path: '/v1/organizations/{organizationId}/services/{service}',
    summary: 'Switch a service on, with its standard permission groups',
    access: byParentOrProvider,
    ...one,
    params: service,
    ...changed,
    reply: OrganizationWithServices,
    fails: [],
    example: {
      params: { ...example.params, service: 'service-desk' },
      reply: { ...exampleOrganization, services: ['service-desk'], version: 2, coverageChanges: [] },
    },
  },
  deactivateService: {
    method: 'DELETE',
    path: '/v1/organizations/{organizationId}/services/{service}',
    summary: 'Switch a service off: its application roles give nothing, and memberships stay',
    access: byParentOrProvider,
    ...one,
    params: service,
    ...changed,
    reply: OrganizationWithServices,
    fails: [],
    example: {
      params: { ...example.params, service: 'service-desk' },
      reply: { ...exampleOrganization, coverageChanges: [] },
    },
  },
  getHelp: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/help',
    summary: 'See whom to turn to: the nearest that is said here, by the parent organization, or by the provider',
    access: { permission: 'organization:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    status: 200,
    reply: z.strictObject(eachHelp(HelpFrom.nullable())).meta({ id: 'HelpOfOrganization' }),
    fails: [],
    example: {
      params: example.params,
      reply: {
        customerSuccessManager: null,
        serviceDesk: {
          name: 'Northwind Service Desk',
          email: 'servicedesk@northwind.example',
          phone: '+3215000000',
          url: null,
          organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a6',
          organizationName: 'Northwind Managed Services',
        },
        chat: null,
        securityOperations: null,
      },
    },
  },
  listActingOrganizations: {
    method: 'GET',
    path: '/v1/organizations/{organizationId}/acting',
    summary: 'List which organizations may act for this one, by whom, and who has',
    access: { permission: 'access:read' },
    needs: ['table:read'],
    params: z.strictObject({ organizationId }),
    status: 200,
    reply: ActingOrganizations,
    fails: [],
    example: {
      params: example.params,
      reply: {
        items: [
          {
            organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a6',
            name: 'Northwind Managed Services',
            relation: 'provider',
            mayAct: true,
            people: [
              {
                profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
                firstName: 'Ada',
                lastName: 'Peeters',
                mayAct: true,
                lastActedAt: '2026-11-23T09:00:00.000Z',
              },
            ],
          },
        ],
        lookedBackTo: null,
      },
    },
  },
} as const satisfies Feature
