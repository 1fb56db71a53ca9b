import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

/** A block of commands of the README, and the answers that stand below it, if any do. */
export type ReadmeExample = { readonly commands: string; readonly answers: readonly unknown[] | undefined }

const block = /```sh\n(.*?)```\n(?:```json\n(.*?)```\n)?/gs

function sectionOf(heading: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [, after = ''] = readme.split(`\n## ${heading}\n`)
  return after.split('\n## ')[0] ?? ''
}

/** The examples below a heading of the README, in their order. */
export function readmeExamples(heading: string): readonly ReadmeExample[] {
  return [...sectionOf(heading).matchAll(block)].map(([, commands = '', answer]) => ({
    commands,
    answers: answer === undefined ? undefined : jsonValuesIn(answer),
  }))
}

/** The JSON values of a text, each of which begins on a line of its own; throws where something else stands there. */
export function jsonValuesIn(text: string): readonly unknown[] {
  const lines = text.split('\n')
  for (let end = 1; end < lines.length; end++) {
    const value = lines.slice(0, end).join('\n')
    if (isJson(value)) return [JSON.parse(value), ...jsonValuesIn(lines.slice(end).join('\n'))]
  }
  return text.trim() === '' ? [] : [JSON.parse(text)]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const file = /```(?:ts|python)\n(?:\/\/|#) ([\w.-]+)\n(.*?)```\n/gs

/** The programs below a heading of the README that say on their first line in which file they stand: their texts, by that name. */
export const readmePrograms = (heading: string): ReadonlyMap<string, string> =>
  new Map([...sectionOf(heading).matchAll(file)].map(([, name = '', text = '']) => [name, text]))

const idPattern = /^([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}$/

/** What an answer must look like to be the one that the README shows: ids and times are others each time, all else is the same. */
export function asShown(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(asShown)
  if (typeof answer === 'object' && answer !== null)
    return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, asShown(value)]))
  if (typeof answer !== 'string') return answer
  const noun = idPattern.exec(answer)?.[1]
  if (noun !== undefined) return expect.stringMatching(new RegExp(`^${noun}_`))
  return Number.isNaN(Date.parse(answer)) || !answer.endsWith('Z') ? answer : expect.stringMatching(/^\d{4}-.*Z$/)
}
