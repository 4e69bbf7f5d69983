import { EmptyState } from '../../widgets/EmptyState.tsx';

export function MergesView() {
  return <EmptyState title="Being built">This view is on its way.</EmptyState>;
}
