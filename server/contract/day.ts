// What a planned day requests from the server: travel times between doors, and who visits whom today.
import { z } from 'zod';
import { day, instant } from './scalars.ts';
import { caseId } from './mutations/parts.ts';
import { visitOutcomes } from './mutations/visit.ts';

/** The most doors that an OSRM server takes in one table by default. */
export const mostDoors = 100;

/** POST /api/travel. Doors are named by case id: no device sends its own position. */
export const travelRequest = z.object({
  mode: z.enum(['walking', 'driving']),
  caseIds: z.array(caseId).min(2).max(mostDoors),
});
/** seconds[i][j]: from the door of caseIds[i] to that of caseIds[j]; null where there is no way, or for all without a router. */
export const travelTimes = z.object({
  by: z.enum(['router', 'straight_line']),
  /** Why there is no router's answer, in words; null where there is one, or where none is set up. */
  note: z.string().nullable(),
  caseIds: z.array(z.int()),
  seconds: z.array(z.array(z.number().nullable())).nullable(),
});
export type TravelTimes = z.infer<typeof travelTimes>;

/** GET /api/visits/today: every visit of today in my patches, done or to come. */
export const visitOfDay = z.object({
  id: z.int(),
  caseId: z.int(),
  staffId: z.int(),
  staffName: z.string(),
  state: z.enum(['planned', 'on_the_way', 'done', 'stood_down', 'cancelled']),
  outcome: z.enum(visitOutcomes).nullable(),
  setOutAt: instant.nullable(),
  endedAt: instant.nullable(),
  tenant: z.string(),
  address: z.string(),
  postcode: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  patchId: z.int(),
});
export type VisitOfDay = z.infer<typeof visitOfDay>;
export const visitsOfDay = z.object({
  day: day,
  asOf: instant,
  visits: z.array(visitOfDay),
});
export type VisitsOfDay = z.infer<typeof visitsOfDay>;
