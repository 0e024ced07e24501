// What a notification says while the app is closed. Anybody may read it on a locked screen: no name, no address, no amount.
import type { NoticeKind } from '../../cases/push/push-store.ts';

export const notices: Record<NoticeKind, { title: string; body: string }> = {
  stand_down: { title: 'Visit stopped', body: 'Open Doorstep to see why.' },
  withdrawn: { title: 'Visit no longer stopped', body: 'Open Doorstep before you knock.' },
  answer: { title: 'The repairs team has answered', body: 'Open Doorstep to read it.' },
  plan: { title: 'A payment plan needs a review', body: 'Open Doorstep to see it.' },
};
