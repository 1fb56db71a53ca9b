import { isCloudRunning } from './cloud.ts'
import { deploymentOf } from './deploy.ts'
import { type SignIn, signInAtHostedUi } from './hosted-ui.ts'
import { LocalProblem, runCommand } from './local-problem.ts'
import { signInPlaceOf } from './sample-data.ts'
import { cloudOfStart } from './settings.ts'
import { readPeople } from './start-state.ts'

// Prints nothing but the token on stdout, so that a command line can use it.
await runCommand(async () => {
  const cloud = cloudOfStart()
  const people = readPeople(cloud)
  const [email, password] = process.argv.slice(2)
  if (email === undefined) {
    throw new LocalProblem(
      `Say whose: npm run token -- <email> [password]. Known here: ${Object.keys(people).join(', ')}`,
    )
  }
  const deployment = deploymentOf(cloud)
  if (deployment === undefined || !isCloudRunning(cloud)) {
    throw new LocalProblem('The local cloud is not running. Start it: npm start')
  }
  const known = people[email]
  const signIn: SignIn | undefined = password === undefined ? known : { ...known, email, password }
  if (signIn === undefined) {
    throw new LocalProblem(
      `The password of ${email} is not known here. Give it: npm run --silent token -- ${email} <password>. ` +
        `Known here: ${Object.keys(people).join(', ')}`,
    )
  }
  console.log((await signInAtHostedUi(signInPlaceOf(deployment), signIn)).accessToken)
})
