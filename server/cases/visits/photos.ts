// Photographs of a case: handed over once (by the id that the device gave and the very bytes), and read by those who may
// see the case. The repairs team sees what it took itself, and those of a repair or of a message to it.
// Code that shows a photograph to the repairs team calls sharePhotos, before or after the picture has arrived.
import { mayAll, mayIn, mayNoMore, type Actor } from '../../access/rights.ts';
import type { Tx } from '../../commands/outcome.ts';
import { createHash } from 'node:crypto';
import type { Sql } from '../../../db/connect.ts';
import { readHomeRow } from '../case-row.ts';
import { cleanPhoto, pngHoldsPicture } from './photo-clean.ts';
import { judgePhoto, type PhotoMime } from './photo-format.ts';

/** In bytes: what a phone sends after shrinking is a tenth of it. */
export const largestPhoto = 8_000_000;
/** Limit for one case, against errors and abuse. */
const mostPhotos = 1000;

type PhotoFacts = {
  id: string;
  mime: PhotoMime;
  bytes: number;
  width: number;
  height: number;
  takenAt: string;
};
export type KeptPhoto =
  | { status: 'kept' | 'known'; photo: PhotoFacts }
  | { status: 'not-yours' | 'taken' | 'too-large' | 'not-a-photo' | 'too-many'; message: string };

/** id: a uuid, checked by the caller. takenAt: by the device's clock; later than now becomes now. */
export async function keepPhoto(
  sql: Sql,
  actor: Actor,
  caseId: number,
  given: { id: string; data: Uint8Array; takenAt: number },
  now: number,
): Promise<KeptPhoto> {
  // As with every change, rights are those that the database knows at that instant.
  const home = await readHomeRow(sql, caseId, now, actor.staffId);
  const taken = !home || mayNoMore(actor, home.role, home.held) !== null;
  if (taken || !mayIn(actor, 'addPhotos', home.patchId))
    return { status: 'not-yours', message: 'This case is not on your list.' };
  if (given.data.byteLength > largestPhoto)
    return { status: 'too-large', message: 'This photo is larger than 8 MB. Choose a smaller one.' };
  const judged = judgePhoto(given.data);
  if (typeof judged === 'string') return { status: 'not-a-photo', message: judged };
  const data = cleanPhoto(given.data, judged.mime);
  if (!data || (judged.mime === 'image/png' && !(await pngHoldsPicture(given.data))))
    return { status: 'not-a-photo', message: 'This photo is damaged or incomplete. Take it again.' };
  // The hash is of the file as it was sent, so that the same file is recognised when it is sent again. What is stored is
  // smaller: its metadata is removed.
  const sha256 = createHash('sha256').update(given.data).digest();
  const takenAt = new Date(Math.min(given.takenAt, now));
  const photo: PhotoFacts = {
    id: given.id,
    bytes: data.length,
    takenAt: takenAt.toISOString(),
    ...judged,
  };
  const [made] = await sql`
    insert into photo (id, rent_account_id, staff_id, mime, bytes, width, height, sha256, data, taken_at)
    select ${given.id}, ${caseId}, ${actor.staffId}, ${judged.mime}, ${data.length}, ${judged.width},
      ${judged.height}, ${sha256}, ${data}, ${takenAt}
    where (select count(*) from photo where rent_account_id = ${caseId}) < ${mostPhotos}
    on conflict do nothing returning 1`;
  if (made) return { status: 'kept', photo };
  const [known] = await sql<{ same: boolean }[]>`
    select rent_account_id = ${caseId} and sha256 = ${sha256} as same from photo where id = ${given.id}`;
  if (!known) return { status: 'too-many', message: 'This case already has the most photos it can have.' };
  if (known.same) return { status: 'known', photo };
  return { status: 'taken', message: 'There is already another photo with this number.' };
}

export type PhotoBytes = { mime: PhotoMime; data: Buffer };

/** Null where there is none, or where this person may not see it. */
export async function readPhoto(sql: Sql, actor: Actor, id: string): Promise<PhotoBytes | null> {
  const [found] = await sql<
    { patch_id: number; staff_id: number; shared: boolean; case_id: number; mime: PhotoMime }[]
  >`
    select p.patch_id, f.staff_id, f.rent_account_id as case_id, f.mime,
      exists (select from photo_for_repairs r where r.photo_id = f.id and r.rent_account_id = f.rent_account_id) as shared
    from photo f join rent_account a on a.id = f.rent_account_id
    join tenancy t on t.id = a.tenancy_id join property p on p.id = t.property_id
    where f.id = ${id}`;
  if (!found) return null;
  const may =
    mayIn(actor, 'photos', found.patch_id) ||
    (mayAll(actor, 'sharedPhotos') && (found.shared || found.staff_id === actor.staffId));
  if (!may) return null;
  const [row] = await sql<{ data: Buffer }[]>`select data from photo where id = ${id}`;
  // What was kept by an earlier version still says where and by which camera it was taken.
  return row ? { mime: found.mime, data: cleanPhoto(row.data, found.mime) ?? row.data } : null;
}

/** From now on the repairs team may see these photographs of that case, whether they have come yet or not. */
export async function sharePhotos(tx: Tx, caseId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx`insert into photo_for_repairs (photo_id, rent_account_id)
    select id, ${caseId}::int from unnest(${ids as string[]}::uuid[]) id on conflict do nothing`;
}
