import { projectDirectory } from './settings.ts'

/** This command's environment without anything that would lead a program to another AWS account, Python or debugger. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const misleading = /^(AWS_|CDK_|PYTHON|NODE_(OPTIONS|PATH|ENV)$|VITEST)/
  const kept = Object.entries(process.env).filter(([name]) => !misleading.test(name))
  return {
    ...Object.fromEntries(kept),
    // Node 24 of the project, for the local cloud's functions as well as for the CDK application.
    PATH: [`${projectDirectory}/node_modules/.bin`, process.env.PATH].join(':'),
    NO_PROXY: ['127.0.0.1', 'localhost', process.env.NO_PROXY].filter(Boolean).join(','),
  }
}
