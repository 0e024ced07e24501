// The words of conversations with the repairs team, by component. A conversation's state is in state-words.ts.
import { saving } from '../words/saving.ts';

export const askButton = {
  ask: 'Ask the repairs team',
  /** After "Ask the repairs team", for a screen reader. */
  about: (what: string) => ` about ${what}`,
};

export const askForm = {
  about: 'About',
  repair: (category: string, description: string) => `${category}${description && `: ${description}`}`,
  other: 'Something else',
  subject: 'Subject',
  optional: '(optional)',
  question: 'Your question',
  placeholder: 'What do you need to know?',
  cancel: 'Cancel',
};

export const caseThread = { back: 'Back to all messages' };

export const composer = {
  promise: 'We will be there',
  promiseButton: 'Promise a day',
  answerBy: 'Answer needed by',
  answerByButton: 'Answer by',
  templates: 'Templates',
  mention: 'Mention a colleague',
  send: 'Send',
  sendNext: 'Send and next',
  enterSends:
    'Enter sends. Control and Enter sends and opens the next one. Shift and Enter start a new line. ',
  typeAt: 'Type @ to mention a colleague.',
  people: (count: number) =>
    `${count} ${count === 1 ? 'person' : 'people'} to mention. Use the arrow keys, then Enter.`,
  /** The text of a message that has photographs only. */
  photographs: 'Photographs.',
  noTime: 'Enter a day and a time.',
  notFuture: 'Enter a time in the future.',
};

export const found = {
  /** `where` is '' or ', kitchen'. */
  hazard: (severity: string, kind: string, where: string) =>
    `${severity === 'emergency' ? 'Emergency' : 'Significant'} hazard: ${kind.toLowerCase()}${where}`,
  seen: (when: string) => `Seen ${when}. Deadlines count from then.`,
  source: (source: string, isConfirmed: boolean) => `${source}${isConfirmed ? '' : '† (to be confirmed)'}.`,
  noLaw: 'No law sets a deadline here. The landlord’s own target is with the repair.',
  done: (day: string) => `${day}, done`,
  noTime: (day: string) => `${day}, time not recorded, done`,
  afterFirst: 'after the first deadline',
  late: 'late',
  wasDue: (when: string) => `late, was due ${when}`,
  by: (when: string) => `by ${when}`,
  fromInvestigation: 'runs from the end of the investigation',
  latest: (day: string) => `If this is not reasonably possible: by ${day} at the latest.`,
  title: 'Found in the home',
  photograph: (number: number, what: string) => `Photograph ${number}: ${what}`,
  recorded: (when: string, name: string, hasRepair: boolean) =>
    `${when}, ${name}.${hasRepair ? ' Repair reported.' : ''}`,
  more: (count: number) => `Show ${count} more`,
};

export const hazardDone = {
  label: (step: string, isTimed: boolean) => `${step}: ${isTimed ? 'date and time done' : 'date done'}`,
  time: (step: string) => `${step}: time`,
  save: 'Save',
  cancel: 'Cancel',
  done: 'Record',
  /** After "Record", for a screen reader. */
  of: (step: string) => `: ${step}`,
  noDay: 'Enter the day.',
  noTime: 'Enter the time. The law counts hours here.',
  future: 'This time is in the future. Enter when it was done.',
  refused: 'This was not saved. Try again.',
  sent: saving.saved,
  waits: saving.waits,
};

export const homePane = {
  home: 'Home',
  about: (kind: string, bedrooms: number, patch: string) =>
    `${kind}, ${bedrooms} ${bedrooms === 1 ? 'bedroom' : 'bedrooms'}. ${patch}.`,
  loading: 'Loading the home…',
  open: 'Open the case',
  alerts: 'Before you visit',
  repairs: 'Repairs',
  noRepairs: 'No open repairs.',
  /** On the page of one repair. */
  otherRepairs: 'Other repairs',
  noOtherRepairs: 'No other open repairs.',
  done: (count: number) => `${count} done or cancelled.`,
  photographs: 'Photographs',
  photograph: (number: number, name: string, when: string) => `Photograph ${number}, ${name}, ${when}`,
};

export const repairCard = {
  thisConversation: 'This conversation',
  status: 'Status',
  statusOf: (status: string, priority: string) => `${status}, ${priority.toLowerCase()}`,
  priority: 'Priority',
  reported: 'Reported',
  target: 'Target',
  by: (name: string, when: string) => `${name}, ${when}`,
  intoThread: 'Add to conversation',
  waits: saving.waits,
  addNote: 'Add a note',
};

export const homePeople = {
  title: 'People',
  others: (names: string) => `Also living here: ${names}`,
  /** Of a tenancy that has ended. */
  othersThen: (names: string) => `Also lived here: ${names}`,
  ended: (day: string) => `This tenancy ended on ${day}. These people have left.`,
};

export const inbox = {
  label: 'Inbox',
  noneLeft: 'No other conversation waits for your team.',
  opened: (subject: string, address: string) => `Next conversation: ${subject}, ${address}`,
  /** 'Choose a conversation, or press J and Enter.' */
  choose: 'Choose a conversation, or press',
  and: 'and',
  enter: 'Enter',
};

