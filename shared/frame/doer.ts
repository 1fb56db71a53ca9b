import { getActivity } from '../table/activity.ts'
import { findPeople, type PersonKey } from '../table/people.ts'
import type { ActivityEvent } from './event-function.ts'

type Happened = Pick<ActivityEvent, 'organizationId' | 'activityId'>

/** With which profile something was done; undefined where no person did it. The bus does not say it. */
export async function doerOf({ organizationId, activityId }: Happened): Promise<PersonKey | undefined> {
  const activity = await getActivity({ organizationId, activityId })
  const { actorProfile: profileId, actingFor = organizationId } = activity ?? {}
  return profileId && { organizationId: actingFor, profileId }
}

/** The name of whoever did something, where they have one. */
export async function doerNameOf(happened: Happened): Promise<string | undefined> {
  const doer = await doerOf(happened)
  return doer && (await findPeople([doer]))(doer)?.name
}
