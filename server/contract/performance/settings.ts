// What managers keep, over HTTP: GET /api/settings (everything that one may see, at one instant), POST
// /api/settings/changes (one press, safe to send again under its id) and GET /api/settings/changes (what was done).
// Days are the landlord's; `firstOn` and `lastOn` both count. A version is the one that was on screen.
import { z } from 'zod';
import { instant, largestRowId, timeOfDay } from '../scalars.ts';
import { measureNames } from '../../domain/statistics/measures.ts';
import { nameOf } from '../mutations/parts.ts';
import { roles } from '../me.ts';

export const absenceKinds = ['leave', 'sickness', 'training', 'other'] as const;
export const nations = ['england', 'wales', 'scotland', 'northern_ireland'] as const;
export const annotationKinds = ['policy', 'other'] as const;

const id = z.int().min(1).max(largestRowId);
const day = z.iso.date().refine((text) => text >= '1990' && text < '2101', 'is too far from today');
const lastDay = day.nullable();
const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'has a character that cannot be saved');
const row = { rowId: id, version: z.int().min(1) };
const absence = { firstOn: day, lastOn: day, kind: z.enum(absenceKinds) };
/** together: somebody else holds the patch on some of these days, and that is meant. */
const stint = { firstOn: day, lastOn: lastDay, together: z.boolean().default(false) };
const holiday = { nation: z.enum(nations), onDay: day, name: nameOf(100) };
const annotation = { onDay: day, untilDay: lastDay, kind: z.enum(annotationKinds), words: words(200) };
const visiting = { opens: timeOfDay, closes: timeOfDay };
const measure = z.enum(measureNames);

/** The changes that may be requested; `change.kind` names each. */
export const settingChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absence.add'), staffId: id, absence: z.object(absence) }),
  z.object({ kind: z.literal('absence.change'), ...row, absence: z.object(absence) }),
  z.object({ kind: z.literal('absence.remove'), ...row }),
  z.object({ kind: z.literal('stint.add'), staffId: id, patchId: id, stint: z.object(stint) }),
  z.object({ kind: z.literal('stint.change'), ...row, stint: z.object(stint) }),
  z.object({ kind: z.literal('stint.remove'), ...row }),
  /** The present holder's stint ends on the day before; the other's begins on that day. */
  z.object({ kind: z.literal('stint.hand-over'), patchId: id, staffId: id, onDay: day }),
  z.object({ kind: z.literal('holiday.add'), holiday: z.object(holiday) }),
  z.object({ kind: z.literal('holiday.change'), ...row, holiday: z.object(holiday) }),
  z.object({ kind: z.literal('holiday.remove'), ...row }),
  z.object({ kind: z.literal('visiting.change'), ...row, visiting: z.object(visiting) }),
  z.object({
    kind: z.literal('target.add'),
    measure,
    value: z.number().min(-1_000_000).max(1_000_000),
    fromOn: day,
  }),
  z.object({ kind: z.literal('target.remove'), ...row }),
  z.object({ kind: z.literal('annotation.add'), annotation: z.object(annotation) }),
  z.object({ kind: z.literal('annotation.change'), ...row, annotation: z.object(annotation) }),
  z.object({ kind: z.literal('annotation.remove'), ...row }),
  z.object({
    kind: z.literal('rebase.add'),
    measure,
    staffId: id.nullable(),
    fromOn: day,
    reason: words(200),
  }),
  z.object({ kind: z.literal('rebase.remove'), ...row }),
  z.object({
    kind: z.literal('person.add'),
    name: nameOf(200),
    email: z.email().max(200),
    role: z.enum(roles),
  }),
  z.object({
    kind: z.literal('person.change'),
    ...row,
    name: nameOf(200),
    role: z.enum(roles),
    active: z.boolean(),
  }),
  z.object({ kind: z.literal('patch.add'), name: nameOf(100) }),
  z.object({ kind: z.literal('patch.change'), ...row, name: nameOf(100) }),
  z.object({ kind: z.literal('undo'), changeId: z.uuid() }),
]);
export type SettingChange = z.infer<typeof settingChange>;
export type SettingKind = SettingChange['kind'];
/** One kind of change with its arguments. */
export type SettingOf<K extends SettingKind> = Extract<SettingChange, { kind: K }>;

