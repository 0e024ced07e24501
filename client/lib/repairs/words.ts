// The words of the repairs team's list of open repairs, and of one repair with its home.
import type { RepairOrder, RepairSection } from '#domain/repair-order.ts';

export const repairList = {
  title: 'Repairs',
  label: 'Open repairs',
  /** After "Search". */
  search: 'address or repair',
  order: 'Order',
  orders: { urgent: 'Most urgent first', oldest: 'Oldest first' } satisfies Record<RepairOrder, string>,
  sections: {
    emergency: 'Emergencies',
    overdue: 'Overdue',
    today: 'Due today',
    later: 'Due later',
    undated: 'No target date',
  } satisfies Record<RepairSection, string>,
  open: (count: string) => `${count} open`,
  /** Not all are loaded. */
  some: (shown: string, count: string) => `Showing ${shown} of ${count} open repairs.`,
  more: 'Show more',
  searchOthers: 'Search by address to find the others.',
  loading: 'Loading repairs…',
  waiting: 'Repairs load when you have signal.',
  kept: (when: string) => `Not up to date. Loaded ${when}.`,
  failed: 'The repairs did not load. They load again automatically.',
  empty: 'No open repairs.',
  noMatch: (text: string) => `No open repair matches “${text}”.`,
  noMatchHow: 'Try the number and street, the postcode, or a word of the repair.',
  onlyKept: 'Without signal, only the repairs on this device are searched.',
  searching: 'Searching…',
  clear: 'Clear the search',
  choose: 'Choose a repair, or press',
  and: 'and',
  enter: 'Enter',
  spoken: (changes: string) => `${changes}. The list waits.`,
};

export const repairRow = {
  emergency: 'Emergency',
  gone: 'No longer open',
  theyWait: 'Officer is waiting',
  youWait: 'Waiting for the officer',
  toSend: 'To send',
};

export const repairOpen = {
  label: 'Repair',
  back: 'Back to all repairs',
  home: 'Home',
  missing: 'This repair does not exist, or is not for your team.',
  loading: 'Loading the repair…',
  waiting: 'This repair is not on this device yet. It loads when you have signal.',
  failed: 'The repair did not load. It loads again by itself.',
  neverLet: 'This home has no tenancy, so it has no people and no checks here.',
  thisRepair: 'This repair',
  conversations: 'Conversations with the officer',
  noConversation: 'No conversation yet.',
  noConversationKept: 'Conversations load when you have signal.',
  message: 'Message the officer',
  openConversation: 'Open the conversation',
  gaps: (count: number) => `Add ${count} missing ${count === 1 ? 'detail' : 'details'}`,
  field: 'Your message to the officer',
  placeholder: 'What does the officer need to know?',
  cancel: 'Cancel',
  sent: 'Message saved. The conversation is with this repair.',
};
