import * as z from 'zod'
import { tellingCoverage } from './coverage-schemas.ts'
import { groupId, nameText, profileId, roleId, timestamp, version } from './fields.ts'
import { ProfileSummary } from './profile-schemas.ts'
import { validity } from './validity-schemas.ts'

/** What whoever makes or changes a group says of it. */
export const givenOfGroup = {
  name: nameText('Its name, unique among the groups of the organization'),
  description: z
    .string()
    .max(500)
    .transform((text) => text.normalize('NFC').trim())
    .meta({ description: 'What it is for; at most 500 characters' }),
}

/** A group as callers see it. */
export const Group = z
  .strictObject({
    groupId,
    name: z.string(),
    description: z.string().nullable(),
    members: z.int().meta({
      description:
        'How many have access to it by hand, drafts aside; whose default role reaches all groups is not counted',
    }),
    createdAt: timestamp,
    updatedAt: timestamp,
    version,
  })
  .meta({ id: 'Group' })

/** What became of a group that was removed. */
export const RemovedGroup = z
  .strictObject({ groupId, members: z.int().meta({ description: 'From how many people access was withdrawn' }) })
  .meta({ id: 'RemovedGroup' })

/** A role that takes the place of the default role inside the group. */
export const groupRole = roleId.meta({
  description: 'A role of level group, instead of the default role in this group',
})

/** How somebody comes to have access to a group: the same facts from the side of the group and of the person. */
const standing = {
  access: z.enum(['by-hand', 'by-default-role']).meta({
    description: '`by-default-role`: the default role reaches all groups',
  }),
  groupRole: roleId.nullable().meta({ description: 'What replaces the default role in this group' }),
  ...validity,
  removable: z.boolean().meta({ description: 'Whether the access can be withdrawn' }),
  notRemovableBecause: z
    .enum(['access-all-groups'])
    .nullable()
    .meta({ description: '`access-all-groups`: the default role reaches all groups, whatever is withdrawn by hand' }),
}

/** Somebody with access to a group. */
export const GroupMember = ProfileSummary.extend(standing).meta({ id: 'GroupMember' })
/** A group that somebody has access to. */
export const ProfileGroup = z.strictObject({ groupId, name: z.string(), ...standing }).meta({ id: 'ProfileGroup' })

/** What was given or taken: to whom, in which groups. */
export const ChangedGroupAccess = tellingCoverage(
  z.strictObject({
    profileIds: z.array(profileId),
    groups: z.array(groupId),
  }),
  'ChangedGroupAccess',
)

/** What one person has in one group after a change. */
export const ChangedGroupMember = tellingCoverage(
  z.strictObject({
    groupId,
    profileId,
    member: z.boolean().meta({ description: 'Whether they have access by hand; for a draft: will have' }),
    groupRole: roleId.nullable(),
    ...validity,
  }),
  'ChangedGroupMember',
)
