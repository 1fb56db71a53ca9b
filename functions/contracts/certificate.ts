import { contracts } from '../../shared/contract/contracts.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { getContractCertificate } from './get-contract-certificate.ts'

export const handler = httpFunction(contracts, { getContractCertificate }, 'certificate')
