-- The door has one word in the audit log as well: put_offline.
-- (A migration that ran is never edited, not even its comments: its checksum is kept. So this is said here: the
-- ledger's kinds are online, until, away, lost, back, offline and availability; see service/src/store/ledger.rs.)
update audit set act = 'put_offline' where act = 'force_offline';
