import { type ActivityAction, activityActions } from './catalog.ts'

/** All that happens: what a function reacts to that looks at everything. It stands apart, since the words of all actions come with it. */
export const everyActivity: readonly ActivityAction[] = activityActions.map(({ id: action }) => action)
