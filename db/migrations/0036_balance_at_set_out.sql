-- What the account owed when the officer set out: whatever has lowered it since then (a payment, one that was moved here from
-- another account, an adjustment, a charge taken back, a line that was changed) is a reason that the officer did not know of.
-- Null: not known, as of a setting out that reached the server late.
alter table visit add column set_out_balance_pence bigint;
