// The words of the map: its notes, its buttons, and its markers as a screen reader reads them out.

export const map = {
  role: 'map',
  label:
    'Map of the cases in the list. Use arrow keys to move it, plus and minus to zoom. Press Tab to reach the cases, then arrow keys to go between them.',
  notSetUp: 'No street map set up',
  offline: 'Street map needs signal here',
  failed: 'The map did not load. Use the list.',
  closeNote: 'Close this note',
  toPosition: 'Go to my position',
  showAll: 'Zoom to all cases',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  position: (metres: number) => `You are here, within ${metres} ${metres === 1 ? 'metre' : 'metres'}`,
};

export const marker = {
  stop: (number: number, action: string) => `Stop ${number}, ${action.toLowerCase()}`,
  noVisit: 'No visit needed',
  alert: 'Cautionary alert',
  onTheWay: 'On the way',
  takenBy: (name: string) => `${name} has this case`,
};

/** `parts` is what the group is made of: '6 visit, 4 call'. */
export const group = {
  cases: (count: number, parts: string) => `${count} cases: ${parts}`,
  building: (count: number) => `${count} cases in one building`,
  casesInBuilding: (count: number, parts: string) => `${count} cases in one building: ${parts}`,
  alerts: (count: number) => `${count} with a cautionary alert`,
  choose: 'Choose one.',
  zoomIn: 'Zoom in.',
};
