-- Who is there: devices, what was heard of them, and what is recorded of absences.

-- A session or a token, as a person recognises it. Its row outlives it, for its name in the ledger.
create table devices (
    id         text   not null primary key,
    user_id    text   not null references users (id),
    kind       text   not null,               -- browser, token
    name       text   not null,               -- what the browser calls itself, or what its owner calls the token
    created_at bigint not null,
    ended_at   bigint                         -- signed out, revoked or over
);
create index devices_by_user on devices (user_id);

insert into devices (id, user_id, kind, name, created_at, ended_at)
select id, user_id, 'browser', user_agent, created_at, null from sessions;
insert into devices (id, user_id, kind, name, created_at, ended_at)
select id, user_id, 'token', name, created_at, revoked_at from tokens;

-- What was last heard of each device. Written in batches; a node that runs knows better.
create table heard (
    device_id text   not null primary key,
    seen_at   bigint not null,
    active_at bigint not null,
    page      text   not null                 -- shown, hidden, left
);

alter table leases add column attended bigint not null default 1;
alter table leases add column by_hours bigint not null default 0;
alter table leases add column absence text;   -- away or lost; none while somebody is there
alter table leases add column absent_since bigint;
alter table leases add column limit_from bigint;

alter table users add column idle_minutes bigint; -- none: as the site says; 0: never away

alter table nodes add column alive_at bigint not null default 0;
