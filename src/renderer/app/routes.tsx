import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
} from '@tanstack/react-router';
import { GraphView } from '../views/graph/GraphView.tsx';
import { ImportView } from '../views/import/ImportView.tsx';
import { MergesView } from '../views/merges/MergesView.tsx';
import { OverviewView } from '../views/overview/OverviewView.tsx';
import { ProfilesView } from '../views/profiles/ProfilesView.tsx';
import { ProfileView } from '../views/profiles/ProfileView.tsx';
import { RulesView } from '../views/rules/RulesView.tsx';
import { SegmentsView } from '../views/segments/SegmentsView.tsx';
import { SourcesView } from '../views/sources/SourcesView.tsx';
import { StartView } from '../views/start/StartView.tsx';
import { UnresolvedView } from '../views/unresolved/UnresolvedView.tsx';
import { Shell } from './Shell.tsx';
import {
  graphSearch,
  importSearch,
  mergesSearch,
  profileSearch,
  profilesSearch,
  rulesSearch,
  searchOf,
  segmentsSearch,
  sourcesSearch,
} from './search.ts';
import { WorkspaceFrame } from './WorkspaceFrame.tsx';

/** Views read their own part with `getRouteApi('/w/$workspace/…')`, so that none of them imports this file. */

const root = createRootRoute({ component: Shell, notFoundComponent: () => <Navigate to="/" /> });

const start = createRoute({ getParentRoute: () => root, path: '/', component: StartView });
const importing = createRoute({
  getParentRoute: () => root,
  path: '/import',
  component: ImportView,
  validateSearch: searchOf(importSearch),
});
const workspace = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspace',
  component: WorkspaceFrame,
});

const overview = createRoute({ getParentRoute: () => workspace, path: '/overview', component: OverviewView });
const profiles = createRoute({
  getParentRoute: () => workspace,
  path: '/profiles',
  component: ProfilesView,
  validateSearch: searchOf(profilesSearch),
});
const profile = createRoute({
  getParentRoute: () => workspace,
  path: '/profiles/$profile',
  component: ProfileView,
  validateSearch: searchOf(profileSearch),
});
const graph = createRoute({
  getParentRoute: () => workspace,
  path: '/graph',
  component: GraphView,
  validateSearch: searchOf(graphSearch),
});
const merges = createRoute({
  getParentRoute: () => workspace,
  path: '/merges',
  component: MergesView,
  validateSearch: searchOf(mergesSearch),
});
const segments = createRoute({
  getParentRoute: () => workspace,
  path: '/segments',
  component: SegmentsView,
  validateSearch: searchOf(segmentsSearch),
});
const rules = createRoute({
  getParentRoute: () => workspace,
  path: '/rules',
  component: RulesView,
  validateSearch: searchOf(rulesSearch),
});
const sources = createRoute({
  getParentRoute: () => workspace,
  path: '/sources',
  component: SourcesView,
  validateSearch: searchOf(sourcesSearch),
});
const unresolved = createRoute({
  getParentRoute: () => workspace,
  path: '/unresolved',
  component: UnresolvedView,
});

const routeTree = root.addChildren([
  start,
  importing,
  workspace.addChildren([overview, profiles, profile, graph, merges, segments, rules, sources, unresolved]),
]);

export function makeRouter(history = createHashHistory()) {
  return createRouter({ routeTree, history });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
