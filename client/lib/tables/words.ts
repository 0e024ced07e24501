// The words of tables that sort and search.

export const rows = {
  search: 'search these rows',
  none: 'No row has all of these words.',
  sorted: (column: string, isDown: boolean) => `Sorted by ${column}, ${isDown ? 'descending' : 'ascending'}`,
  unsorted: 'In the original order',
};
