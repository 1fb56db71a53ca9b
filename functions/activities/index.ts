import { activities } from '../../shared/contract/activities.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { exportActivities } from './export-activities.ts'
import { listActivities } from './list-activities.ts'
import { listProfileActivities } from './list-profile-activities.ts'

export const handler = httpFunction(activities, { exportActivities, listActivities, listProfileActivities })
