-- What is to be told to people by mail, written with the change that causes it and sent by whoever leads.

-- Work that one server does at a time: who leads it, in which term, and until when without saying so again.
create table leads (
    work   text   not null primary key,
    holder text   not null,
    term   bigint not null,
    until  bigint not null
);

-- One message to one recipient. Settled, it holds no more what it says.
create table deliveries (
    id         text   not null primary key,
    kind       text   not null,           -- letter
    about      text   not null,           -- what caused it: invitation ID, password ID
    project_id text   references projects (id),
    recipient  text   not null,
    message_id text   not null unique,    -- before the @ of its Message-ID, the same at each try
    sealed     text,                      -- what it says, under a key outside of the database
    state      text   not null,           -- waiting, sent, failed, cancelled
    made_at    bigint not null,
    due_at     bigint not null,           -- when it is tried next
    expires_at bigint not null,
    settled_at bigint,
    tries      bigint not null default 0
);
create index deliveries_by_due on deliveries (state, due_at);
create index deliveries_by_about on deliveries (about, made_at);

create table delivery_attempts (
    delivery_id text   not null references deliveries (id),
    nth         bigint not null,
    at          bigint not null,
    outcome     text   not null,          -- begun, sent, failed
    answer      text   not null default '',
    primary key (delivery_id, nth)
);
