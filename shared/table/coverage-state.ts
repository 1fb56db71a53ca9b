import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import { untold } from '../domain/coverage-news.ts'
import type { OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { model, primary, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** The gaps in role coverage that were told last, beside the contacts that they follow from: so each of them is told once. */
const states = new Entity(
  {
    model: model('coverage-state'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      /** As `gapsIn` words them. */
      lost: { type: CustomAttributeType<readonly string[]>('any'), required: true },
      waiting: { type: CustomAttributeType<readonly string[]>('any'), required: true },
      /** Whether it would be news that everything is covered. */
      wholeIsNews: { type: 'boolean', required: true },
      /** The moment at which coverage was what was told: nobody whose clock is behind tells what was before it. */
      at: { type: 'string', required: true },
      version: { type: 'number', required: true },
    },
    indexes: { ofOrganization: primary(['${organizationId}#contacts', ['organizationId']], ['told', []]) },
  },
  { table: tableName(), client: documents },
)

export type CoverageStateRecord = EntityItem<typeof states>

/** Reads what was told last, strongly; where nothing was yet, it has version 0. */
export async function getCoverageState(organizationId: OrganizationId): Promise<CoverageStateRecord> {
  const { data } = await states.get({ organizationId }).go({ consistent: true })
  return data ?? { organizationId, lost: [...untold.lost], waiting: [], wholeIsNews: true, at: '', version: 0 }
}

/** Replaces what was told as it was read. Fails as `moved` when somebody else has told something since. */
export const changeCoverageState = (
  before: CoverageStateRecord,
  after: Pick<CoverageStateRecord, 'lost' | 'waiting' | 'wholeIsNews' | 'at'>,
): Write =>
  put(
    states
      .put({ ...before, ...after, version: before.version + 1 })
      .where(({ version }, { eq, notExists }) =>
        before.version === 0 ? notExists(version) : eq(version, before.version),
      )
      .params(),
  )
