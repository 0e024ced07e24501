// The words of a rent statement, which a tenant reads.
import { money } from '../words/money.ts';

export const statement = {
  title: 'Rent statement',
  back: 'Back to the case',
  weeks: 'Weeks',
  period: (from: string, to: string) => `${from} to ${to}`,
  reference: 'Payment reference',
  weeklyRent: 'Rent a week',
  madeOn: 'Date of this statement',
  /** 'You owe £412.00.', 'You are £5.00 in credit.', 'You owe nothing.' */
  owes: (pence: number) =>
    pence > 0
      ? `You owe ${money(pence)}.`
      : pence < 0
        ? `You are ${money(-pence)} in credit.`
        : 'You owe nothing.',
  /** A balance as a statement shows it: what is owed plain, credit named. */
  balance: (pence: number) => (pence < 0 ? `${money(-pence)} credit` : money(pence)),
  summary: 'Summary',
  opening: (day: string) => `Owed at the start of ${day}`,
  charged: 'Rent and other charges',
  paid: 'Paid',
  closing: (day: string) => `Owed at the end of ${day}`,
  lines: 'All charges and payments',
  columns: ['Date', 'Details', 'Charged', 'Paid', 'Balance'],
  broughtForward: 'Brought forward',
  contactUs:
    'If you think something is wrong, or you find it hard to pay, please contact us. We can check it with you and tell you what help is available.',
  upTo: (day: string) => `This statement does not include payments we received after ${day}.`,
  loading: 'Preparing the statement…',
};
