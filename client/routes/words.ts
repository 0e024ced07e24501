// The words of the root page, of the worklist's page and of a page that is not found. All of it loads first.

export const root = {
  skip: 'Skip to main content',
  noConnection: 'No connection. Your list may be out of date.',
  connected: 'Connected.',
};

export const work = {
  title: 'Worklist – Doorstep',
  list: 'List of cases',
  map: 'Map of cases',
};

export const error = {
  title: (heading: string) => `${heading} – Doorstep`,
  notFound: 'Page not found',
  notFoundHow: 'Check the address. The page may have moved.',
  failed: 'Something went wrong at our end',
  failedHow: 'Your saved work is safe. Try again in a minute.',
  home: 'Go to the start page',
};
