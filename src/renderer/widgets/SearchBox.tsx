import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useEffect, useEffectEvent, useState } from 'react';
import './search-box.css';

interface Props {
  readonly label: string;
  readonly placeholder: string;
  /** What is searched for now, as the address says it. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
  /** Enter and arrow down: on to what was found. */
  readonly onLeave: () => void;
  readonly input: RefObject<HTMLInputElement | null>;
}

const QUIET_MS = 180;

/** Searches as one types, once the keys are quiet for a moment. */
export function SearchBox({ label, placeholder, value, onSearch, onLeave, input }: Props) {
  const [text, setText] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    setTold(value);
    setText(value);
  }

  const tell = useEffectEvent((next: string) => {
    setTold(next);
    onSearch(next);
  });
  useEffect(() => {
    if (text === told) return;
    const timer = setTimeout(() => tell(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text, told]);

  function handleKey(event: KeyboardEvent) {
    if (event.key === 'Escape' && text !== '') setText('');
    else if (event.key === 'Escape') input.current?.blur();
    else if (event.key === 'Enter' || event.key === 'ArrowDown') onLeave();
    else return;
    event.preventDefault();
  }

  return (
    <TextInput
      ref={input}
      type="text"
      className="search-box"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={handleKey}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={14} />}
      rightSection={
        text === '' ? null : (
          <CloseButton size="xs" aria-label="Clear the search" onClick={() => setText('')} />
        )
      }
    />
  );
}
