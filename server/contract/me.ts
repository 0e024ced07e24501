// The answer of GET /api/me: who is signed in, what they may see, and what the pages need to know of the landlord.
import { z } from 'zod';
import { day, timeOfDay } from './scalars.ts';

export const roles = ['officer', 'manager', 'repairs', 'money_advice', 'admin'] as const;
export type Role = (typeof roles)[number];

export const me = z.object({
  staffId: z.int(),
  name: z.string(),
  role: z.enum(roles),
  /** The person's own patches; all patches for a person who may see all. */
  patches: z.array(z.object({ id: z.int(), name: z.string() })),
  landlord: z.string(),
  nation: z.string(),
  timeZone: z.string(),
  /** Hazards other than damp and mould that the nation's law names, and from which day a visit may record them. */
  hazards: z.array(
    z.object({ kind: z.string(), effectiveFrom: day, source: z.string(), confirmed: z.boolean() }),
  ),
  /** Between which times doors may be knocked on, on working days. */
  visitingHours: z.object({ opens: timeOfDay, closes: timeOfDay }),
  /** The bank holidays of the nation, from a week ago to a year ahead. */
  bankHolidays: z.array(day),
  demo: z.boolean(),
  version: z.string(),
  protocol: z.int(),
});
export type Me = z.infer<typeof me>;

/** One press on the sign-in page of a demo landlord: GET /api/demo/people. */
export const demoPerson = z.object({
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  patches: z.array(z.string()),
});
export type DemoPerson = z.infer<typeof demoPerson>;
