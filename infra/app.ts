import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { settingsFrom } from './config.ts'
import { deployment } from './stacks/deployment.ts'

const app = new App()
const stage = settingsFrom(app.node)
deployment(app, stage)
// On this machine a change should be there in seconds; `npm test` runs the same checks on both kinds of stage.
if (stage.name !== 'local') Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
