import { MantineProvider } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { Results } from '#shared/protocol/requests.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { readStyleNonce } from '../style-nonce.ts';
import { cssVariables, theme } from '../theme.ts';
import { ConnectionFault } from './ConnectionFault.tsx';
import { EngineWindow } from './EngineWindow.tsx';
import { makeEngine } from './make-engine.ts';
import { makeRouter } from './routes.tsx';

type Connection =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected'; readonly hello: Results['session.hello'] }
  | { readonly phase: 'fault'; readonly fault: FaultData };

export function App({ bridge }: { bridge: PageBridge }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={readStyleNonce}
    >
      <Connected bridge={bridge} />
    </MantineProvider>
  );
}

function Connected({ bridge }: { bridge: PageBridge }) {
  const connection = useConnection(bridge);
  const hello = connection.phase === 'connected' ? connection.hello : null;
  const engine = useMemo(() => (hello === null ? null : makeEngine(bridge, hello)), [bridge, hello]);
  const router = useMemo(() => makeRouter(), []);
  if (connection.phase === 'fault') {
    return <ConnectionFault fault={connection.fault} onTakeOver={() => bridge.takeOver()} />;
  }
  if (engine === null) return null;
  return <EngineWindow engine={engine} router={router} />;
}

/**
 * Follows the connection to main. After a break main may be another process that knows nothing of what this page has
 * opened, so the page starts afresh; its address brings the same view back.
 */
function useConnection(bridge: PageBridge): Connection {
  const [connection, setConnection] = useState<Connection>({ phase: 'connecting' });
  useEffect(() => {
    let lost = false;
    function greet() {
      bridge.hello().then(
        (hello) => setConnection({ phase: 'connected', hello }),
        (thrown: unknown) => setConnection({ phase: 'fault', fault: toFaultData(thrown) }),
      );
    }
    greet();
    return bridge.subscribeState((state) => {
      if (state === 'open' && lost) location.reload();
      else if (state !== 'connecting') greet();
      if (state === 'lost' || state === 'elsewhere') lost = true;
    });
  }, [bridge]);
  return connection;
}
