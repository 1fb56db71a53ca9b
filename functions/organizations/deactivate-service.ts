import type { Operation } from '../../shared/frame/operation.ts'
import { switchService } from './switch-service.ts'

/** Switches a service off (O2): its application roles give nothing and cannot be chosen, and memberships outlive the pause. */
export const deactivateService: Operation<'deactivateService'> = (request) => switchService(request, false)
