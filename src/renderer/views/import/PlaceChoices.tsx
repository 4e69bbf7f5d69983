import { Select } from '@mantine/core';
import { useMemo } from 'react';
import type { SourceInspection } from '#shared/protocol/results/source.ts';
import { formatCounted } from '../../format.ts';
import type { Draft } from './draft.ts';
import { listCountries, listZones } from './places.ts';

const NO_COUNTRY = 'none';

interface Props {
  readonly inspection: SourceInspection;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

/** Asks for a country and a zone, each only when the file leaves it open. */
export function PlaceChoices({ inspection, draft, onDraft }: Props) {
  const asksCountry = inspection.nationalPhones > 0 || draft.country !== null;
  const asksZone = inspection.zonelessTimes > 0 || draft.zone !== 'UTC';
  const countries = useMemo(
    () =>
      asksCountry
        ? [{ value: NO_COUNTRY, label: 'Not known: such numbers join nobody' }, ...listCountries()]
        : [],
    [asksCountry],
  );
  const zones = useMemo(() => (asksZone ? listZones() : []), [asksZone]);
  if (!asksCountry && !asksZone) return null;
  return (
    <div className="choice-row">
      {asksCountry && (
        <Select
          label="Phone numbers without a country code are of"
          description={`${formatCounted(inspection.nationalPhones, 'such number')} in the records looked at`}
          w={320}
          searchable
          value={draft.country ?? NO_COUNTRY}
          onChange={(country) => onDraft({ ...draft, country: country === NO_COUNTRY ? null : country })}
          data={countries}
        />
      )}
      {asksZone && (
        <Select
          label="Times without a zone are in"
          description={`${formatCounted(inspection.zonelessTimes, 'such time')} in the records looked at`}
          w={320}
          searchable
          value={draft.zone}
          onChange={(zone) => onDraft({ ...draft, zone: zone ?? 'UTC' })}
          data={zones}
        />
      )}
    </div>
  );
}
