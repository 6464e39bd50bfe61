-- Whoever was signed out by somebody else is told so.

-- By a forced logout: who, when and why, until the person has read it.
alter table users add column logged_out_at bigint;
alter table users add column logged_out_by text;
alter table users add column logged_out_note text;

-- Why a session ended in which its browser still believes: known by what the browser's cookie is known by, so that
-- nobody else learns it. Forgotten when the session would have ended by itself.
create table ended_sessions (
    secret_hash text   not null primary key,
    user_id     text   not null references users (id),
    why         text   not null, -- forced_logout, account_disabled, new_password, signed_out, signed_out_by_admin
    expires_at  bigint not null
);
create index ended_sessions_by_expiry on ended_sessions (expires_at);
