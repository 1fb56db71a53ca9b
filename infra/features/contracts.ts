import {
  certifies,
  followsSignatories,
  mailsApproval,
  tellsNews,
  wakesContracts,
} from '../../shared/domain/contract-news.ts'
import { feature } from '../constructs/feature.ts'

/** Contracts: what is to be approved and by whom, the workflow that brings it about, and the pages on which it is decided. */
export const contracts = feature('contracts', ({ goesTheWay, house, isState, reacts, repeats, serves }) => {
  serves('index', { lost: 'Contracts can be neither requested nor seen.' })
  serves('documents', { lost: 'Documents can be neither written nor read, so nobody can choose what a contract says.' })
  serves('certificate', { lost: 'Nobody gets the certificate of an approved contract.' })
  const open = { atMostAtOnce: house.stage.publicConcurrency, timeoutSeconds: 20 }
  serves('approval', { lost: 'Approvers see an error behind their link.', ...open })
  serves('approval-document', { lost: 'Approvers cannot keep what they are asked to approve.', ...open })
  serves('verify', { lost: 'Nobody can check a certificate, nor fetch the key that signed it.', ...open })
  const changes = ['table:read', 'table:write'] as const
  const callsBack = [...changes, 'workflow:call-back'] as const
  const stalls = { lost: 'Contracts stand still: no link goes out, no reminder and no end.' }
  goesTheWay({
    look: isState('look-at-contract', { needs: ['table:read'], ...stalls }),
    takeStep: isState('take-contract-step', { needs: changes, ...stalls }),
    keepToken: isState('keep-task-token', { needs: callsBack, ...stalls }),
  })
  const starts = ['table:read-items', 'table:write', 'workflow:start'] as const
  reacts('start-contract-workflow', { to: ['contract.requested'], needs: starts, ...stalls })
  reacts('wake-contracts', { to: wakesContracts, needs: callsBack, lost: 'Decisions are acted on hours late.' })
  const keeps = [...changes, 'workflow:start', 'workflow:look-after'] as const
  repeats('keep-workflows-running', { needs: keeps, lost: 'Contracts whose workflow has ended stand still for ever.' })
  const links = ['table:write', 'email:send', 'link-token:derive'] as const
  reacts('send-approval', { to: mailsApproval, needs: ['table:read-items', ...links], lost: 'Approvers get no link.' })
  repeats('send-deferred-approvals', { needs: ['table:read', ...links], lost: 'Links that were put off never go.' })
  const mails = [...changes, 'email:send'] as const
  reacts('tell-contract-news', { to: tellsNews, needs: mails, lost: 'Nobody hears how contracts end.' })
  const signs = [...changes, 'certificate:sign', 'email:send-files'] as const
  reacts('certify-contract', { to: certifies, needs: signs, lost: 'Certificates are late.' })
  reacts('follow-signatories', { to: followsSignatories, needs: changes, lost: 'Changed signatories show nowhere.' })
})
