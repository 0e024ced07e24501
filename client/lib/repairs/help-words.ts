// How to use the list of repairs without a mouse, and what its order means.
export const repairHelp = {
  keys: { enter: 'Enter', escape: 'Esc' },
  shortcuts: {
    next: 'Next and previous repair',
    open: 'Open the repair',
    message: 'Message the officer, or open the conversation',
    order: 'Change the order',
    waiting: 'Show waiting changes',
    search: 'Search',
    escape: 'Leave the field, or go back to the list',
    help: 'Help',
  },
  order: 'Order',
  orderText:
    'Emergencies are first. Then come repairs past their target, the longest first, and those that are due next.',
  home: 'The home',
  homeText:
    'You see who lives there, what to watch out for, and what is missing. What you add is in the officer’s case at once.',
  offline: 'Without signal',
  offlineText:
    'The list and the homes that you opened stay on this device. What you record is saved here and sent when you have signal.',
};
