import { followsSignatories, mailsApproval, wakesContracts } from '../../shared/domain/contract-news.ts'
import { feature } from '../constructs/feature.ts'

/** Contracts: what is to be approved and by whom, the workflow that brings it about, and the pages on which it is decided. */
export const contracts = feature('contracts', ({ goesTheWay, house, isState, reacts, repeats, serves }) => {
  serves('index', { lost: 'Contracts can be neither requested nor seen.' })
  serves('documents', { lost: 'Documents can be neither written nor read, so nobody can choose what a contract says.' })
  const open = { atMostAtOnce: house.stage.publicConcurrency }
  serves('approval', { lost: 'Approvers see an error behind their link.', timeoutSeconds: 20, ...open })

  const changes = ['table:read', 'table:write'] as const
  const stalls = { lost: 'Contracts stand still: no link goes out, no reminder and no end.' }
  goesTheWay({
    look: isState('look-at-contract', { needs: ['table:read'], ...stalls }),
    takeStep: isState('take-contract-step', { needs: changes, ...stalls }),
    keepToken: isState('keep-task-token', { needs: [...changes, 'workflow:call-back'], ...stalls }),
  })
  reacts('start-contract-workflow', { to: ['contract.requested'], needs: [...changes, 'workflow:start'], ...stalls })
  reacts('wake-contracts', {
    to: wakesContracts,
    needs: [...changes, 'workflow:call-back'],
    lost: 'What is decided, and who may approve now, is noticed hours later.',
  })
  repeats('keep-workflows-running', {
    needs: [...changes, 'workflow:start', 'workflow:look-after'],
    lost: 'Contracts whose workflow has ended too early stand still for ever.',
  })
  const links = { needs: [...changes, 'email:send', 'link-token:derive'] as const, lost: 'Approvers get no link.' }
  reacts('send-approval', { to: mailsApproval, ...links })
  repeats('send-deferred-approvals', links)
  reacts('follow-signatories', {
    to: followsSignatories,
    needs: changes,
    lost: 'Approved contracts do not show that their signatory has changed.',
  })
})
