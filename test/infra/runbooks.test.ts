import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { at, lambdasOf, ofType, synthesise } from './templates.ts'

const synthesised = synthesise()

/** What an alarm says people lose, by the heading that it links to. */
const alarms = ofType(synthesised, 'CloudWatch::Alarm').map(({ Properties }) => {
  const [, lost = '', runbook = ''] =
    /^([^.]*\.) .* https:\S+#(\S+)$/.exec(String(at(Properties, 'AlarmDescription'))) ?? []
  return { name: String(at(Properties, 'AlarmName')), lost, runbook }
})

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const [, after = ''] = readme.split('\n## When an alarm rings\n')
const [chapter = ''] = after.split('\n## ')
const [introduction = '', ...sections] = chapter.split('\n### ')
const runbooks = new Map(
  sections.map((section) => {
    const [heading = '', ...lines] = section.split('\n')
    return [heading, lines.join('\n').trim()] as const
  }),
)

/** The words that the introduction teaches a shell, with what they are called with in a runbook. */
const taught = [...introduction.matchAll(/^(\w+)\(\) \{/gm)].map(([, word]) => word ?? '')

test('the introduction teaches words to a shell', () => {
  expect(taught).toEqual(expect.arrayContaining(['output', 'named', 'logged']))
})

test('a shell understands every line of it, and of what is written for whoever deploys', () => {
  for (const title of ['Deploying to AWS', 'Running it', 'When an alarm rings', 'Recovering from a backup']) {
    const [, text = ''] = readme.split(`\n## ${title}\n`)
    const blocks = [...(text.split('\n## ')[0] ?? '').matchAll(/```sh\n(.*?)```/gs)].map(([, lines = '']) => lines)
    expect(blocks.length, title).toBeGreaterThan(0)
    execFileSync('bash', ['-n'], { input: blocks.join('\n'), stdio: 'pipe' })
  }
})

test('every alarm links a runbook of the README, and every runbook is linked by an alarm', () => {
  expect([...new Set(alarms.map(({ runbook }) => runbook))].sort()).toEqual([...runbooks.keys()].sort())
  expect(runbooks.size).toBe(sections.length)
})

describe.each([...runbooks])('%s', (heading, text) => {
  test('says what people lose, in the words of its alarms', () => {
    const lost = new Set(alarms.flatMap((alarm) => (alarm.runbook === heading ? [alarm.lost] : [])))
    for (const sentence of lost) expect(text.replaceAll('\n', ' ')).toContain(sentence)
  })
  test('says where to look, by a command that can be pasted', () => {
    const commands = [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, lines = '']) => lines.trim().split('\n'))
    expect(commands.length).toBeGreaterThan(0)
    for (const command of commands) {
      const [word = ''] = command.trim().split(/[ |]/)
      expect(['aws', 'curl', 'npm', ...taught], command).toContain(word.replace(/^\w+=\$\(/, ''))
    }
    const functions = [...text.matchAll(/^(?:logged|letters|giveBack) '([a-z-]+): ([a-z-]+)'/gm)]
    for (const [, feature, name] of functions)
      expect([...lambdasOf(synthesised).keys()]).toContain(`${feature}/${name}`)
  })
  test('says what to do', () => {
    const prose = text.replaceAll(/```.*?```/gs, '').trim()
    expect(prose.split(/\.(?:\s|$)/).length).toBeGreaterThanOrEqual(3)
  })
})
