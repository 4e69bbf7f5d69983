import {
  IconArrowMerge,
  IconArrowsExchange,
  IconBuilding,
  IconFilterOff,
  IconHandStop,
  IconLink,
  IconScissors,
  IconUserPlus,
  IconUsersMinus,
} from '@tabler/icons-react';
import type { DecisionAction } from '#shared/identity/identity.ts';
import { ACTION_TEXTS } from '../reason-texts.ts';
import './decision-mark.css';

const ICONS: { readonly [action in DecisionAction]: typeof IconLink } = {
  create: IconUserPlus,
  attach: IconLink,
  merge: IconArrowMerge,
  refuse: IconHandStop,
  'hand-over': IconArrowsExchange,
  block: IconFilterOff,
  demote: IconUsersMinus,
  link: IconBuilding,
  cut: IconScissors,
};

/** The sign of a kind of decision; refusals alone carry the colour of risk. */
export function DecisionIcon({ action }: { action: DecisionAction }) {
  const Icon = ICONS[action];
  return <Icon size={14} stroke={1.75} className={`decision-icon action-${action}`} aria-hidden />;
}

export function DecisionMark({ action }: { action: DecisionAction }) {
  return (
    <span className="decision-mark">
      <DecisionIcon action={action} />
      {ACTION_TEXTS[action]}
    </span>
  );
}
