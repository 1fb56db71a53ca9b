import type { Contract } from '../../shared/domain/contract.ts'
import { renderPage } from '../../shared/frame/page-layout.tsx'
import { writtenTime } from '../../shared/frame/written-time.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { approvalTexts } from './approval-texts.ts'

type Done = {
  readonly appName: string
  readonly contract: Pick<Contract, 'document' | 'endedAt' | 'stateSince'>
  readonly organization: Pick<OrganizationRecord, 'name' | 'timeZone'>
  readonly profile: Pick<ProfileRecord, 'language'>
} & (
  | { readonly done: 'approved' | 'declined'; readonly cspFollows: boolean }
  | { readonly done: 'handedOver'; readonly to: string }
)

/** The page after a decision, or after handing over: what was done, and what follows. */
export function approvalDonePage(page: Done): string {
  const { contract, organization, profile, done } = page
  const { language } = profile
  const { done: words } = approvalTexts[language]
  const title = contract.document.title[language] ?? contract.document.title.en
  const at = writtenTime({ at: contract.endedAt ?? contract.stateSince, timeZone: organization.timeZone, language })
  const lead = done === 'handedOver' ? words.handedOver.lead(page.to) : words[done].lead(title, at)
  const follows =
    done === 'approved'
      ? [words.certificate, ...(page.cspFollows ? [words.cspFollows] : [])]
      : done === 'declined'
        ? [words.toldWhoAsked]
        : []
  return renderPage({
    language,
    appName: page.appName,
    about: organization.name,
    emblem: 'done',
    title: words[done].title,
    children: (
      <>
        <p class="lead">{lead}</p>
        {follows.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <p class="quiet">{words.nothingMore}</p>
      </>
    ),
  })
}
