import {
  IconAffiliate,
  IconArrowMerge,
  IconCircleDashed,
  IconFiles,
  IconFilter,
  IconHome,
  IconLayoutDashboard,
  IconListDetails,
  IconUsers,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useViewState } from '../state/view-state.ts';
import { PLACES } from './commands.ts';

const ICONS: { readonly [to in (typeof PLACES)[number]['to']]: typeof IconHome } = {
  '/w/$workspace/overview': IconLayoutDashboard,
  '/w/$workspace/profiles': IconUsers,
  '/w/$workspace/graph': IconAffiliate,
  '/w/$workspace/merges': IconArrowMerge,
  '/w/$workspace/segments': IconFilter,
  '/w/$workspace/rules': IconListDetails,
  '/w/$workspace/sources': IconFiles,
  '/w/$workspace/unresolved': IconCircleDashed,
};

export function Sidebar({ workspace }: { workspace: string | null }) {
  const letterKeys = useViewState((state) => state.letterKeys);
  return (
    <nav className="sidebar" aria-label="Views">
      <Link to="/" className="sidebar-link" activeOptions={{ exact: true }}>
        <IconHome size={16} stroke={1.75} aria-hidden />
        Start
      </Link>
      {workspace !== null && (
        <>
          <div className="sidebar-rule" />
          {PLACES.map((place) => {
            const Icon = ICONS[place.to];
            return (
              <Link
                key={place.to}
                to={place.to}
                params={{ workspace }}
                className="sidebar-link"
                title={place.explanation}
              >
                <Icon size={16} stroke={1.75} aria-hidden />
                {place.label}
                {letterKeys && (
                  <span className="meta" aria-hidden>
                    g {place.key}
                  </span>
                )}
              </Link>
            );
          })}
        </>
      )}
    </nav>
  );
}
