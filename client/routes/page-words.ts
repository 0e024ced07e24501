// The titles of the pages, and the words of the visit's page while it opens.
export const titles = {
  home: 'Doorstep',
  inbox: 'Inbox',
  messages: 'Messages',
  repairs: 'Repairs',
  referrals: 'Referrals',
  tasks: 'Tasks',
  visits: 'Visits today',
  offline: 'Work without signal',
  waiting: 'Waiting to send',
  case: 'Case – Doorstep',
  visit: 'Visit – Doorstep',
  plan: 'Repayment plan – Doorstep',
  statement: 'Rent statement – Doorstep',
  wallboard: 'Wallboard – Doorstep',
  screens: 'Office screens – Doorstep',
  of: (name: string) => `${name} – Doorstep`,
};

export const visitPage = {
  opening: 'Opening the visit…',
  missing: 'The visit page is not on this device yet. It loads when you have signal.',
  back: 'Back to the case',
};
