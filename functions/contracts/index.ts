import { contracts } from '../../shared/contract/contracts.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { cancelContract } from './cancel-contract.ts'
import { getContract } from './get-contract.ts'
import { getContractEvidence } from './get-contract-evidence.ts'
import { listContracts } from './list-contracts.ts'
import { remindContract } from './remind-contract.ts'
import { requestContract } from './request-contract.ts'

export const handler = httpFunction(contracts, {
  cancelContract,
  getContract,
  getContractEvidence,
  listContracts,
  remindContract,
  requestContract,
})
