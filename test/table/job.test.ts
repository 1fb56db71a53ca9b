import { expect, test } from 'vitest'
import { createJob, endJob, type Job, leaseJob, waitingJobs } from '../../shared/table/job.ts'
import { attemptTo, itemAt, keysOf, later, newId, now, save } from '../support/table-fixtures.ts'

async function aJob(): Promise<Job> {
  const [organizationId, jobId] = [newId('organization'), newId('job')]
  const job: Job = { organizationId, jobId, kind: 'organization-erasure', leaseUntil: now, createdAt: now }
  await save(createJob(job))
  return job
}
const isWaiting = async ({ jobId }: Job, at: string) =>
  (await waitingJobs('organization-erasure', at)).some((job) => job.jobId === jobId)

test('a job stands with its organization, and in the index of its kind by the end of its lease', async () => {
  const job = await aJob()
  expect(keysOf(await itemAt(job.organizationId, `job#${job.jobId}`))).toEqual({
    pk: job.organizationId,
    sk: `job#${job.jobId}`,
    gsi1pk: 'jobs#organization-erasure',
    gsi1sk: now,
  })
})

test('waits while nobody works at it, and again when a lease has run out', async () => {
  const job = await aJob()
  expect(await isWaiting(job, now)).toBe(true)
  await leaseJob(job, later(30))
  await expect.poll(() => isWaiting(job, later(29))).toBe(false)
  expect(await isWaiting(job, later(30))).toBe(true)
})

test('is leased by one of four who want it at once', async () => {
  const job = await aJob()
  const leases = await Promise.all([31, 32, 33, 34].map((seconds) => leaseJob(job, later(seconds))))
  expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1)
})

test('is ended by whoever holds it, and by nobody who held it before', async () => {
  const job = await aJob()
  const first = await leaseJob(job, later(30))
  const second = first && (await leaseJob(first, later(60)))
  if (!first || !second) throw new Error('the job was not leased')
  expect(await attemptTo(endJob(first))).toBe('moved')
  expect(await attemptTo(endJob(second))).toBe('done')
  expect(await itemAt(job.organizationId, `job#${job.jobId}`)).toBeUndefined()
  expect(await leaseJob(second, later(90))).toBeUndefined()
})
