import { expectTypeOf, it } from 'vitest';
import type { Bridge } from '#shared/protocol/bridge.ts';
import type { Method, Params, REQUEST_SCHEMAS, Results } from '#shared/protocol/requests.ts';
import type { Overview } from '#shared/protocol/results/overview.ts';
import type { ProfileView } from '#shared/protocol/results/profile.ts';

declare const bridge: Bridge;

it('has a result for every method and a method for every result', () => {
  expectTypeOf<keyof Results>().toEqualTypeOf<keyof typeof REQUEST_SCHEMAS>();
  expectTypeOf<Method>().toEqualTypeOf<keyof Results>();
});

it('lets the method decide parameters and result', () => {
  expectTypeOf(bridge.request('overview', { workspace: 'shop' })).resolves.toEqualTypeOf<Overview>();
  expectTypeOf(
    bridge.request('profile.get', { workspace: 'shop', id: 'x' }),
  ).resolves.toEqualTypeOf<ProfileView>();
  expectTypeOf<Params<'workspace.hydrated'>>().toEqualTypeOf<{ workspace: string }>();
});

it('refuses parameters of another method and methods that are not there', () => {
  // @ts-expect-error an id is missing
  void bridge.request('profile.get', { workspace: 'shop' });
  // @ts-expect-error there is no such method
  void bridge.request('profile.erase', { workspace: 'shop' });
});
