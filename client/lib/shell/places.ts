// Where each role's work is: the places that the bars link to, in their order. A person begins at the first.
import type { Me } from '#contract/me.ts';
import {
  CalendarCheck,
  Footprints,
  Inbox,
  ListTodo,
  MessagesSquare,
  TrendingUp,
  Wrench,
} from '../kit/icons.ts';
import { shell as words } from './words.ts';

export type Place = {
  href: string;
  label: string;
  icon: typeof ListTodo;
  /** The place is also marked as the current one on pages below these addresses. */
  under: string[];
  /** How many messages wait there. */
  count?: number;
  /** Its word where there is no room for the label. */
  short?: string;
  /** Only in a bar with room; a phone has it under "You". */
  wide?: boolean;
};

/** `waiting`: how many messages wait for this person. */
export function placesOf(role: Me['role'] | undefined, seesMoney: boolean, waiting: number): Place[] {
  const messages = { label: words.messages, icon: MessagesSquare, count: waiting };
  if (role === 'repairs')
    return [
      { ...messages, href: '/repairs', label: words.inbox, icon: Inbox, under: ['/repairs'] },
      { href: '/open-repairs', label: words.repairs, icon: Wrench, under: ['/open-repairs'] },
    ];
  if (role === 'money_advice')
    return [{ href: '/referrals', label: words.referrals, icon: Inbox, under: ['/referrals'] }];
  if (!seesMoney) return [{ href: '/', label: words.home, icon: ListTodo, under: [] }];
  const worklist = { href: '/worklist', label: words.worklist, icon: ListTodo, under: ['/cases'] };
  const tasks = { href: '/tasks', label: words.tasks, icon: CalendarCheck, under: [] };
  const visits = { href: '/visits', label: words.visits, icon: Footprints, under: [] };
  const talk = { ...messages, href: '/messages', under: ['/messages'] };
  const performance = {
    href: '/performance',
    label: words.performance,
    short: words.performanceShort,
    icon: TrendingUp,
    under: ['/performance'],
  };
  const settings = {
    href: '/settings',
    label: words.settings,
    icon: ListTodo,
    under: ['/settings', '/wallboard'],
    wide: true,
  };
  if (role === 'officer') return [worklist, tasks, talk, performance];
  if (role === 'manager') return [worklist, visits, tasks, talk, performance, settings];
  return [worklist, performance, settings];
}

/** Whether this page belongs to the place. */
export const isAt = (path: string, { href, under }: Place): boolean =>
  path === href || under.some((above) => path.startsWith(`${above}/`));
