import { startBus } from './cloud-services-bus.ts'
import { startDirectory } from './cloud-services-directory.ts'
import { startKeys } from './cloud-services-keys.ts'
import { startLog } from './cloud-services-log.ts'
import { startMail } from './cloud-services-mail.ts'
import { startWorkflows } from './cloud-services-workflow.ts'
import { enforcePolicies } from './enforced-policies.ts'

/** Everything rented from AWS but the table, answered at the SDK's clients. Importing this starts it. */
startKeys()
startMail()
startDirectory()
startBus()
startLog()
startWorkflows()
enforcePolicies()
