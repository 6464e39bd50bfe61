-- A pause that an agent takes inside their time online. A break that is over stays until the next one, because
-- breaks without input between them are one.

alter table leases add column break_reason text;
alter table leases add column break_since bigint;
alter table leases add column break_until bigint;     -- none: until they say so
alter table leases add column break_first_at bigint;
alter table leases add column break_over_at bigint;   -- none while it runs
alter table leases add column input_after bigint;     -- after a break: only input after this ends the absence

-- Absences have the names of the API: idle, break and lost. The ledger's kinds are online, until, idle, break
-- (with its reason in end_note), lost, back, offline and availability.
update leases set absence = 'idle' where absence = 'away';
update ledger set kind = 'idle' where kind = 'away';
