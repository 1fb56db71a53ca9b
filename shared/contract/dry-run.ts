import * as z from 'zod'
import { coverageChanges } from './coverage-schemas.ts'
import { groupId, permissionGroupId, profileId, roleId } from './fields.ts'
import { outcomesTold } from './invitation-schemas.ts'
import { ProblemCodeText } from './problem-schemas.ts'

const RightHeld = z
  .strictObject({
    permission: z.string().meta({ description: 'A permission in the portal, or an application role' }),
    groupId: groupId.nullable().meta({ description: 'The group it is held in; null for the whole organization' }),
  })
  .meta({ id: 'RightHeld' })

const Whom = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('profile'), profileId }),
    z.strictObject({
      kind: z.literal('members'),
      permissionGroupId,
      count: z.int().meta({ description: 'How many members the group has' }),
    }),
    z.strictObject({
      kind: z.literal('holders'),
      roleId,
      count: z.int().meta({ description: 'How many hold the role' }),
    }),
    z.strictObject({ kind: z.literal('everyone') }),
  ])
  .meta({
    id: 'Whom',
    description: 'One person, everyone in a permission group or with a role, or everyone in the organization',
  })

/** What a call with `dryRun=true` answers, whatever the operation. */
export const DryRun = z
  .strictObject({
    dryRun: z.literal(true),
    refusal: z
      .strictObject({
        code: ProblemCodeText.meta({ description: 'The code of the problem that the call would answer' }),
        title: z.string(),
        detail: z.string(),
      })
      .nullable()
      .meta({ description: 'Which rule forbids it; null when the call would succeed now' }),
    coverageChanges,
    outcomes: outcomesTold
      .optional()
      .meta({ description: 'Of a call that invites people: what would come of each, in the order they were given' }),
    affected: z.array(z.strictObject({ who: Whom, gains: z.array(RightHeld), loses: z.array(RightHeld) })).meta({
      description:
        'Who would gain and lose what. An invited person gains it by accepting; whoever holds a right in another way keeps it.',
    }),
  })
  .meta({ id: 'DryRun', description: 'With `dryRun=true`: what the call would do, computed by the call itself' })
