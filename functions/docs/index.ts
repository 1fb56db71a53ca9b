import { docs } from '../../shared/contract/docs.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { showProblem } from './show-problem.ts'

export const handler = pageFunction(docs, { showProblem })
