import { Problem } from '../../shared/domain/problems.ts'
import { type ApiKeyKey, type ApiKeyRecord, getApiKey } from '../../shared/table/api-key.ts'

/** The key of that id; 404 for one that is not of this organization. */
export async function keyHere(of: ApiKeyKey): Promise<ApiKeyRecord> {
  const key = await getApiKey(of)
  if (!key) throw new Problem('not-found')
  return key
}
