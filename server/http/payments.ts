// POST /api/payments: money from another system, signed in as a manager or administrator; safe to send again.
import { may } from '../access/rights.ts';
import { z } from '@hono/zod-openapi';
import { rowId } from '../contract/scalars.ts';
import { readLandlord } from '../commands/landlord.ts';
import { keepableWhole } from '../contract/mutations/parts.ts';
import { dateWrong, rangeOf } from '../domain/date-ranges.ts';
import type { Day } from '../domain/facts.ts';
import { paymentLimits } from '../domain/money.ts';
import { paymentMethods, takePayments, type NewPayment, type PaymentAnswer } from '../intake/payments.ts';
import { jsonRoute } from './json-route.ts';
import { routes, type Parts, type Routes } from './parts.ts';
import { refuse } from './problem.ts';

const word = (most: number) =>
  z.string().trim().min(1).max(most).refine(keepableWhole, 'has a character that cannot be saved');
const payment = z
  .object({
    rentAccountId: rowId.optional(),
    reference: word(40).optional(),
    amountPence: z
      .int()
      .min(paymentLimits.least)
      .max(paymentLimits.most)
      .refine((pence) => pence !== 0, 'is nothing'),
    method: z.enum(paymentMethods),
    source: word(60),
    sourceRef: word(200),
    valueDate: z.iso.date(),
  })
  .refine((one) => one.rentAccountId !== undefined || one.reference !== undefined, {
    path: ['rentAccountId'],
    message: 'or reference is missing',
  });
const items = z.array(z.unknown()).max(1_000);
const answer = z.object({
  status: z.enum(['applied', 'duplicate', 'conflict', 'refused']),
  id: z.int().optional(),
  message: z.string().optional(),
});

export function paymentRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  jsonRoute(
    app,
    {
      path: '/api/payments',
      summary: 'Payments from another system; the same source and reference twice is one payment',
      body: z.union([z.object({ payments: items }), items]),
      schema: z.object({ answers: z.array(answer) }),
      responses: {
        200: 'An answer for each, in the same order',
        403: 'Only managers and administrators',
      },
    },
    async ({ actor, body }) => {
      if (!may(actor, 'books')) refuse(403, 'Only managers and administrators can send payments.');
      const { today } = await readLandlord(parts.sql, parts.clock());
      const checked = (Array.isArray(body) ? body : body.payments).map((one) => check(one, today));
      const good = checked.filter((one): one is NewPayment => !('refusal' in one));
      const taken = good.length > 0 ? await takePayments(parts.sql, good) : [];
      const answers = checked.map((one): PaymentAnswer =>
        'refusal' in one ? { status: 'refused', message: one.refusal } : taken.shift()!,
      );
      return { answers };
    },
  );
  return app;
}

/** `today` is the landlord's day. */
function check(sent: unknown, today: Day): NewPayment | { refusal: string } {
  const one = payment.safeParse(sent);
  if (!one.success) {
    const [issue] = one.error.issues;
    return { refusal: `${issue!.path.map(String).join('.') || 'payment'}: ${issue!.message}.`.slice(0, 300) };
  }
  const wrong = dateWrong(rangeOf('payment.take', 'valueDate'), one.data.valueDate, today);
  if (wrong) return { refusal: `valueDate: is too far from today. ${wrong}` };
  return one.data;
}
