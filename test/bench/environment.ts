/** What our modules find in their environment when they are imported: this file is imported before them. */
Object.assign(process.env, {
  STAGE: 'bench',
  APP_NAME: 'Rolecall',
  PUBLIC_URL: 'https://rolecall.example',
  TABLE_NAME: 'rolecall-bench',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
})
