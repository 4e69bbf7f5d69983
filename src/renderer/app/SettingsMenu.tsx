import { ActionIcon, Popover, SegmentedControl, Stack, Switch, useMantineColorScheme } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { zoneName } from '../format.ts';
import { setPreference, useViewState } from '../state/view-state.ts';

/** The few things that are a matter of taste. */
export function SettingsMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density, zone, letterKeys } = useViewState();
  return (
    <Popover position="bottom-end" width={320} trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon aria-label="Settings">
          <IconSettings size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md">
          <Choice label="Theme">
            <SegmentedControl
              fullWidth
              aria-label="Theme"
              value={colorScheme}
              onChange={(value) => setColorScheme(value)}
              data={[
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
                { value: 'auto', label: 'As the system' },
              ]}
            />
          </Choice>
          <Choice label="Rows">
            <SegmentedControl
              fullWidth
              aria-label="Rows"
              value={density}
              onChange={(value) => setPreference('density', value)}
              data={[
                { value: 'compact', label: 'Compact' },
                { value: 'roomy', label: 'Roomy' },
              ]}
            />
          </Choice>
          <Choice label="Times in">
            <SegmentedControl
              fullWidth
              aria-label="Times in"
              value={zone}
              onChange={(value) => setPreference('zone', value)}
              data={[
                { value: 'utc', label: 'UTC' },
                { value: 'local', label: `Local: ${zoneName('local')}` },
              ]}
            />
          </Choice>
          <Switch
            label="Single-letter shortcuts"
            description="Keys such as j, k and g o. Turn them off if they get in the way."
            checked={letterKeys}
            onChange={(event) => setPreference('letterKeys', event.currentTarget.checked)}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <div className="meta">{label}</div>
      {children}
    </div>
  );
}
