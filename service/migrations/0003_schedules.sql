-- When a project means to be there, and an agent's own hours. Hours are times on the wall clock of their zone, as
-- JSON (presence::Hours); the revision guards every update. A row without hours is as good as none.

create table schedules (
    project_id text   not null primary key references projects (id),
    zone       text   not null,                -- IANA name
    hours      text   not null,
    revision   bigint not null
);

-- What the public was last told of the schedule, and the first opening or closing that it was not told of.
alter table projects add column next_open bigint;
alter table projects add column boundary_at bigint;
create index projects_by_boundary on projects (boundary_at);

-- An agent's own hours. Starts up to acted_until have been acted on.
create table personal_hours (
    user_id     text   not null primary key references users (id),
    zone        text   not null,
    hours       text   not null,
    revision    bigint not null,
    acted_until bigint not null
);