export const settingPress = z.object({ id: z.uuid(), change: settingChange });

/** What was done, in words; notes: what else to know (a frozen week keeps its figures, a patch has no holder now). */
export const settingDone = z.object({
  id: z.uuid(),
  words: z.string(),
  notes: z.array(z.string()),
  at: instant,
});
export type SettingDone = z.infer<typeof settingDone>;

const kept = { id: z.int(), version: z.int() };
export const absenceRow = z.object({
  ...kept,
  staffId: z.int(),
  firstOn: z.iso.date(),
  lastOn: z.iso.date(),
  kind: z.enum(absenceKinds),
});
export type AbsenceRow = z.infer<typeof absenceRow>;
export const stintRow = z.object({
  ...kept,
  staffId: z.int(),
  patchId: z.int(),
  firstOn: z.iso.date(),
  lastOn: z.iso.date().nullable(),
});
export type StintRow = z.infer<typeof stintRow>;
export const holidayRow = z.object({
  ...kept,
  nation: z.string(),
  onDay: z.iso.date(),
  name: z.string(),
});
export type HolidayRow = z.infer<typeof holidayRow>;
export const targetRow = z.object({
  ...kept,
  measure: z.string(),
  value: z.number(),
  fromOn: z.iso.date(),
});
export type TargetRow = z.infer<typeof targetRow>;
export const annotationRow = z.object({
  ...kept,
  onDay: z.iso.date(),
  untilDay: z.iso.date().nullable(),
  kind: z.enum(annotationKinds),
  words: z.string(),
});
export type AnnotationRow = z.infer<typeof annotationRow>;
export const rebaseRow = z.object({
  ...kept,
  measure: z.string(),
  staffId: z.int().nullable(),
  fromOn: z.iso.date(),
  reason: z.string(),
});
export type RebaseRow = z.infer<typeof rebaseRow>;
export const personRow = z.object({
  ...kept,
  name: z.string(),
  role: z.enum(roles),
  active: z.boolean(),
  /** Sent to administrators only; null for others. */
  email: z.string().nullable(),
});
export type PersonRow = z.infer<typeof personRow>;
export const patchRow = z.object({ ...kept, name: z.string(), homes: z.int() });
export type PatchRow = z.infer<typeof patchRow>;

/** An officer gets their own absences and stints, and nothing else but names of patches. */
export const settings = z.object({
  asOf: instant,
  today: z.iso.date(),
  nation: z.string(),
  /** The last day of the newest frozen week: figures up to that day are published and do not change. */
  frozenTo: z.iso.date().nullable(),
  may: z.object({ change: z.boolean(), people: z.boolean() }),
  people: z.array(personRow),
  patches: z.array(patchRow),
  absences: z.array(absenceRow),
  stints: z.array(stintRow),
  holidays: z.array(holidayRow),
  /** Null for an officer. */
  visiting: z.object({ ...kept, ...visiting }).nullable(),
  targets: z.array(targetRow),
  annotations: z.array(annotationRow),
  rebases: z.array(rebaseRow),
});
export type Settings = z.infer<typeof settings>;

/** Who changed what, newest or oldest first. */
export const settingHistory = z.object({
  changes: z.array(
    z.object({
      /** null: another system wrote it, so it cannot be undone here. */
      id: z.uuid().nullable(),
      at: instant,
      by: z.string().nullable(),
      kind: z.string(),
      words: z.string(),
      /** Can be undone: the same rows have not been changed since. */
      undoable: z.boolean(),
      undone: z.boolean(),
    }),
  ),
  /** Where the next page begins; null where there is none. */
  before: z.string().nullable(),
});
export type SettingHistory = z.infer<typeof settingHistory>;
