-- What was agreed in a call or a message: a promise to pay, as a visit has it, and the next step with its day. The next step
-- that needs a person is a task or a planned visit as well; here it is what was recorded at the time.
alter table contact
  add column promise_pence bigint,
  add column promise_on date,
  add column next_step text,
  add column next_on date;
alter table contact
  add constraint contact_promise_whole check ((promise_pence is null) = (promise_on is null)) not valid,
  add constraint contact_promise_pence_check check (promise_pence between 1 and 100000000) not valid,
  add constraint contact_next_whole check ((next_step is null) = (next_on is null)) not valid,
  add constraint contact_next_step_known check (next_step in ('visit', 'call', 'message', 'review')) not valid;

-- The people whose telephone and email were confirmed as still right at that visit.
alter table visit add column details_confirmed integer[] default '{}'::integer[] not null;
