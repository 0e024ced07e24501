// Which pages the gallery shows, and to whom.
import { actedPages } from './acted-pages.ts';
import type { Landlord } from './landlords.ts';
import { at, type GalleryPage } from './page.ts';

/** The pages of each role, with cases, conversations and referrals that this database has something to show of. */
export async function galleryPages({ sql, worklist }: Landlord): Promise<GalleryPage[]> {
  const patches = await sql<{ patch_id: number }[]>`
    select patch_id from stint join staff on staff.id = staff_id
    where email = ${at('officer1')} and (end_date is null or end_date > now()::date)`;
  const mine = worklist.list(patches.map((patch) => patch.patch_id));
  const id = mine.find(({ action }) => action === 'visit')!.id;
  const plan = mine.find(({ planState }) => planState === 'kept')?.id ?? id;
  const [shown] = await sql<{ thread: string; referral: string; repair: number }[]>`
    select (select id from thread order by id limit 1) as thread, (select ref from referral order by id limit 1) as referral,
      (select max(id) from repair where completed_at is null) as repair`;
  const { thread, referral, repair } = shown!;
  const officer: [string, string][] = [
    ['worklist', '/worklist'],
    ['case', `/cases/${id}`],
    ['case-full', `/cases/${id}?full`],
    ['visit', `/cases/${id}/visit`],
    ['plan', `/cases/${plan}/plan`],
    ['statement', `/cases/${id}/statement`],
    ['visits', '/visits'],
    ['tasks', '/tasks'],
    ['offline', '/offline'],
    ['messages', '/messages'],
    ['message', `/messages/${thread}`],
    ['today', '/performance'],
    ['settings-mine', '/settings/mine'],
    ['about', '/about-assessment'],
    ['not-found', '/cases/999999999'],
    ['no-such-page', '/no-such-page'],
    ['settings-refused', '/settings/rota'],
  ];
  const manager: [string, string][] = [
    ['worklist', '/worklist'],
    ['visits', '/visits'],
    ['tasks', '/tasks'],
    ...['today', 'trend', 'officers', 'bridge', 'reconciliation'].map((part): [string, string] => [
      part,
      `/performance/${part}`,
    ]),
    ...[
      'rota',
      'absences',
      'stints',
      'holidays',
      'visiting',
      'targets',
      'charts',
      'screens',
      'devices',
      'changes',
    ].map((part): [string, string] => [`settings-${part}`, `/settings/${part}`]),
    ['approve', '/wallboard/approve'],
  ];
  const pagesOf = (who: string, pages: [string, string][]): GalleryPage[] =>
    pages.map(([name, path]) => ({ name: `${who.replace(/\d|money\./, '')}-${name}`, email: at(who), path }));
  return [
    ...pagesOf('officer1', officer),
    ...pagesOf('manager', manager),
    ...pagesOf('repairs', [
      ['inbox', '/repairs'],
      ['conversation', `/repairs/${thread}`],
      ['repairs', '/open-repairs'],
      ['repair', `/open-repairs/${repair}`],
    ]),
    ...pagesOf('money.advice', [
      ['referrals', '/referrals'],
      ['referral', `/referrals/${referral}`],
    ]),
    { name: 'sign-in', email: null, path: '/sign-in' },
    { name: 'admin-settings-people', email: at('admin'), path: '/settings/people' },
    ...actedPages,
    { name: 'wallboard', email: at('manager'), path: '/wallboard', wall: true },
    { name: 'wallboard-code', email: null, path: '/wallboard', wall: true },
  ];
}
