// Arrears beside the balance: the balance of a bridge is what some accounts owe less what others are in credit. These are both
// sums at its beginning and its end, from the same rows as its opening and closing balance, as frozen. Pence.
import type { Sql } from '../../../db/connect.ts';
import { positionsOf, type BridgeOptions } from './bridge.ts';
import { closingOf, openingOf, type Piece } from './bridge-pieces.ts';

/**
 * arrears: the balances above 0; credits: those below, which are negative. Together they are the balance. court: the arrears of
 * cases at court, where they are counted with others.
 */
type Sides = { arrearsPence: number; creditsPence: number; courtPence?: number };
export type Gross = { opening: Sides; closing: Sides };

/** Of the weeks of a bridge; all of them must be frozen. */
export async function readGross(sql: Sql, options: BridgeOptions): Promise<Gross> {
  const { states } = options;
  const isMixed = states.includes('court') && states.length > 1;
  const [all, court] = await Promise.all([
    readSides(sql, options),
    isMixed ? readSides(sql, { ...options, states: ['court'] }) : null,
  ]);
  if (!court) return all;
  const withCourt = (when: 'opening' | 'closing') => ({
    ...all[when],
    courtPence: court[when].arrearsPence,
  });
  return { opening: withCourt('opening'), closing: withCourt('closing') };
}

async function readSides(sql: Sql, options: BridgeOptions): Promise<Gross> {
  const mine = (await sql<{ id: number }[]>`${positionsOf(sql, options)}`).map(({ id }) => id);
  const sidesOf = async ({ text, values }: Piece): Promise<Sides> => {
    const [sides] = await sql.unsafe<Sides[]>(
      `select coalesce(sum(greatest(pence, 0)), 0)::bigint as "arrearsPence",
        coalesce(sum(least(pence, 0)), 0)::bigint as "creditsPence" from (${text}) balance`,
      [mine, ...values] as never[],
    );
    return sides!;
  };
  const [opening, closing] = await Promise.all([
    sidesOf(openingOf(options.from)),
    sidesOf(closingOf(options.to)),
  ]);
  return { opening, closing };
}
