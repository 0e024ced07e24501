// The words of the form about who lives in a home.
export const household = {
  tenants: 'Tenants',
  others: 'Also living here',
  none: 'None recorded.',
  also: 'Does anyone else live here?',
  alsoHint: 'One name on each line. Leave it empty if not.',
  letters: 'Enter a name on each line, in letters.',
  many: 'Enter 20 names or fewer.',
  save: 'Confirm who lives here',
  cancel: 'Cancel',
};
