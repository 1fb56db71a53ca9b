import { accessConfiguration } from '../../shared/contract/access-configuration.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { getAccessConfiguration } from './get-access-configuration.ts'

export const handler = pageFunction(accessConfiguration, { getAccessConfiguration })
