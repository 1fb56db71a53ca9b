/**
 * What two names of definitions share when they count as one (A10): trimmed, and the same in every case, so that `STRASSE` is
 * `Straße`.
 */
export const foldName = (name: string): string =>
  name.normalize('NFKC').trim().toUpperCase().toLowerCase().normalize('NFC')
