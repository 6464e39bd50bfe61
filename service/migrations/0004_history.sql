-- The ledger is read over a range of time: what happened in it, and the last that was known of each agent before.

create index ledger_by_agent_in_project on ledger (project_id, agent_id, at, id);

-- What is older than the site keeps it is deleted from here, oldest first.
create index ledger_by_time on ledger (at);
