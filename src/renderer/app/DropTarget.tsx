import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';

/** Files may be dropped anywhere on the window; while they hover, the whole window says so. */
export function DropTarget({
  onFiles,
  intoWorkspace,
}: {
  onFiles: (files: readonly File[]) => void;
  intoWorkspace: boolean;
}) {
  const [over, setOver] = useState(false);
  const handleFiles = useEffectEvent(onFiles);

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    function handleOver(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    }
    function handleLeave(event: DragEvent) {
      if (event.relatedTarget === null) setOver(false);
    }
    function handleDrop(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      handleFiles([...(event.dataTransfer?.files ?? [])]);
    }
    window.addEventListener('dragover', handleOver);
    window.addEventListener('dragleave', handleLeave);
    window.addEventListener('drop', handleDrop);
    return () => {
      window.removeEventListener('dragover', handleOver);
      window.removeEventListener('dragleave', handleLeave);
      window.removeEventListener('drop', handleDrop);
    };
  }, []);

  if (!over) return null;
  return (
    <div className="drop-target">
      <IconFileImport size={32} aria-hidden />
      <h2>{intoWorkspace ? 'Drop to add to this workspace' : 'Drop to open in a new workspace'}</h2>
      <p className="muted">
        NDJSON, JSON or CSV, plain or gzip. You see what was recognised before anything is read.
      </p>
    </div>
  );
}
