-- What the demo generator knows and the product must not: the planted truths, for scoring assessments and comparisons,
-- and what the landlord was made from, so that the simulator can go on from there. Empty without the demo.

create schema demo_truth;

-- One row: the same seed, homes and day make the same landlord.
create table demo_truth.made (
  only_one boolean primary key default true check (only_one),
  seed integer not null,
  homes integer not null,
  today date not null,
  weeks smallint not null
);

create table demo_truth.account (
  rent_account_id integer primary key,
  -- How they pay, and how it goes: steady, late, troubled, repaying, new_to_uc.
  profile text not null,
  habit text not null,
  trouble text,
  trouble_since date,
  -- Owed beyond what the rhythm of their payments explains.
  real_arrears_pence bigint not null,
  is_case boolean not null,
  -- Without help: clear or plainly coming down within four weeks; and the first day that money comes, within six.
  will_pay_anyway boolean not null,
  pays_on date,
  needs_contact boolean not null,
  -- 0 to 1: how readily contact changes their course.
  responsiveness real not null
);

-- 1 is the average: above it, contact works better than most people's.
create table demo_truth.officer (
  staff_id integer primary key,
  effect real not null
);

-- 1 is the average: above it, trouble is likelier there whoever works it.
create table demo_truth.patch (
  patch_id integer primary key,
  difficulty real not null
);
