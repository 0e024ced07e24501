// What one page has written into a form since it was opened is a writing, with a key of its own on this device: two tabs, or
// letters typed before the device has answered, never overwrite each other. A form that is opened takes over the newest
// writing of an earlier time, or, where `join` says how, all of them. Pure.

/** As it is stored, with the fields. */
export type Kept = { staffId?: number; writtenAt?: string; version?: number };
type Stored<T> = Kept & Partial<T>;
/** Puts together what was written earlier and later. Without it the later writing comes first, and the earlier one after it. */
export type Join<T> = (before: Partial<T>, after: Partial<T>) => Partial<T>;

export const writingKey = (form: string, id: string): string => `${form} #${id}`;
/** The keys before and with " aside" are of an older version of the app. */
const isOf = (form: string, key: string): boolean =>
  key === form || key === `${form} aside` || key.startsWith(`${form} #`);

/** What a form takes over: this person's newest writing, or all of them joined. own: the writing of the form itself. */
export function takeOver<T extends object>(
  found: ReadonlyMap<string, Stored<T>>,
  { form, own, staffId, join }: { form: string; own: string; staffId: number; join?: Join<T> | undefined },
): { keys: string[]; value: Stored<T> } | null {
  const mine = [...found]
    .filter(([key, one]) => isOf(form, key) && key !== own && (one.staffId ?? staffId) === staffId)
    .sort(([, a], [, b]) => ((a.writtenAt ?? '') < (b.writtenAt ?? '') ? -1 : 1));
  const [key, newest] = mine.at(-1) ?? [];
  if (key === undefined || !newest) return null;
  if (!join) return { keys: [key], value: newest };
  const { fields, kept } = parted(newest);
  const before = mine.slice(0, -1).map(([, one]) => parted(one).fields);
  const joined = [...before, fields].reduce((all, one) => join(all, one));
  return { keys: mine.map(([one]) => one), value: { ...joined, ...kept } };
}

/** A stored writing without and with only what is stored in addition to its fields. */
export function parted<T extends object>(stored: Stored<T>): { fields: Partial<T>; kept: Kept } {
  // A writing of an older version of the app has its id in it.
  const { staffId, writtenAt, version, ...rest } = stored as Kept & Record<string, unknown>;
  const { writingId: _, ...fields } = rest;
  const kept = {
    ...(staffId === undefined ? {} : { staffId }),
    ...(writtenAt === undefined ? {} : { writtenAt }),
    ...(version === undefined ? {} : { version }),
  };
  return { fields: fields as Partial<T>, kept };
}

/**
 * The fields to show when a writing of an earlier time is found after something was typed already. `isWhole`: they have
 * everything of both, so that the earlier one need not be kept apart.
 */
export function merged<T extends object>(
  before: Partial<T>,
  typed: Partial<T>,
  join?: Join<T>,
): { fields: Partial<T>; isWhole: boolean } {
  if (Object.keys(typed).length === 0) return { fields: before, isWhole: true };
  if (join) return { fields: join(before, typed), isWhole: true };
  const same = (name: keyof T) => JSON.stringify(before[name]) === JSON.stringify(typed[name]);
  const isWhole = (Object.keys(typed) as (keyof T)[]).every((name) => !(name in before) || same(name));
  return { fields: { ...before, ...typed }, isWhole };
}
