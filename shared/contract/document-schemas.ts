import * as z from 'zod'
import { contractKinds } from '../domain/contract.ts'
import { longestDocument } from '../domain/document.ts'
import { documentId, messageText, nameText, timestamp, version } from './fields.ts'

const kind = z.enum(contractKinds).meta({
  description: '`service-agreement` is what a customer signs first; `csp-contract` is Microsoft’s customer agreement',
})
const title = nameText('What the document is called where it is signed')
const summary = messageText('What is agreed to, in plain words: shown before the text', 1000, 'several')

/** Nothing is trimmed or brought to another form: what is signed is what was given, to the byte. */
const text = z
  .string()
  .refine((given) => given !== '' && [...given].length <= longestDocument, {
    error: `has 1 to ${longestDocument} characters`,
  })
  .meta({
    description: `Markdown, at most ${longestDocument} characters: headings, paragraphs, emphasis, lists, quotes, tables, rules and links to https: and mailto:. No HTML, images, references or blocks of code; numbers of a list count up by one. All languages together have 256 KB in one call`,
  })

const WriteLanguage = z
  .strictObject({
    title,
    summary,
    text,
  })
  .meta({ id: 'WriteDocumentLanguage', description: 'A document in one language' })

const WriteLanguages = z
  .strictObject({
    en: WriteLanguage,
    nl: WriteLanguage.optional(),
    fr: WriteLanguage.optional(),
    de: WriteLanguage.optional(),
  })
  .meta({ description: 'By language; whoever reads a language that is left out gets English' })

const templateId = z.guid().meta({ description: 'Microsoft’s id of the agreement’s template, where it has one' })

/** A document, with the draft of its first version. */
export const CreateDocument = z
  .strictObject({
    kind,
    name: nameText('What you call it among documents'),
    languages: WriteLanguages,
    templateId: templateId.optional(),
  })
  .meta({ id: 'CreateDocument' })

/** What is published: the draft, or the next version as it is given here. */
export const PublishDocument = z
  .strictObject({
    languages: WriteLanguages.optional().meta({
      description: 'The text of the version; the draft is published where it is left out',
    }),
    templateId: templateId.optional().meta({ description: 'Of the version that `languages` give; not without them' }),
  })
  .meta({ id: 'PublishDocument', description: 'An empty object publishes the draft' })

const shownLanguage = {
  title: z.string(),
  summary: z.string(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the Markdown source, in UTF-8, in hexadecimal digits' }),
  bytes: z.int().meta({ description: 'How long the source is' }),
}
const inLanguages = <Shown extends z.ZodType>(shown: Shown) =>
  z
    .strictObject({ en: shown, nl: shown.optional(), fr: shown.optional(), de: shown.optional() })
    .meta({ description: 'By language' })
const shownVersion = {
  version: z.int().min(1).meta({ description: 'Which version of the document this is, from 1' }),
  templateId: templateId.nullable(),
  publishedAt: timestamp.nullable().meta({ description: 'Null for a draft' }),
}
const LanguageShown = z.strictObject(shownLanguage).meta({ id: 'DocumentLanguage' })
const VersionShown = z
  .strictObject({ ...shownVersion, languages: inLanguages(LanguageShown) })
  .meta({ id: 'DocumentVersion' })
const LanguageWithText = z
  .strictObject({ ...shownLanguage, text: z.string().meta({ description: 'The Markdown source, as it was given' }) })
  .meta({ id: 'DocumentLanguageWithText' })
const VersionWithText = z
  .strictObject({ ...shownVersion, languages: inLanguages(LanguageWithText) })
  .meta({ id: 'DocumentVersionWithText' })

const shownDocument = <Version extends z.ZodType>(one: Version) => ({
  documentId,
  kind,
  name: z.string(),
  draft: one.nullable().meta({ description: 'What was not published yet; null to whoever may not publish' }),
  published: one
    .nullable()
    .meta({ description: 'The newest version that was published, or the one that was asked for' }),
  createdAt: timestamp,
  updatedAt: timestamp,
  version,
})

/** A document without its texts. */
export const Document = z.strictObject(shownDocument(VersionShown)).meta({ id: 'Document' })
/** A document with its texts. */
export const DocumentWithText = z.strictObject(shownDocument(VersionWithText)).meta({ id: 'DocumentWithText' })
/** The kind that a list is asked for. */
export const ofKind = kind.optional().meta({ description: 'All kinds when left out' })