export const inboxHelp = {
  shortcuts: {
    next: 'Next and previous conversation',
    open: 'Open the conversation',
    reply: 'Reply',
    close: 'Close: nothing more is needed',
    closeUndo: 'Undo closing or snoozing',
    sendNext: 'In a message: send, and open the next one to answer',
    nextToAnswer: 'Open the next one to answer',
    select: 'Select, to act on several at once',
    assign: 'Assign to a colleague',
    snooze: 'Snooze until a day',
    sort: 'Change the order',
    search: 'Search',
    waiting: 'Show waiting changes',
    escape: 'Leave the field, or go back to the list',
    help: 'Help',
  },
  keys: { enter: 'Enter', escape: 'Esc', control: 'Ctrl' },
  snoozed: 'Snoozed',
  snoozedText:
    'A snoozed conversation leaves your team’s list until its day. It comes back earlier with a new message, or when an answer or a legal step is due.',
  order: 'Order',
  orderText:
    'Conversations that wait for your team are first: late ones, then those due soon, then yours, then the longest wait. Conversations that wait for others are last.',
  promised: 'Promised days',
  promisedText:
    'A day that the repairs team promises shows in the conversation, the case and the officer’s visit. It changes when they promise another day.',
  offline: 'Without signal',
  offlineText:
    'What you write is saved on this device and sent when you have signal. If a message is not accepted, you see why and keep your text.',
  inMessage: 'In a message: Enter sends, Shift and Enter start a new line, @ mentions a colleague.',
};

export const log = {
  loadingOlder: 'Loading older messages…',
  older: 'Show older messages',
  from: (name: string, team: string) => `${name}${team && `, ${team}`}`,
  new: 'New',
  missing: 'You can no longer see this conversation.',
  loading: 'Loading messages…',
  seen: (time: string, seen: string) => `${time}${seen && `. ${seen}`}`,
  newMessages: (count: number) => (count === 1 ? '1 new message.' : `${count} new messages.`),
  show: 'Show',
};

export const mentionList = { label: 'People to mention' };

export const message = {
  photograph: (number: number, of: number) => `Photograph ${number} of ${of}`,
  /** Before the day, in bold. */
  promised: 'Promised',
  answerBy: (when: string) => `Answer needed by ${when}`,
  inNotes: 'Added to the repair’s notes',
  moreMine: 'More about your message',
  more: (name: string) => `More about the message from ${name}`,
  sending: saving.sending,
  waits: saving.waits,
  notSent: 'Not sent.',
  edit: 'Edit message',
  remove: 'Remove',
  spoken: (name: string, text: string) => `${name}: ${text}`,
};

export const messages = {
  title: 'Messages',
  none: 'No questions to the repairs team yet.',
  notLoaded: 'Questions to the repairs team did not load.',
  loading: 'Loading messages…',
  all: (count: number) => `Show all ${count}`,
};

export const moreAbout = {
  title: 'Message',
  copy: 'Copy text',
  copied: 'Copied.',
  notAllowed: 'This browser does not allow copying.',
  already: 'Already in a repair’s notes.',
  noRepair: 'This home has no open repair with notes to add it to.',
  addTo: (repair: string) => `Add to notes: ${repair}`,
  added: 'Added to the repair’s notes.',
  notAdded: (why: string) => `Not added to the notes. ${why}`,
};

export const openThread = {
  back: 'Back to the list',
  home: 'Home',
  /** After "Home", for a screen reader. */
  missing: (count: number) => `: ${count} missing ${count === 1 ? 'detail' : 'details'}`,
};

export const photos = {
  add: 'Add photographs',
  field: 'Photographs',
  list: 'Photographs in this message',
  photograph: (number: number) => `Photograph ${number}`,
  remove: (number: number) => `Remove photograph ${number}`,
  refused: (why: string) => `Not accepted. ${why}`,
  preparing: 'Preparing photograph…',
};

export const presets = {
  midday: 'midday',
  other: 'Other',
  otherTime: (label: string) => `${label}: another time`,
};

export const repairNote = { label: 'Note on this repair', save: 'Save note', cancel: 'Cancel' };

export const templates = {
  title: 'Templates',
  none: 'Your team has no templates yet.',
  failed: 'The templates did not load. You can write your own message.',
  loading: 'Loading templates…',
};

export const thread = {
  missing: 'Conversation not available',
  untitled: 'Conversation',
  youAnswer: 'You are answering',
  answers: (name: string) => `${name} is answering`,
  yours: 'Yours',
  take: 'I’ll answer',
  close: 'Close',
  /** After "Close", for a screen reader. */
  closeWhat: ' conversation',
  dismiss: 'Dismiss',
  reopen: 'Reopen',
  log: (subject: string) => `Messages: ${subject}`,
  stale: (why: string) => `You can see what is saved on this device. ${why}`,
  field: 'Message',
  writeToReopen: 'Write to reopen',
  writeToOfficer: 'Answer the officer',
  writeToRepairs: 'Write to the repairs team',
};

export const threadList = {
  names: { open: 'Open', mine: 'Mine', promised: 'Promised', snoozed: 'Snoozed', settled: 'Closed' },
  spoken: (changes: string) => `In the list: ${changes}.`,
  search: 'address, name or text',
  show: 'Show',
  label: 'Conversations',
  loading: 'Loading conversations…',
  waiting: 'Waiting for a connection…',
  searching: 'Searching…',
  noMatch: (text: string) => `No conversation matches “${text}”.`,
  noMatchHow: 'Try a street, a postcode, a name or a word from a message.',
  clear: 'Clear search',
  noneOpen: 'No open conversations.',
  noneOpenRepairs: 'Questions from officers appear here.',
  noneOpenOfficer: 'Ask the repairs team from a case. Their answers appear here.',
  none: 'No conversations here.',
  showOpen: 'Show open conversations',
  more: 'Show more',
};

export const threadRow = {
  about: (what: string) => `${what}: `,
  unread: (count: number) => `${count} unread.`,
  mentioned: 'You are mentioned',
  youAnswer: 'You are answering',
  waits: 'Will send',
};
