import type { Days } from '../../shared/domain/contract.ts'
import { env } from '../../shared/platform/env.ts'

/** How long a day of a contract's deadlines is in this deployment: a day, or moments on a local cloud. */
export const contractDayLength = (): Days => ({ daySeconds: Number(env('CONTRACT_DAY_SECONDS')) })
