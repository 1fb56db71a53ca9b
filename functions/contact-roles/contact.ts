import { contactPages } from '../../shared/contract/contact-pages.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { answerContact } from './answer-contact.ts'
import { showContact } from './show-contact.ts'

export const handler = pageFunction(contactPages, { showContact, answerContact })
