import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { longer, patience, type Suite } from './support/suites.ts'

const project = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const support = `${project}/test/support`

/**
 * What modules find in their environment. Some read it when they are imported. Whatever is not answered in a test finds neither
 * credentials nor an account to use them in. FACTOR_SIGN_IN is missing: these suites run as on AWS, not as on the local cloud.
 */
const settings = {
  STAGE: 'test',
  APP_NAME: 'Rolecall',
  PUBLIC_URL: 'https://rolecall.example',
  HOSTED_UI_URL: 'https://sign-in.rolecall.example',
  TABLE_NAME: 'rolecall-test',
  USER_POOL_ID: 'eu-west-1_Rolecall1',
  PORTAL_CLIENT_ID: '4portal0client0of0the0pool',
  ACTIVATION_CLIENT_ID: '5activation0client0of0pool',
  LINK_TOKEN_KEY_ID: '11111111-2222-4333-8444-555555555555',
  SESSION_KEY_ID: '66666666-7777-4888-9999-000000000000',
  EVENT_BUS_NAME: 'rolecall-test',
  PARKED_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/000000000000/parked',
  SENDER_ADDRESS: 'no-reply@rolecall.example',
  MAIL_CONFIGURATION_SET: 'rolecall-test',
  APPROVAL_WORKFLOW_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:approval',
  CONTRACT_DAY_SECONDS: '86400',
  CERTIFICATE_KEY_ID: 'arn:aws:kms:eu-west-1:000000000000:key/certificates',
  WEBHOOK_KEY_ID: 'arn:aws:kms:eu-west-1:000000000000:key/webhooks',
  WEBHOOK_RECEIVER: '',
  FACTOR_SIGN_IN: '',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
}

/** In milliseconds, how long one test or hook of a suite may take. */
const patienceOf = (name: Suite): number =>
  patience[name].test * 1000 * (process.env.ROLECALL_TRIALS === 'all' ? longer : 1)

/** One suite: the test files below its folder. */
const suite = (name: Suite, more: object = {}) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: patienceOf(name),
    hookTimeout: patienceOf(name),
    ...more,
  },
})

/** Each of their test files has a fresh table in Amazon's DynamoDB Local. */
const withTable = {
  env: settings,
  globalSetup: `${support}/dynamodb.ts`,
  setupFiles: [`${support}/table-setup.ts`],
}

export default defineConfig({
  root: project,
  test: {
    // Nothing is left out in silence.
    allowOnly: false,
    passWithNoTests: false,
    maxWorkers: '100%',
    // What failed says with which values, in characters: a list of one thing is otherwise `[ …(1) ]`.
    chaiConfig: { truncateThreshold: 1000 },
    projects: [
      suite('unit', { env: settings }),
      suite('rules'),
      // The templates are synthesised once for all of its files.
      suite('infra', { isolate: false }),
      suite('table', withTable),
      suite('http', { ...withTable, globalSetup: [withTable.globalSetup, `${support}/policies-setup.ts`] }),
      suite('cloud', { fileParallelism: false, globalSetup: `${project}/test/cloud/global-setup.ts` }),
      suite('browser', { fileParallelism: false, globalSetup: `${project}/test/browser/global-setup.ts` }),
    ],
  },
})
