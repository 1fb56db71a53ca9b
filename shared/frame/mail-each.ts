import { signInAddress } from '../platform/addresses.ts'
import { env } from '../platform/env.ts'
import type { OrganizationRecord } from '../table/organization.ts'
import type { Administrator } from './administrators.ts'
import type { ActivityEvent } from './event-function.ts'
import type { WrittenMail } from './mail-layout.tsx'
import { mailOnce } from './mail-once.ts'

/** What a mail says of its reader and of the organization that it is about. */
export type Reading = Pick<Administrator, 'language' | 'salutation' | 'firstName' | 'lastName'> & {
  readonly appName: string
  readonly organizationName: string
  /** In which the reader is told of moments. */
  readonly timeZone: string
  readonly signInUrl: string
}

/** A mail, and who gets an answer to it where somebody does. */
export type Answerable = WrittenMail & { readonly replyTo?: string | undefined }

/**
 * Mails each of them once for an activity, in their own language. One to whom no mail can be sent now is thrown once all others have
 * theirs, so that the event comes again.
 */
export async function mailEach<Reader extends Administrator>(
  { activityId, organizationId, now }: ActivityEvent,
  organization: OrganizationRecord,
  readers: readonly Reader[],
  write: (reading: Reading, reader: Reader) => Answerable,
): Promise<void> {
  const ends = await Promise.allSettled(
    readers.map((reader) => {
      const { email, language, salutation, firstName, lastName } = reader
      const reading = {
        language,
        salutation,
        firstName,
        lastName,
        appName: env('APP_NAME'),
        organizationName: organization.name,
        timeZone: organization.timeZone,
        signInUrl: signInAddress(),
      }
      const written = write(reading, reader)
      return mailOnce({ activityId, organizationId, to: email, reader, now, ...written })
    }),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
