/** Grey lines in place of what is awaited; invisible for the first 150 ms. */
export function Skeleton({ lines }: { lines: number }) {
  return (
    <div className="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} style={{ width: `${90 - ((line * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
