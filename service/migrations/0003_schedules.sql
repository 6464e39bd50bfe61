-- When a project means to be there, and an agent's own hours. Hours are times on the wall clock of their zone, as
-- JSON (presence::Hours); the revision guards every update. A row without hours is as good as none.

create table schedules (
    project_id text   not null primary key references projects (id),
    zone       text   not null,                -- IANA name
    hours      text   not null,
    revision   bigint not null
);
