// The answer of POST /api/tenancies/search: tenancies that the person may see, also those that owe nothing. No money.
import { z } from 'zod';

export const foundTenancy = z.object({
  /** Of the rent account, as in a case's address. */
  id: z.int(),
  tenant: z.string(),
  address: z.string(),
  postcode: z.string(),
  reference: z.string(),
  /** The tenancy has ended. */
  ended: z.boolean(),
});
export type FoundTenancy = z.infer<typeof foundTenancy>;

/** `more`: there are others, which a longer search would find. */
export const foundTenancies = z.object({ tenancies: z.array(foundTenancy), more: z.boolean() });
export type FoundTenancies = z.infer<typeof foundTenancies>;
