// Exact limits of a count about its expectation (Poisson), for funnel plots of counts. A normal approximation is too narrow
// above and too wide below where few are expected: for 15 it gives 0.494 to 1.506 where the exact limits are 0.560 to 1.649.
// Garwood, "Fiducial limits for the Poisson distribution", Biometrika 1936: chi-square quantiles, half of them.

/** ln Γ(x) for x > 0 (Lanczos, g = 7, n = 9): to 1e-13 of itself. */
function lnGamma(x: number): number {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const y = x - 1;
  const t = y + 7.5;
  const sum = c.slice(1).reduce((total, one, i) => total + one / (y + i + 1), c[0]!);
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The lower regularised incomplete gamma function P(a, x): a series below a + 1, a continued fraction above. */
function gammaP(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = a + 1; term > sum * 1e-16; n++) sum += term *= x / n;
    return front * sum;
  }
  // Lentz's method.
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (Math.abs(an * d + b) < tiny ? tiny : an * d + b);
    c = Math.abs(b + an / c) < tiny ? tiny : b + an / c;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return 1 - front * h;
}

/** The value below which a gamma variable of shape a lies with that probability, by halving. */
function gammaQuantile(a: number, probability: number): number {
  let [low, high] = [0, a + 10 * Math.sqrt(a) + 30];
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (gammaP(a, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The lower and upper limit of a count about `expected`, as ratios to it: `tail` is the probability on each side, 0.025 for
 * 95 %. For 15 at 0.025: 0.560 and 1.649. Throws for an expectation that is not above 0.
 */
export function poissonLimits(expected: number, tail: number): { lower: number; upper: number } {
  if (!(expected > 0)) throw new RangeError('an expectation of a count must be more than 0');
  return {
    lower: gammaQuantile(expected, tail) / expected,
    upper: gammaQuantile(expected + 1, 1 - tail) / expected,
  };
}
