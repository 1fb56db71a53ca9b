import { describe, expect, test } from 'vitest'
import { importsOf, packageOf, sources } from './source-files.ts'

/** The staircase of shared/: a room imports only itself and the rooms above it. */
const staircase = ['domain', 'contract', 'platform', 'table', 'frame']
const everything = sources('shared', 'functions', 'infra')

const roomOf = (file: string): string => file.split('/')[1] ?? ''

describe('the import law', () => {
  test('a room of shared imports only itself and the rooms above it', () => {
    const breaches = sources('shared').flatMap((file) => {
      const step = staircase.indexOf(roomOf(file))
      return importsOf(file)
        .filter(({ ours, from }) => ours && !(from.startsWith('shared/') && staircase.indexOf(roomOf(from)) <= step))
        .map(({ from }) => `${file} imports ${from}`)
    })
    expect(sources('shared').length).toBeGreaterThan(40)
    expect(breaches).toEqual([])
  })

  test('every file of shared stands in a room', () => {
    expect(sources('shared').filter((file) => !staircase.includes(roomOf(file)))).toEqual([])
  })

  test('a feature imports shared and its own folder, never another feature', () => {
    const breaches = sources('functions').flatMap((file) =>
      importsOf(file)
        .filter(
          ({ ours, from }) => ours && !from.startsWith('shared/') && !from.startsWith(`functions/${roomOf(file)}/`),
        )
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(sources('functions').length).toBeGreaterThan(20)
    expect(breaches).toEqual([])
  })

  test('infra knows the route table and the words of the domain, and no code that runs in a function', () => {
    const allowed = ['infra/', 'shared/contract/', 'shared/domain/']
    const breaches = sources('infra').flatMap((file) =>
      importsOf(file)
        .filter(({ ours, from }) => ours && !allowed.some((room) => from.startsWith(room)))
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(breaches).toEqual([])
  })

  test('nothing but tests imports a test', () => {
    expect(everything.filter((file) => importsOf(file).some(({ from }) => from.startsWith('test/')))).toEqual([])
  })

  // They are not imported by what stands in infra, but by bundles in a package's place.
  const standIns = 'infra/constructs/stand-ins/'

  // What the deployer runs by hand is no part of a deployment, and asks AWS itself.
  const byHand = ['infra/local/', 'infra/dead-letters/']

  const homes: readonly (readonly [name: string, home: string])[] = [
    ['electrodb', 'shared/table/'],
    ['@aws-sdk/client-dynamodb', 'shared/table/'],
    ['@aws-sdk/lib-dynamodb', 'shared/table/'],
    ['@aws-sdk/client-kms', 'shared/platform/'],
    ['@aws-sdk/client-ses', 'shared/platform/'],
    ['@aws-sdk/client-cognito-identity-provider', 'shared/platform/'],
    ['@aws-sdk/client-eventbridge', 'shared/platform/'],
    ['@aws-sdk/client-sqs', 'shared/platform/'],
    ['@middy/core', 'shared/frame/'],
    ['aws-cdk-lib', 'infra/'],
    ['mdast-util-from-markdown', 'shared/domain/agreement-text.ts'],
  ]
  test.each(homes)('%s is imported in %s alone', (name, home) => {
    const users = everything.filter(
      (file) =>
        !byHand.some((folder) => file.startsWith(folder)) &&
        !file.startsWith(standIns) &&
        importsOf(file).some(({ from }) => packageOf(from) === name),
    )
    expect(users.length).toBeGreaterThan(0)
    expect(users.filter((file) => !file.startsWith(home))).toEqual([])
  })

  // A parser computes and nothing else.
  const readsMarkdown = ['mdast', 'mdast-util-from-markdown', 'mdast-util-gfm-table', 'micromark-extension-gfm-table']

  test('the domain is pure: no clock, no chance, no environment, no input or output', () => {
    const impure = sources('shared/domain').flatMap((file) =>
      importsOf(file)
        .filter(({ ours, from }) => !ours && from !== 'node:url' && !readsMarkdown.includes(packageOf(from)))
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(impure).toEqual([])
  })
})
