-- One set of SQL for SQLite and Postgres: text ids, bigint numbers, epoch milliseconds, 0 and 1 for no and yes.
-- A migration that has shipped is never edited; add the next one.

create table settings (
    name  text not null primary key,
    value text not null
);

create table users (
    id                  text   not null primary key,
    email               text   not null unique, -- lower case
    name                text   not null,
    password_hash       text,                   -- argon2id; none until they chose one
    site_admin          bigint not null default 0,
    language            text,                   -- none: what the browser asks for
    disabled_at         bigint,
    tokens_suspended_at bigint,                 -- by a forced logout, until they sign in again
    created_at          bigint not null,
    -- The agent's part of presence. The revision guards every update of it.
    presence_revision   bigint not null default 0,
    door_shut           bigint not null default 0
);

create table projects (
    id            text   not null primary key,
    key           text   not null unique,     -- upper case
    name          text   not null,
    chat_enabled  bigint not null default 0,
    show_count    bigint not null default 0,
    created_at    bigint not null,
    -- What the public was last told.
    status        text   not null default 'offline',
    status_since  bigint not null,
    agents_online bigint,
    revision      bigint not null default 1
);

create table members (
    project_id text   not null references projects (id),
    user_id    text   not null references users (id),
    is_agent   bigint not null,
    is_admin   bigint not null,
    joined_at  bigint not null,
    primary key (project_id, user_id)
);
create index members_by_user on members (user_id);

-- One lease an agent, while it runs.
create table leases (
    user_id    text   not null primary key references users (id),
    covers_all bigint not null,
    since      bigint not null,
    until      bigint,
    closed     text   not null default ''     -- ids of projects closed while it ran, parted by spaces
);
create index leases_by_until on leases (until);

-- Where each agent stands in each of their projects. Online while online_since is set.
create table standings (
    user_id      text not null references users (id),
    project_id   text not null references projects (id),
    online_since bigint,
    ended_at     bigint,
    end_reason   text,
    ended_by     text,
    end_note     text,
    primary key (user_id, project_id)
);
create index standings_online on standings (project_id) where online_since is not null;

-- Append-only. What a row says depends on its kind: see service/src/store/ledger.rs.
create table ledger (
    id            bigint not null primary key, -- counts up, in the order of recording
    at            bigint not null,
    project_id    text   not null,
    agent_id      text,
    kind          text   not null,             -- online, until, offline, availability
    until         bigint,
    end_reason    text,
    ended_by      text,
    end_note      text,
    status        text,
    agents_online bigint,
    revision      bigint,
    actor         text   not null,             -- user, clock, operator
    actor_id      text,
    device_id     text
);
create index ledger_by_project on ledger (project_id, at);
create index ledger_by_agent on ledger (agent_id, at);

-- A signed-in browser. The cookie holds the secret, the table its SHA-256.
create table sessions (
    id          text   not null primary key,
    secret_hash text   not null unique,
    user_id     text   not null references users (id),
    user_agent  text   not null,
    created_at  bigint not null,
    expires_at  bigint not null
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);

create table tokens (
    id          text   not null primary key,
    secret_hash text   not null unique,
    user_id     text   not null references users (id),
    name        text   not null,
    created_at  bigint not null,
    revoked_at  bigint
);
create index tokens_by_user on tokens (user_id);

-- Who was asked to join and has not come yet: one invitation an address. Roles add up.
create table invitations (
    id          text   not null primary key,
    secret_hash text   not null unique,
    email       text   not null unique,        -- lower case; of nobody in users
    site_admin  bigint not null default 0,
    invited_by  text   not null references users (id),
    created_at  bigint not null,
    expires_at  bigint not null
);

create table invitation_roles (
    invitation_id text   not null references invitations (id),
    project_id    text   not null references projects (id),
    is_agent      bigint not null,
    is_admin      bigint not null,
    primary key (invitation_id, project_id)
);

-- One link a person: a newer one takes the place of the older, and a used one is gone.
create table password_resets (
    user_id     text   not null primary key references users (id),
    secret_hash text   not null unique,
    created_at  bigint not null,
    expires_at  bigint not null
);

-- Every administrative act.
create table audit (
    id       text   not null primary key,
    at       bigint not null,
    actor_id text,                             -- none: the command line
    act      text   not null,
    subject  text   not null,                  -- the id of what it was done to
    detail   text   not null default ''
);
create index audit_by_time on audit (at);

-- Running servers, so that a command beside them can say "read again". The secret stands here as it is, for
-- that command to read; it is good for nothing else.
create table nodes (
    id         text   not null primary key,
    address    text   not null unique,
    secret     text   not null,
    started_at bigint not null
);
