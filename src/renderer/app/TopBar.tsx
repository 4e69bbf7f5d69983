import { ActionIcon, TextInput, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconCommand, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { RefObject, SubmitEvent } from 'react';
import { useState } from 'react';
import { JobIndicator } from '../panels/JobIndicator.tsx';
import { SettingsMenu } from './SettingsMenu.tsx';
import { WorkspaceName } from './WorkspaceName.tsx';

interface Props {
  readonly workspace: string | null;
  readonly search: RefObject<HTMLInputElement | null>;
}

export function TopBar({ workspace, search }: Props) {
  const { toggleColorScheme } = useMantineColorScheme();
  const colorScheme = useComputedColorScheme('light');
  return (
    <header className="top-bar">
      <Link to="/" className="brand">
        <WeftSign />
        Weft
      </Link>
      {workspace === null ? <span /> : <ProfileSearch key={workspace} workspace={workspace} input={search} />}
      <div className="top-bar-end">
        {workspace !== null && <WorkspaceName workspace={workspace} />}
        {workspace !== null && <JobIndicator workspace={workspace} />}
        <Tooltip label="Command palette (Ctrl+K)">
          <ActionIcon aria-label="Command palette" onClick={() => spotlight.open()}>
            <IconCommand size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Switch between light and dark">
          <ActionIcon aria-label="Switch between light and dark" onClick={() => toggleColorScheme()}>
            {colorScheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />}
          </ActionIcon>
        </Tooltip>
        <SettingsMenu />
      </div>
    </header>
  );
}

/** Any identifier in any spelling; the engine normalises it with its own rules. */
function ProfileSearch({
  workspace,
  input,
}: {
  workspace: string;
  input: RefObject<HTMLInputElement | null>;
}) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  function handleSubmit(event: SubmitEvent) {
    event.preventDefault();
    void navigate({ to: '/w/$workspace/profiles', params: { workspace }, search: { q: text.trim() } });
  }
  return (
    <form role="search" onSubmit={handleSubmit}>
      <TextInput
        ref={input}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        aria-label="Find a person by any identifier or name"
        placeholder="Find a person: email, phone, device id, name …   ( / )"
        leftSection={<IconSearch size={14} />}
      />
    </form>
  );
}

/** Two threads that become one. */
function WeftSign() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden>
      <path
        d="M1 5h5c5 0 4 5 9 5"
        fill="none"
        stroke="var(--state-anonymous)"
        strokeWidth="2"
        strokeDasharray="2 2"
      />
      <path d="M1 15h5c5 0 4-5 9-5" fill="none" stroke="var(--state-known)" strokeWidth="2" />
      <path d="M13 10h6" stroke="var(--state-unified)" strokeWidth="4" />
    </svg>
  );
}
