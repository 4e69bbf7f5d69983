import { Kbd } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Command } from './commands.ts';

/** Ctrl+K: every command by name, and a search for a person with whatever was typed. */
export function Palette({ commands, workspace }: { commands: readonly Command[]; workspace: string | null }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = commands.filter((command) => {
    const text = `${command.label} ${command.explanation}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      tagsToIgnore={[]}
      overlayProps={{ blur: 0, backgroundOpacity: 0.3 }}
      size="lg"
      attributes={{ content: { 'aria-label': 'Command palette' } }}
    >
      <Spotlight.Search placeholder="Type a command or a person" leftSection={<IconSearch size={16} />} />
      <Spotlight.ActionsList>
        {shown.map((command) => (
          <Spotlight.Action key={command.id} onClick={command.run}>
            <div className="palette-action">
              <span>{command.label}</span>
              <span className="meta">{command.explanation}</span>
              {command.keys !== null && <Kbd size="xs">{command.keys}</Kbd>}
            </div>
          </Spotlight.Action>
        ))}
        {workspace !== null && query.trim() !== '' && (
          <Spotlight.Action
            onClick={() =>
              void navigate({
                to: '/w/$workspace/profiles',
                params: { workspace },
                search: { q: query.trim() },
              })
            }
          >
            <div className="palette-action">
              <span>Find the person “{query.trim()}”</span>
              <span className="meta">Searches every identifier and name</span>
            </div>
          </Spotlight.Action>
        )}
        {shown.length === 0 && workspace === null && (
          <Spotlight.Empty>No command has this name</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
