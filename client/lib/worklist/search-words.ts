// The words of a search beyond the list, which loads when somebody searches.

export const otherTenancies = {
  title: 'Other tenancies',
  noSignal: 'No connection: only your list is searched.',
  failed: 'The search did not work. Try again.',
  searching: 'Searching…',
  count: (onList: number, others: number) =>
    `${onList} on your list, ${others === 0 ? 'no' : others} other ${others === 1 ? 'tenancy' : 'tenancies'}.`,
  noName: 'No name recorded',
  ended: 'Tenancy ended',
  more: 'There are more. Type more of the name or address.',
};
