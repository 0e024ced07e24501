// The words of the page of live figures. Its tiles have their own (../tiles/words.ts).

export const today = {
  all: 'All figures',
  whose: 'Show figures for',
  team: 'Whole team',
  mine: 'My patches',
  missing: 'This figure does not exist.',
  showAll: 'Show all figures',
  file: 'download the figures',
  hint: 'Figures update as soon as they change. Select one to see the rows behind it.',
  loading: 'Loading the figures…',
  needsSignal: 'You need signal to see these figures.',
};
