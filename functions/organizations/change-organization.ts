import { changedHelp } from '../../shared/domain/help.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import { ownsTheProvider } from '../../shared/frame/granting.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { whileWithoutCustomers } from '../../shared/table/customers.ts'
import {
  changeOrganization as change,
  getOrganization,
  type OrganizationRecord,
} from '../../shared/table/organization.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { organizationReply } from './organization-reply.ts'
import { leavingParent, underParent } from './under-parent.ts'

/** Changes details and settings, and moves the organization where another parent is named (O1); says nothing twice. */
export const changeOrganization: Operation<'changeOrganization'> = async (request) => {
  const { body, caller, now, newId, expectedVersion, commit } = request
  const { organization: before } = caller
  if (before.version !== expectedVersion) throw new Problem('stale')
  const { organizationId } = before
  const moved = await moving(before, body.parentId, caller, now)
  const after = { ...before, ...changed(before, body), ...moved.to, updatedAt: now, version: before.version + 1 }
  const details = detailsOf(before)
  const sealed = { before: details, after: detailsOf(after) }
  const differs = JSON.stringify(sealed.before) !== JSON.stringify(sealed.after)
  if (!differs && !moved.to) return commit([], organizationReply(before))

  const happened = { organizationId, at: now, by: caller }
  return commit(
    [
      ...moved.writes,
      change(before, after),
      ...(differs
        ? [
            recordActivity({
              ...happened,
              activityId: newId('activity'),
              action: 'organization.changed',
              values: { profile: before, ...sealed },
            }),
          ]
        : []),
      ...(moved.to
        ? [
            recordActivity({
              ...happened,
              activityId: newId('activity'),
              action: 'organization.moved',
              about: { from: before.parentId, to: moved.to.parentId },
            }),
          ]
        : []),
    ],
    organizationReply(after),
  )
}

/** The fields as the body leaves them: null clears, and what is left out stays. */
function changed(before: OrganizationRecord, body: OperationRequest<'changeOrganization'>['body']) {
  const { parentId: _, help, ...given } = body
  const fields = Object.entries(given).filter(([, value]) => value !== undefined)
  const cleared = fields.map(([field, value]) => [field, value ?? undefined] as const)
  return { ...Object.fromEntries(cleared), help: changedHelp(before.help, help) }
}

/** What can be changed, as flat values of which an activity can name those that did. */
function detailsOf(organization: OrganizationRecord): Readonly<Record<string, unknown>> {
  const { name, legalName, companyNumber, country, address, language, timeZone, externalId } = organization
  const { help = {}, invitationDays, contactQuestionDays, activityRetentionDays } = organization
  return {
    name,
    legalName,
    companyNumber,
    country,
    address,
    language,
    timeZone,
    externalId,
    invitationDays,
    contactQuestionDays,
    activityRetentionDays,
    ...Object.fromEntries(Object.entries(help).map(([kind, entry]) => [`help.${kind}`, JSON.stringify(entry)])),
  }
}

/**
 * What it takes to give an organization another parent: only the provider's owners may, and two levels are kept (O1), which the
 * conditions see to, whoever gains or loses customers at that very moment.
 */
async function moving(
  organization: OrganizationRecord,
  parentId: OrganizationId | undefined,
  caller: OrganizationCaller,
  now: string,
): Promise<{ readonly to?: { readonly parentId: OrganizationId }; readonly writes: readonly Write[] }> {
  const { organizationId } = organization
  if (parentId === undefined || parentId === organization.parentId) return { writes: [] }
  if (!(await ownsTheProvider(caller, now)))
    throw new Problem('owner-only', { detail: 'Only an owner of the provider gives an organization another parent.' })
  const parent = await getOrganization(parentId)
  if (parent?.status !== 'active' || organization.kind === 'provider')
    throw invalidField('#/parentId', 'not-found', 'There is no such organization that could be its parent.')
  if (parentId === organizationId) throw new Problem('too-many-levels')
  const isProvider = parent.kind === 'provider'
  return {
    to: { parentId },
    writes: [
      ...(isProvider ? [] : [whileWithoutCustomers(organizationId, new Problem('too-many-levels'))]),
      ...(await leavingParent(organization)),
      ...(await underParent(parent)),
    ],
  }
}
