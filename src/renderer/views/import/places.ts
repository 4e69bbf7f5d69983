const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** Codes that name no country: unions, unknown, and test locales; and regions without a numbering plan of their own. */
const NO_COUNTRIES = new Set([
  ...['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'],
  ...['AQ', 'BV', 'CP', 'CQ', 'DG', 'EA', 'GS', 'HM', 'IC', 'PN', 'TF', 'UM'],
]);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Every country by ISO 3166-1 code with its English name, as the runtime knows them; withdrawn codes are left out. */
export function listCountries(): { readonly value: string; readonly label: string }[] {
  const countries: { readonly value: string; readonly label: string }[] = [];
  for (const first of LETTERS) {
    for (const second of LETTERS) {
      const code = first + second;
      const name = regionNames.of(code);
      if (name === undefined || NO_COUNTRIES.has(code)) continue;
      if (new Intl.Locale(`und-${code}`).region !== code) continue;
      countries.push({ value: code, label: `${name} (${code})` });
    }
  }
  return countries.toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
}

export function listZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}
