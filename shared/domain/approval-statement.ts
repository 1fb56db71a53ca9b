import type { InEveryLanguage, Language } from './language.ts'

/** The version of the statement that whoever approves ticks; another wording is another version. */
export const approvalStatementVersion = '2026-11'

const sentences: InEveryLanguage<(organization: string, document: string) => string> = {
  en: (organization, document) =>
    `I am authorised to accept legal terms on behalf of ${organization}, and I accept “${document}” on its behalf.`,
  nl: (organization, document) =>
    `Ik ben bevoegd om namens ${organization} juridische voorwaarden te aanvaarden, en ik aanvaard “${document}” namens die organisatie.`,
  fr: (organization, document) =>
    `Je suis habilité(e) à accepter des conditions juridiques au nom de ${organization}, et j’accepte «\u00a0${document}\u00a0» en son nom.`,
  de: (organization, document) =>
    `Ich bin befugt, im Namen von ${organization} rechtliche Bedingungen anzunehmen, und nehme „${document}“ in ihrem Namen an.`,
}

/** What whoever approves states by ticking it: `organization` by its legal name, the document by its title (K6). */
export const approvalStatement = (language: Language, organization: string, document: string): string =>
  sentences[language](organization, document)
