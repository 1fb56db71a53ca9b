import { deployed } from './deployed.ts'

export type LogLine = { readonly group: string; readonly message: string }

/** One of our own lines, which are JSON. */
export type LogEntry = Readonly<Record<string, unknown>> & { readonly event: string; readonly group: string }

let begin = Date.now()

/** From here on, older lines do not count. */
export function beginLogs(): void {
  begin = Date.now()
}

/** Every line of every log group since the file began, whoever wrote it. */
export async function logLines(): Promise<LogLine[]> {
  const found = await Promise.all(
    (await groupNames()).map(async (logGroupName) => {
      const query = { logGroupName, startTime: begin }
      const { events } = await ask<{ events: { message: string }[] }>('FilterLogEvents', query)
      return events.map(({ message }) => ({ group: logGroupName, message }))
    }),
  )
  return found.flat()
}

/** Every log group of the cloud, which it names in pages of 50. */
async function groupNames(nextToken?: string): Promise<string[]> {
  const page = await ask<{ logGroups: { logGroupName: string }[]; nextToken?: string }>('DescribeLogGroups', {
    ...(nextToken !== undefined && { nextToken }),
  })
  const names = page.logGroups.map(({ logGroupName }) => logGroupName)
  return page.nextToken === undefined ? names : [...names, ...(await groupNames(page.nextToken))]
}

/** Our own lines with one of these words. */
export async function logEntries(...events: readonly string[]): Promise<LogEntry[]> {
  return (await logLines()).flatMap((line) => {
    const entry = entryOf(line)
    // Of what a function says late, the cloud's own time is too young.
    return entry !== undefined && events.includes(entry.event) && isYoung(entry.at) ? [entry] : []
  })
}

const isYoung = (at: unknown): boolean => typeof at === 'string' && Date.parse(at) >= begin

function entryOf({ group, message }: LogLine): LogEntry | undefined {
  try {
    const entry: unknown = JSON.parse(message)
    return typeof entry === 'object' && entry !== null && 'event' in entry && typeof entry.event === 'string'
      ? { ...entry, event: entry.event, group }
      : undefined
  } catch {
    return undefined
  }
}

/** Straight over HTTP: reading logs is all that a whole SDK client would be there for. */
async function ask<Reply>(action: string, query: object): Promise<Reply> {
  const response = await fetch(deployed.settings.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${action}` },
    body: JSON.stringify(query),
  })
  if (!response.ok) throw new Error(`${action} answered ${response.status}: ${await response.text()}`)
  return response.json() as Promise<Reply>
}
