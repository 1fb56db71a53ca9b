import { type ContactRole, contactRoles } from '../../shared/domain/contact-roles.ts'
import type { CoverageNews } from '../../shared/domain/coverage-news.ts'
import type { ProfileId } from '../../shared/domain/ids.ts'
import type { Language } from '../../shared/domain/language.ts'
import { readGap } from '../../shared/domain/role-coverage.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { type MailBlock, renderMail, type WrittenMail } from '../../shared/frame/mail-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import { type CoverageTexts, coverageTexts } from './coverage-texts.ts'
import { roleTexts } from './role-texts.ts'

export type CoverageMail = Addressee & {
  /** What is told: what was lost, or that nothing is any more. */
  readonly tells: 'lost' | 'whole'
  readonly news: CoverageNews
  readonly language: Language
  readonly appName: string
  readonly organizationName: string
  /** What somebody is called; undefined for whoever is not known any more. */
  readonly nameOf: (profileId: ProfileId) => string | undefined
  readonly noticedAt: string
  readonly timeZone: string
  /** The sign-in page: the only address in the mail. */
  readonly signInUrl: string
}

/** Tells an administrator that contact roles are not covered any more, what that costs and what to do; or that all of them are. */
export function coverageMail(mail: CoverageMail): WrittenMail {
  const { tells, news, language, appName, organizationName, signInUrl } = mail
  const texts = coverageTexts[language]
  const concerned = contactRoles.map(({ id }) => id).filter((role) => gapsOf(role, news.opened).length > 0)
  const { lost, whole } = texts
  const { subject, heading, what } = texts[tells]
  return renderMail({
    language,
    appName,
    subject: subject(organizationName),
    preheader:
      tells === 'lost'
        ? lost.preheader(concerned.map((role) => roleTexts[language][role].name).join(', '))
        : whole.preheader,
    heading,
    to: mail,
    blocks: [
      { kind: 'paragraph', text: what(organizationName) },
      ...concerned.flatMap((role) => roleBlocks(role, mail, texts)),
      ...(tells === 'lost' ? [{ kind: 'heading', text: texts.alsoChanged } as const] : []),
      { kind: 'facts', rows: factsOf(mail, texts) },
      { kind: 'paragraph', text: texts.next(appName) },
      { kind: 'button', label: texts.button, url: signInUrl, orCopy: texts.orCopy },
    ],
    footer: [texts.footer],
  })
}

const gapsOf = (contactRole: ContactRole, words: readonly string[]) =>
  words.map(readGap).filter((gap) => gap.contactRole === contactRole)

/** A contact role: what is wrong and with whom, what that costs, and what to do about each. */
function roleBlocks(
  role: ContactRole,
  { news, nameOf, language }: CoverageMail,
  texts: CoverageTexts,
): readonly MailBlock[] {
  const { cost, lacks, giveBack } = texts.roles[role]
  const { name } = roleTexts[language][role]
  const problems = Map.groupBy(gapsOf(role, news.opened), ({ problem }) => problem)
  const rows = [...problems].flatMap(([problem, gaps]) => {
    if (problem === 'advice') return []
    const people = gaps.flatMap(({ profileId }) =>
      profileId === null ? [] : [nameOf(profileId) ?? texts.somebodyGone],
    )
    const lost = problem === 'prerequisite-lost'
    return [
      {
        label: lost ? lacks : texts.problems[problem],
        value: people.length > 0 ? people.join(', ') : texts.nobody,
        todo: lost ? giveBack : texts.todo[problem],
      },
    ]
  })
  return [
    { kind: 'heading', text: name },
    { kind: 'facts', rows: [...rows, { label: texts.todoLabel, value: rows.map(({ todo }) => todo).join(' ') }] },
    { kind: 'paragraph', text: cost },
  ]
}

function factsOf({ tells, news, nameOf, noticedAt, timeZone, language }: CoverageMail, texts: CoverageTexts) {
  const closed = news.closed.map(readGap).map(({ contactRole, profileId }) => {
    const who = profileId === null ? undefined : (nameOf(profileId) ?? texts.somebodyGone)
    const { name } = roleTexts[language][contactRole]
    return who === undefined ? name : `${name} (${who})`
  })
  return [
    ...(closed.length > 0 ? [{ label: texts.closed, value: [...new Set(closed)].join(', ') }] : []),
    ...(tells === 'lost' ? [{ label: texts.stillOpen, value: String(news.open) }] : []),
    { label: texts.noticedAt, value: writtenTime({ at: noticedAt, timeZone, language }) },
  ]
}
