// What a device reports of what it has not sent, and the list for managers. Counts and times only: nothing of what was
// written, of tenants or of places. A report is a claim of the device, and used for this list alone.
import { z } from 'zod';
import { clockInstant, instant } from './scalars.ts';

const count = z.int().min(0).max(100_000);

/** POST /api/devices. */
export const deviceReport = z.object({
  /** Made at random by the device. */
  deviceId: z.uuid(),
  /** Whose list this device shows: refused when the session is another person's by now. */
  staffId: z.int(),
  kind: z.enum(['phone', 'computer']),
  /** Records that wait to be sent, those that the server refused among them. */
  records: count,
  photographs: count,
  /** When the oldest of them was recorded, by the device's corrected clock. */
  oldestAt: clockInstant.nullable(),
  /** Server's clock minus device's clock, in ms. */
  clockOffsetMs: z.number().nullable(),
  version: z.string().max(60),
});
export type DeviceReport = z.infer<typeof deviceReport>;

const reported = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['phone', 'computer']),
  records: z.int(),
  photographs: z.int(),
  /** null: nothing is unsent. */
  oldestAt: instant.nullable(),
  lastSeenAt: instant,
});
export type ReportedDevice = z.infer<typeof reported>;

/**
 * GET /api/devices. unsent: devices with unsent work, the oldest first. silent: people none of whose devices had contact for
 * `silentDays` working days, without their days of absence; each with the device that had it last.
 */
export const deviceList = z.object({
  asOf: instant,
  silentDays: z.int(),
  unsent: z.array(reported),
  silent: z.array(reported),
  /** How many devices had contact in the last 90 days. */
  devices: z.int(),
});
export type DeviceList = z.infer<typeof deviceList>;
