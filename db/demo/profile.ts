// Draws how a household pays: its streams of money, its credit in hand, and the trouble it has had and will have.
// The mix of ways to pay is assumed; it has no published source. Nothing here knows a person's name or age.
import { monday } from './days.ts';
import type { Behaviour, Episode, Stream } from './behaviour.ts';
import type { Random } from './random.ts';

const mix = {
  benefit_direct: 22,
  managed_uc: 18,
  tenant_uc: 24,
  monthly_debit: 20,
  weekly_debit: 4,
  card_and_cash: 9,
  standing_order: 3,
} as const;
type Profile = keyof typeof mix;

/** The share of all households that are new to Universal Credit: a part of those who are paid it themselves. */
const newToUc = 0.033;

export type Circumstances = {
  /** The first day whose ledger is kept, and the day that the landlord is made for. */
  start: number;
  today: number;
  /** Planted: how much likelier trouble is here (1 is the average), and how well the patch's officer ends it. */
  difficulty: number;
  helpOn: (day: number) => number;
};

export type Drawn = {
  behaviour: Behaviour;
  /** Weeks of rent that they keep ahead; 0 for most who pay in arrears. */
  aheadWeeks: number;
  /** Weeks of rent of old debt, before the landlord's total is made to fit. */
  legacyWeeks: number;
};

const always = { from: -1e6, until: 1e6 };
const ownBase = { kind: 'own', ...always, failing: 0, pieces: 1, slowDays: [0, 3] } as const;

/** @param number the household's: it spreads the mix evenly, so that a small landlord has it too. */
export function drawProfile(random: Random, number: number, at: Circumstances): Drawn {
  const { profile, isNew } = spread((number * 0.6180339887 + random.between(0, 0.02)) % 1);
  if (isNew) return newClaimant(random, at);
  const late = random.chance(0.11);
  const prone = random.chance(0.3) ? 2.7 : 0.27;
  const streams = drawStreams(random, profile, late);
  const own = streams.find((stream) => stream.kind !== 'benefit');
  const risk = risks[profile] * at.difficulty * prone;
  const episodes = [
    ...drawEpisodes(
      random,
      at,
      own ? risk : 0,
      own?.kind === 'mandate' ? ['stopped'] : ['stopped', 'partial'],
    ),
    ...drawEpisodes(random, at, streams[0]!.kind === 'benefit' ? 0.012 * at.difficulty : 0, [
      'benefit_stopped',
    ]),
  ].sort((a, b) => a.from - b.from);
  const repays = random.chance(0.96) ? random.between(0.2, 0.9) : 0;
  const ahead = random.chance(aheadChance[profile] * (prone > 1 ? 0.8 : 1) * (late ? 0.7 : 1));
  const aheadWeeks = ahead
    ? periodWeeks(streams) + random.between(0.05, 2.2)
    : random.chance(0.7)
      ? random.between(0, 2.8)
      : 0;
  const legacy = !ahead && random.chance(prone > 1 ? 0.4 : 0.04);
  return {
    aheadWeeks,
    legacyWeeks: legacy ? Math.min(14, 0.5 + random.exponential(2.6)) : 0,
    behaviour: {
      habit: late ? 'late' : 'steady',
      profile,
      streams,
      episodes,
      repays,
      responsiveness: random.between(0.15, 0.75),
      newClaim: null,
    },
  };
}

function spread(place: number): { profile: Profile; isNew: boolean } {
  let left = place * 100;
  for (const [profile, weight] of Object.entries(mix) as [Profile, number][]) {
    if (left < weight) return { profile, isNew: profile === 'tenant_uc' && left < newToUc * 100 };
    left -= weight;
  }
  return { profile: 'standing_order', isNew: false };
}

/** The part of each profile that is in trouble at any time (before proneness and difficulty). Assumed. */
const risks: Record<Profile, number> = {
  benefit_direct: 0.11,
  managed_uc: 0.11,
  tenant_uc: 0.05,
  monthly_debit: 0.02,
  weekly_debit: 0.05,
  card_and_cash: 0.065,
  standing_order: 0.04,
};

const aheadChance: Record<Profile, number> = {
  benefit_direct: 0.78,
  managed_uc: 0.78,
  tenant_uc: 0.86,
  monthly_debit: 0.96,
  weekly_debit: 0.6,
  card_and_cash: 0.55,
  standing_order: 0.6,
};

const weeksOf = { weekly: 1, fortnightly: 2, four_weekly: 4, monthly: 4.4 };

/** How far a balance swings between payments, in weeks of rent. */
function periodWeeks(streams: Stream[]): number {
  return 1 + streams.reduce((sum, stream) => sum + weeksOf[stream.rhythm] * stream.share, 0);
}

