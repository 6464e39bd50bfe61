-- Browsers with which somebody has signed in before: the failures of others do not hold them up. A browser's cookie
-- holds a secret, the table its SHA-256; it lets nobody in.
create table known_browsers (
    secret_hash text   not null,
    user_id     text   not null references users (id),
    seen_at     bigint not null,              -- when they last signed in with it
    primary key (secret_hash, user_id)
);
create index known_browsers_by_user on known_browsers (user_id, seen_at);
create index known_browsers_by_time on known_browsers (seen_at);

-- How many letters an address was written lately.
create index deliveries_by_recipient on deliveries (recipient, made_at);

-- When a program last used a token, to the minute or so; none: never, or not since this is kept.
alter table tokens add column used_at bigint;
