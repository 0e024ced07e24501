// The words of the sign-in page.
import type { DemoPerson } from '#lib/live/session.svelte.ts';

export const signIn = {
  windowTitle: 'Sign in – Doorstep',
  name: 'Doorstep',
  slogan: 'A worklist that is right when you knock.',
  failed: 'Something went wrong at our end. Try again in a minute.',
  demo: 'Choose a demo person',
  demoHow: 'This is a made-up landlord. Select a person to sign in.',
  does: {
    officer: 'Visits tenants about rent',
    manager: 'Sees every patch',
    repairs: 'Answers questions about repairs',
    money_advice: 'Helps tenants with money',
    admin: 'Manages people and patches',
  } satisfies Record<DemoPerson['role'], string>,
  opening: 'Opening…',
  loading: 'Loading…',
  all: (count: number) => `Show all ${count} people`,
  usePassword: 'Use email and password',
  title: 'Sign in',
  email: 'Email address',
  password: 'Password',
  busy: 'Signing in…',
  submit: 'Sign in',
  useDemo: 'Choose a demo person',
};
