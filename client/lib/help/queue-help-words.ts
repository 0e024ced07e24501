// How to use the money-advice team's page without a mouse, and what its groups mean.
export const queueHelp = {
  keys: { enter: 'Enter', escape: 'Esc' },
  shortcuts: {
    next: 'Next and previous referral',
    open: 'Open the referral',
    take: 'Take the referral',
    outcome: 'Record the outcome',
    waiting: 'Show waiting changes',
    search: 'Search',
    escape: 'Leave the field, or go back to the list',
    help: 'Help',
  },
  order: 'Order',
  orderText:
    'Referrals that no one has taken are first, urgent ones on top, then the oldest. Closed referrals stay for 90 days.',
  shared: 'What you see',
  sharedText:
    'You see what the tenant agreed to share on the day of the referral. Contact details are current, and you can correct them.',
};
