import { me } from '../../shared/contract/me.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { confirmAddressChange } from './confirm-address-change.ts'
import { showAddressChange } from './show-address-change.ts'

export const handler = pageFunction(me, { showAddressChange, confirmAddressChange })
