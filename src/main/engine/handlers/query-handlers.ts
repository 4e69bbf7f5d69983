/** Questions that the engine answers, and exports, which are its answers in full. */

import type { EngineHost } from '../engine-host.ts';
import type { QueryMethod } from '../engine-messages.ts';
import { exportList } from '../exporter.ts';
import type { Workspaces } from '../workspaces.ts';
import type { Handler, Handlers, Services } from './handler.ts';

export function queryHandlers(services: Services): Handlers<QueryMethod | 'export'> {
  const { workspaces, engine } = services;
  const overview = ask('overview', workspaces, engine);
  return {
    overview: async (params, signal) =>
      workspaces.get(params.workspace).keptOverview ?? overview(params, signal),
    'profiles.page': ask('profiles.page', workspaces, engine),
    'profile.get': ask('profile.get', workspaces, engine),
    'profile.timeline': ask('profile.timeline', workspaces, engine),
    'profile.graph': ask('profile.graph', workspaces, engine),
    'decisions.page': ask('decisions.page', workspaces, engine),
    'event.get': ask('event.get', workspaces, engine),
    'unresolved.page': ask('unresolved.page', workspaces, engine),
    'segment.preview': ask('segment.preview', workspaces, engine),
    'segment.fields': ask('segment.fields', workspaces, engine),
    'rules.get': ask('rules.get', workspaces, engine),
    export: async (request, signal) =>
      exportList(services, await workspaces.ready(request.workspace, signal), request),
  };
}

/** A question waits while the workspace is being opened. */
function ask<M extends QueryMethod>(method: M, workspaces: Workspaces, engine: EngineHost): Handler<M> {
  return async (params, signal) => {
    await workspaces.ready(params.workspace, signal);
    return engine.query(method, params, signal);
  };
}
