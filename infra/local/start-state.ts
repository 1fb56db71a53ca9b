import type { Person } from './activate-person.ts'
import type { SignInPlace } from './hosted-ui.ts'
import type { LocalCloud } from './settings.ts'
import { readState, writeState } from './state-file.ts'

/** What the steps of `npm start` have made so far, so that the next start goes on from there. */
export type Progress = {
  readonly organizationId?: string
  readonly customerId?: string
  readonly waitingAddress?: string
  /** Whether a contract was requested. */
  readonly approverAddress?: string
}

/** What programs need to use the running deployment; written for them as outputs.json. */
export type Outputs = SignInPlace & {
  readonly apiUrl: string
  readonly mailboxUrl: string
  readonly organizationId: string
  readonly customerId: string
  readonly administrator: Person
}

/** The sign-ins of the sample people, by address. */
export type People = Readonly<Record<string, Person>>

const fileOf = (cloud: LocalCloud, name: string) => `${cloud.stateDirectory}/${name}.json`

export const readProgress = (cloud: LocalCloud): Progress => readState<Progress>(fileOf(cloud, 'progress')) ?? {}
export const readPeople = (cloud: LocalCloud): People => readState<People>(fileOf(cloud, 'people')) ?? {}
export const readOutputs = (cloud: LocalCloud) => readState<Outputs>(fileOf(cloud, 'outputs'))

export function addProgress(cloud: LocalCloud, more: Progress): void {
  writeState(fileOf(cloud, 'progress'), { ...readProgress(cloud), ...more })
}

export function addPerson(cloud: LocalCloud, person: Person): void {
  writeState(fileOf(cloud, 'people'), { ...readPeople(cloud), [person.email]: person })
}

export function writeOutputs(cloud: LocalCloud, outputs: Outputs): void {
  writeState(fileOf(cloud, 'outputs'), outputs)
}
