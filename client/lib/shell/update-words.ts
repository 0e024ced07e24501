// The note about a new version, which loads right after the list.
export const update = {
  ready: 'A new version of Doorstep is ready. Your saved work is kept.',
  use: 'Update now',
  later: 'Later',
};
