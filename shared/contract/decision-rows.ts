import { decisionPaths } from './access-configuration.ts'
import {
  ActionSearch,
  ActionsFound,
  Decision,
  Decisions,
  EntitiesFound,
  Evaluation,
  Evaluations,
  ResourceSearch,
  SubjectSearch,
} from './decision-schemas.ts'
import type { Feature } from './route.ts'

const question = {
  method: 'POST',
  access: { permission: 'access:read', organizationFrom: { first: 'key', body: 'context.organizationId' } },
  needs: ['table:read'],
  status: 200,
  asks: true,
  follows: 'authzen',
  runsIn: {
    function: 'decisions',
    because:
      'a decision is asked for far more often than anything else: nothing but what decides is loaded, and it has alarms of its own',
  },
} as const

const organizationId = 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'
const subject = { type: 'profile', id: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' } as const
const resource = { type: 'organization', id: organizationId } as const
const group = { type: 'group', id: 'grp_01k2r8v6m0q3s5t7w9x1y3z5b0' } as const
const action = { name: 'profiles:read' } as const
const context = { organizationId } as const
const page = { next_token: '', count: 1 } as const

/** The rows of access that follow AuthZEN Authorization API 1.0, for the function that answers them. */
export const decisionRows = {
  evaluateAccess: {
    ...question,
    path: decisionPaths.evaluation,
    summary: 'Ask whether somebody may do something (AuthZEN 6)',
    body: Evaluation,
    reply: Decision,
    fails: [],
    example: {
      body: { subject, action, resource, context },
      reply: { decision: true },
    },
  },
  evaluateAccessBatch: {
    ...question,
    path: decisionPaths.evaluations,
    summary: 'Ask up to 100 such questions in one call (AuthZEN 7)',
    body: Evaluations,
    reply: Decisions,
    fails: [],
    example: {
      body: {
        subject,
        action,
        resource,
        context,
        evaluations: [{}, { action: { name: 'devices:manage' }, resource: group }],
        options: { evaluations_semantic: 'execute_all' },
      },
      reply: { evaluations: [{ decision: true }, { decision: false }] },
    },
  },
  searchSubjects: {
    ...question,
    path: decisionPaths.searchSubject,
    summary: 'List who may do something (AuthZEN 8.4)',
    body: SubjectSearch,
    reply: EntitiesFound,
    fails: ['invalid-cursor'],
    example: {
      body: { subject: { type: 'profile' }, action, resource, context, page: { limit: 20 } },
      reply: { page, results: [subject] },
    },
  },
  searchResources: {
    ...question,
    path: decisionPaths.searchResource,
    summary: 'List where somebody may do something: the organization, its groups, or services (AuthZEN 8.5)',
    body: ResourceSearch,
    reply: EntitiesFound,
    fails: ['invalid-cursor'],
    example: {
      body: { subject, action: { name: 'devices:read' }, resource: { type: 'group' }, context },
      reply: { page, results: [group] },
    },
  },
  searchActions: {
    ...question,
    path: decisionPaths.searchAction,
    summary: 'List what somebody may do in a place (AuthZEN 8.6)',
    body: ActionSearch,
    reply: ActionsFound,
    fails: ['invalid-cursor'],
    example: {
      body: { subject, resource: group, context },
      reply: { page, results: [{ name: 'devices:read' }] },
    },
  },
} as const satisfies Feature
