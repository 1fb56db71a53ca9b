import type { DocumentLanguage, DocumentLanguages } from '../../shared/domain/document.ts'
import { evaluate } from '../../shared/domain/evaluator.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import type { DocumentRecord, DocumentVersion } from '../../shared/table/document.ts'
import { stored } from '../../shared/table/schema.ts'

/** Whether a reader sees drafts: whoever may publish them, asking as the provider. */
export const seesDrafts = ({ organization, situation }: OrganizationCaller, now: string): boolean =>
  organization.kind === 'provider' && evaluate(situation, { permission: 'documents:manage', at: now }).allowed

/** A document as everyone may see it who sees it at all. */
export const documentReply = (document: DocumentRecord) => replyWith(document, (language) => language)

/** The same, with what `shown` makes of each of its languages. */
export function replyWith<Shown extends object>(document: DocumentRecord, shown: (of: DocumentLanguage) => Shown) {
  const { documentId, kind, name, draft, published, createdAt, updatedAt, version } = document
  return {
    documentId,
    kind,
    name,
    draft: draft ? versionReply(draft, null, shown) : null,
    published: published ? versionReply(published, published.publishedAt, shown) : null,
    createdAt,
    updatedAt,
    version,
  }
}

function versionReply<Shown extends object>(
  { version, templateId, languages }: DocumentVersion,
  publishedAt: string | null,
  shown: (of: DocumentLanguage) => Shown,
) {
  return { version, templateId: templateId ?? null, publishedAt, languages: shownIn(languages, shown) }
}

function shownIn<Shown extends object>({ en, nl, fr, de }: DocumentLanguages, shown: (of: DocumentLanguage) => Shown) {
  return stored({ en: shown(en), nl: nl && shown(nl), fr: fr && shown(fr), de: de && shown(de) })
}