function drawStreams(random: Random, profile: Profile, late: boolean): Stream[] {
  const slow = (low: number, high: number): [number, number] => (late ? [low + 4, high + 11] : [low, high]);
  switch (profile) {
    case 'benefit_direct':
    case 'managed_uc': {
      const share = random.chance(0.56) ? 1 : random.pick([0.86, 0.75, random.between(0.45, 0.93)]);
      const hb = profile === 'benefit_direct';
      const benefit: Stream = {
        ...always,
        kind: 'benefit',
        method: hb ? 'housing_benefit' : 'universal_credit',
        source: hb ? 'hb-file' : 'dwp-schedule',
        rhythm: 'four_weekly',
        // Every Monday has a schedule; each account is on every fourth.
        anchor: monday(20_000) + 7 * random.whole(0, 3),
        share,
        slowDays: [0, 0],
        failing: 0.015,
        pieces: 1,
      };
      return share === 1 ? [benefit] : [benefit, { ...topUp(random, late), share: 1 - share }];
    }
    case 'tenant_uc':
      return [
        {
          ...ownBase,
          ...byHand(random, 0.7),
          rhythm: 'monthly',
          anchor: random.whole(1, 28),
          share: 1,
          slowDays: slow(0, random.whole(1, 5)),
          pieces: random.chance(0.25) ? 2 : 1,
        },
      ];
    case 'monthly_debit':
      return [debit('monthly', random.pick([1, 1, 1, 5, 15, 28]), random)];
    case 'weekly_debit':
      return [
        debit(
          random.chance(0.8) ? 'weekly' : 'fortnightly',
          monday(20_000) + 7 * random.whole(0, 1) + 4,
          random,
        ),
      ];
    case 'card_and_cash':
      return [{ ...topUp(random, late), share: 1 }];
    case 'standing_order':
      return [
        {
          ...ownBase,
          method: 'standing_order',
          source: 'bank',
          slowDays: [0, 0],
          share: 1,
          ...(random.chance(0.5)
            ? { rhythm: 'weekly' as const, anchor: monday(20_000) + random.whole(1, 4) }
            : { rhythm: 'monthly' as const, anchor: random.whole(1, 28) }),
        },
      ];
  }
}

function debit(rhythm: Stream['rhythm'], anchor: number, random: Random): Stream {
  return {
    ...always,
    kind: 'mandate',
    method: 'direct_debit',
    source: 'dd-collection',
    rhythm,
    anchor,
    share: 1,
    slowDays: [0, 0],
    failing: rhythm === 'monthly' ? random.between(0.002, 0.03) : random.between(0.002, 0.012),
    pieces: 1,
  };
}

/** The share is the caller's to set. */
function topUp(random: Random, late: boolean): Stream {
  const rhythm = random.weighted({ weekly: 55, fortnightly: 25, monthly: 20 });
  const anchor = rhythm === 'monthly' ? random.whole(1, 28) : monday(20_000) + random.whole(0, 13);
  const slowDays: [number, number] = late ? [4, rhythm === 'weekly' ? 10 : 14] : [0, random.whole(1, 3)];
  return { ...ownBase, ...byHand(random, 0.55), rhythm, anchor, share: 1, slowDays };
}

function byHand(random: Random, card: number): Pick<Stream, 'method' | 'source'> {
  if (random.chance(card)) return { method: 'card', source: 'card-terminal' };
  return random.chance(0.55)
    ? { method: 'cash', source: 'paypoint' }
    : { method: 'bank_transfer', source: 'bank' };
}

/** Trouble from before the ledger's start until a year after today, as often and as long as `part` of the time. */
function drawEpisodes(random: Random, at: Circumstances, part: number, kinds: Episode['kind'][]): Episode[] {
  const episodes: Episode[] = [];
  if (part <= 0) return episodes;
  const share = Math.min(part, 0.6);
  const pause = (60 * (1 - share)) / share;
  let day = at.start - 182 + Math.round(random.exponential(pause) * (random.chance(share) ? 0.1 : 1));
  while (day < at.today + 400) {
    const kind = random.pick(kinds);
    const degree = random.between(0.3, 0.85);
    // Many come right by themselves; the others go on until somebody helps.
    const natural = random.chance(0.5) ? day + 10 + Math.round(random.exponential(38)) : null;
    const help = day + 25 + Math.round(Math.min(240, random.exponential(46) / at.helpOn(day)));
    const end = Math.min(natural ?? Infinity, help);
    // What is past is past; what still runs today would go on as nature has it.
    episodes.push({ kind, from: day, until: end <= at.today ? end : natural, degree });
    if (end > at.today && natural === null) break;
    day =
      Math.max(end, natural !== null && end > at.today ? natural : end) +
      14 +
      Math.round(random.exponential(pause));
  }
  return episodes;
}

/** Claimed within the ledger's weeks: pays by hand weekly until three months after the claim, monthly from then. */
function newClaimant(random: Random, at: Circumstances): Drawn {
  const on = random.whole(at.start - 14, at.today - 14);
  const before = { ...ownBase, ...byHand(random, 0.6), share: 1, slowDays: [0, 2] as const };
  return {
    aheadWeeks: 0,
    legacyWeeks: 0,
    behaviour: {
      habit: 'new_to_uc',
      profile: 'tenant_uc',
      streams: [
        { ...before, rhythm: 'weekly', anchor: monday(20_000) + random.whole(2, 6), until: on + 91 },
        { ...before, rhythm: 'monthly', anchor: random.whole(1, 28), from: on + 91 },
      ],
      episodes: [],
      repays: 0,
      responsiveness: random.between(0.15, 0.6),
      newClaim: { on, factor: Math.max(0.5, random.normal(1, 0.22)) },
    },
  };
}
