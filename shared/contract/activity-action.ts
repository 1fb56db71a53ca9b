import * as z from 'zod'
import { activityActions } from '../domain/catalog.ts'

/** What can happen, as callers name it. It stands apart, since the words of all actions come with it. */
export const activityAction = z.enum(activityActions.map(({ id }) => id))
