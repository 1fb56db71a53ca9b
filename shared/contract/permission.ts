import * as z from 'zod'
import { permissions } from '../domain/catalog.ts'

/** A permission, as callers name it. */
export const permission = z.enum(permissions.map(({ id }) => id)).meta({ description: 'A permission of the catalog' })
