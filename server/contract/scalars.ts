// The days, instants and row numbers of which messages and requests are made. Answers use `day` and `instant`. Requests use
// the others, which refuse what the database could not keep: Postgres has no year 0, and a day in another century is a
// mistake.
import { z } from 'zod';

export const day = z.iso.date();
export const instant = z.iso.datetime();

const tooFar = 'is too far from today';
/** A day of the ledger: it may be older than anything that is recorded here. */
export const ledgerDay = day.refine((text) => text >= '1900' && text < '2200', tooFar);

const isRecordable = (text: string) => text >= '2000' && text < '2200';
/** A day or an instant at which somebody did something, or will. */
export const recordedDay = day.refine(isRecordable, tooFar);
export const recordedInstant = instant.refine(isRecordable, tooFar);

/** What a device's clock said. It may be any year: a record is never refused for its clock (server/domain/device-clock.ts). */
export const clockInstant = instant;

/** 'HH:MM' on the landlord's clocks. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 09:00');

/** The column by which rows are sorted; with a minus, the largest first. */
export const sortBy = <const Key extends string>(keys: readonly Key[]) =>
  z.enum(keys.flatMap((key) => [key, `-${key}`] as const));

/** The largest number of a row: Postgres's integer. */
export const largestRowId = 2_147_483_647;
/** A row's own number. */
export const rowId = z.int().positive().max(largestRowId);
