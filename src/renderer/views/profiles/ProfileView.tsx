import { EmptyState } from '../../widgets/EmptyState.tsx';

export function ProfileView() {
  return <EmptyState title="Being built">This view is on its way.</EmptyState>;
}
