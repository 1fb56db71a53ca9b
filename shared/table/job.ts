import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { JobId, OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { index, model, primary, tableName } from './schema.ts'
import { put, remove, type Write } from './transaction.ts'

/** What is too much for one call: it goes on from where it was, under a lease, until it is done; then the job is gone. */
export type JobKind = 'organization-erasure'

const jobs = new Entity(
  {
    model: model('job'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      jobId: { type: CustomAttributeType<JobId>('string'), required: true },
      kind: { type: CustomAttributeType<JobKind>('string'), required: true },
      /** Until then it is somebody's; whoever finds it later may take it. */
      leaseUntil: { type: 'string', required: true },
      createdAt: { type: 'string', required: true },
      summary: { type: CustomAttributeType<Job>('any'), required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['job#${jobId}', ['jobId']]),
      byLease: index(1, ['jobs#${kind}', ['kind']], ['${leaseUntil}', ['leaseUntil']]),
    },
  },
  { table: tableName(), client: documents },
)

/** A job as it is stored. */
export type Job = {
  readonly organizationId: OrganizationId
  readonly jobId: JobId
  readonly kind: JobKind
  readonly leaseUntil: string
  readonly createdAt: string
}
type JobItem = EntityItem<typeof jobs>

const whole = ({ organizationId, jobId, kind, leaseUntil, createdAt }: Job): JobItem => {
  const job = { organizationId, jobId, kind, leaseUntil, createdAt }
  return { ...job, summary: job }
}

/** Begins a job, which nobody works at yet. */
export const createJob = (job: Job): Write =>
  put(
    jobs
      .put(whole(job))
      .where((attribute, { notExists }) => notExists(attribute.leaseUntil))
      .params(),
  )

/** The jobs of a kind that nobody works at, the longest waiting first; the index may be a moment late, so each is to be taken. */
export async function waitingJobs(kind: JobKind, now: string): Promise<readonly Job[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :jobs AND gsi1sk <= :now',
      ExpressionAttributeValues: { ':jobs': `jobs#${kind}`, ':now': now },
      Limit: 100,
    }),
  )
  return Items.map((item) => item.summary as Job)
}

/** Takes a job until then, or gives it back by a moment that has passed; undefined when somebody else was quicker. */
export async function leaseJob(job: Job, leaseUntil: string): Promise<Job | undefined> {
  const leased = { ...job, leaseUntil }
  try {
    await jobs
      .put(whole(leased))
      .where((attribute, { eq }) => eq(attribute.leaseUntil, job.leaseUntil))
      .go()
    return leased
  } catch (error) {
    if (isConditionFailed(error)) return undefined
    throw error
  }
}

/** Ends a job that is done, on condition that it is still in the same hands. */
export const endJob = (job: Job): Write =>
  remove(
    jobs
      .delete(job)
      .where((attribute, { eq }) => eq(attribute.leaseUntil, job.leaseUntil))
      .params(),
  )
