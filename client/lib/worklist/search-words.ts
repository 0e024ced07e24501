// The words of a search beyond the list, which loads when somebody searches.

export const otherTenancies = {
  title: 'Other tenancies',
  noSignal: 'No connection: only your list is searched.',
  failed: 'The search did not work. Try again.',
  searching: 'Searching…',
  count: (onList: number, others: number) =>
    `${onList} on your list, ${others === 0 ? 'no' : others} other ${others === 1 ? 'tenancy' : 'tenancies'}.`,
  /** Nothing was found, on the list or beyond it. */
  noneHow: 'Try a surname, a street or a payment reference.',
  noName: 'No name recorded',
  ended: 'Tenancy ended',
  more: 'There are more. Type more of the name or address.',
};
