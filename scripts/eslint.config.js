// Lint rules; the walls between rooms are those of lib/rooms.ts, held here and by tests/rooms.
import { join } from 'node:path';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { mayImport } from './lib/rooms.ts';

const rooms = [
  'contract',
  'commands',
  'domain',
  'feed',
  'worklist',
  'cases',
  'performance',
  'intake',
  'access',
  'hub',
  'http',
];
const walls = Object.entries(mayImport).filter(([room]) => room.startsWith('server/'));

const wallRules = walls.map(([room, may]) => ({
  files: [`${room}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...rooms
            .filter((other) => !may.includes(`server/${other}`) && `server/${other}` !== room)
            .map((other) => ({
              regex: `^((\\.\\./)+(server/)?${other}/|#${other}/)`,
              message: `${room} may import ${may.join(', ') || 'no other room'} (scripts/lib/rooms.ts).`,
            })),
          ...(may.includes('db')
            ? []
            : [{ regex: '^(\\.\\./)+db/', message: `${room} may not reach the database room.` }]),
          {
            regex: '^(\\.\\./)+(client|scripts|tests)/',
            message: `${room} may not import what stands above it.`,
          },
        ],
      },
    ],
  },
}));

// No locale is a format: what a browser writes for one differs from engine to engine, and an odd language throws.
const words =
  'domain/day-words.ts, number-words.ts, money.ts and zone.ts write days, numbers, money and times';
const localeRules = {
  'no-restricted-syntax': [
    'error',
    { selector: "MemberExpression[object.name='Intl']", message: `Not by a locale: ${words}.` },
    { selector: 'CallExpression[callee.property.name=/^toLocale/]', message: `Not by a locale: ${words}.` },
    {
      selector: "CallExpression[callee.property.name='localeCompare'][arguments.length<2]",
      message: "Say by which language: localeCompare(other, 'en-GB'); compare days and instants with <.",
    },
    {
      selector: "MemberExpression[object.name='navigator'][property.name=/^languages?$/]",
      message: 'A language may be no language tag: client/lib/words/language.ts has checked it.',
    },
  ],
};

export default ts.config(
  { basePath: join(import.meta.dirname, '..') },
  { ignores: ['**/node_modules/', 'build/', '**/.svelte-kit/', '.data/', 'tests/.output/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node } } },
  {
    files: ['client/**', 'scripts/lib/layout-faults.js'],
    languageOptions: { globals: { ...globals.browser } },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.test.ts', 'tests/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.name=/^(test|it|beforeAll|beforeEach)$/] CallExpression[callee.name='afterAll'], :function[async=true] CallExpression[callee.name='afterAll']",
          message:
            'Vitest ignores an afterAll inside a hook or a test: afterFile of tests/support/cleanup.ts.',
        },
      ],
    },
  },
  {
    files: ['client/**', 'server/**'],
    ignores: ['**/*.test.ts', 'server/domain/zone.ts', 'client/lib/words/language.ts'],
    rules: localeRules,
  },
  {
    files: ['client/**'],
    rules: {
      // The app is served from the root of its own address; there is no base path to resolve.
      'svelte/no-navigation-without-resolve': 'off',
      // Big maps are replaced whole, once a frame ($state.raw): a reactive map would wake every reader for each row.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['client/**'],
    ignores: ['client/vite.config.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '(^|/)(server|db|scripts)/',
              message:
                'The client sees #contract/* and #domain/* only: a database module would end up in the bundle.',
            },
          ],
        },
      ],
    },
  },
  ...wallRules,
);
