-- Why a plan was agreed without a complete budget; '' where it rests on one, and for plans from before.
alter table repayment_plan
  add column no_budget_reason text not null default '',
  add constraint repayment_plan_no_budget_reason_short check (length(no_budget_reason) <= 1000) not valid;
