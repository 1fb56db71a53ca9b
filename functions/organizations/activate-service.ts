import type { Operation } from '../../shared/frame/operation.ts'
import { switchService } from './switch-service.ts'

/** Switches a service on (O2). Its standard permission groups live in code and count from now on, for whoever is in them already too. */
export const activateService: Operation<'activateService'> = (request) => switchService(request, true)
