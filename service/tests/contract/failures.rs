//! A database that fails, and callers who go away. What was not done has never been, and memory says so.

use super::{
    database::{Database, on_both, on_sqlite},
    world::*,
};
use presence::{LeaseDuration, LeaseEnd, MINUTE, Status, Wish};
use service::{Engine, Failure, GoOnlineRefused, PutOffline, Service, Store, StoreError, Trouble};
use sqlx::Executor;
use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll, time::Duration};
use tokio::task::JoinSet;

/// Polls a future so many times and drops it. `None` when that was too few.
async fn poll_times<F: Future>(future: F, times: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut polls = 0;
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => {
            polls += 1;
            if polls >= times { Poll::Ready(None) } else { Poll::Pending }
        }
    })
    .await
}

fn is_unavailable<T>(outcome: &Result<T, GoOnlineRefused>) -> bool {
    let store = |error: &StoreError| matches!(error, StoreError::Unavailable(_));
    matches!(outcome, Err(GoOnlineRefused::Failure(Failure::Store(error))) if store(error))
}

/// Makes every new entry of the ledger do this, on either engine.
async fn on_ledger_entry(world: &World, statement: &str) {
    match world.db.engine {
        Engine::Sqlite => {
            let trigger =
                format!("create trigger trap before insert on ledger begin {statement}; end");
            world.db.run(&trigger).await;
        }
        Engine::Postgres => {
            let function = format!(
                "create function trap() returns trigger language plpgsql as \
                 $$ begin {statement}; return new; end $$"
            );
            world.db.run(&function).await;
            let trigger = "create trigger trap before insert on ledger \
                           for each row execute function trap()";
            world.db.run(trigger).await;
        }
    }
}

async fn spring_the_trap(world: &World) {
    match world.db.engine {
        Engine::Sqlite => world.db.run("drop trigger trap").await,
        Engine::Postgres => world.db.run("drop trigger trap on ledger").await,
    }
}

on_both! {
    async fn a_caller_who_goes_away_leaves_all_or_nothing(db) {
        let world = World::new(&db).await;
        let priya = world.priya().await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let jonas = world.agent("jonas", &["SUP"]).await;
        let id = &marta.caller.id;
        let (mut dropped, mut changed, mut last) = (0, 0, None);
        // At each place once, and several times where the commit is.
        let mut places: Vec<usize> = (1..100).rev().collect();
        while let Some(times) = places.pop() {
            let until = LeaseEnd::After(LeaseDuration::from_minutes(1).unwrap());
            let ends = Wish { end: until, ..everywhere() };
            world.service.go_online(&jonas, &ends).await.unwrap();
            let revision = Some(world.agent_of(&marta).revision);
            let wish = Wish { revision, ..everywhere() };
            world.service.go_online(&marta, &wish).await.unwrap();
            let before = world.agent_of(&marta);
            world.clock.advance(2 * MINUTE);

            // It records Jonas's end on the way, closes two projects and writes to the audit log.
            let asked = PutOffline::default();
            let act = world.service.put_offline(&priya, id, &asked);
            let outcome = poll_times(act, times).await;
            // Waits until whatever is still under way is over.
            world.service.pass_time().await.unwrap();
            let after = world.agent_of(&marta);
            if after == before {
                assert!(outcome.is_none(), "it said that it was done");
                dropped += 1;
            } else {
                assert_eq!(after.revision, before.revision.next());
                changed += 1;
            }
            let audits = db.texts("select id from audit where act = 'put_offline'").await;
            assert_eq!(audits.len(), changed);
            world.check_memory().await;
            if outcome.is_some() && last.is_none() {
                last = Some(times);
                places = (0..24).map(|index| times.saturating_sub(index % 6).max(1)).collect();
            }
        }
        assert!(dropped > 2 && last.is_some(), "it was dropped in {dropped} places alone");
        world.check_ledger().await;
    }

    async fn a_change_that_fails_half_way_has_never_been(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        let trap = match db.engine {
            Engine::Sqlite => "select raise(abort, 'trap')",
            Engine::Postgres => "raise exception 'trap'",
        };
        on_ledger_entry(&world, trap).await;
        for _ in 0..3 {
            let wish = everywhere();
            let failed = world.nothing_changes(world.service.go_online(&marta, &wish)).await;
            assert!(matches!(
                failed,
                Err(GoOnlineRefused::Failure(Failure::Store(StoreError::Failed(_))))
            ));
        }
        spring_the_trap(&world).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.check_memory().await;
    }

    async fn a_commit_that_fails_changes_nothing(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP", "BIL"]).await;
        // A promise that the commit itself finds broken.
        db.run(
            "create table promise (kept text references users (id) deferrable initially deferred)",
        )
        .await;
        on_ledger_entry(&world, "insert into promise values ('nobody')").await;
        world.told.take();
        for _ in 0..3 {
            let act = async {
                let failed = world.service.go_online(&marta, &everywhere()).await;
                assert!(matches!(failed, Err(GoOnlineRefused::Failure(Failure::Store(_)))));
                assert_eq!(world.availability("SUP").status, Status::Offline, "for a moment");
            };
            world.nothing_changes(act).await;
            assert!(world.told.take().is_empty(), "what has never been was told");
        }
        spring_the_trap(&world).await;
        world.service.go_online(&marta, &everywhere()).await.unwrap();
        world.check_memory().await;
    }

    async fn a_locked_database_is_unavailable_before_long(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let patience = Duration::from_millis(200);
        let store = Store::open_with_patience(&db.url, patience).await.unwrap();
        let service = Service::start(store, VAULT.clone(), world.clock.clone(), Arc::new(())).await.unwrap();
        let mut other = db.connect().await;
        match db.engine {
            Engine::Sqlite => other.execute("begin immediate").await.unwrap(),
            Engine::Postgres => {
                other.execute("begin").await.unwrap();
                other
                    .execute("select * from settings where name = 'turn' for update")
                    .await
                    .unwrap()
            }
        };
        let waiting = async {
            // A queue does not make it longer.
            let mut queue = JoinSet::new();
            for _ in 0..30 {
                let (service, marta) = (service.clone(), marta.clone());
                queue.spawn(async move { service.go_online(&marta, &everywhere()).await });
            }
            assert!(queue.join_all().await.iter().all(is_unavailable));
        };
        let act = tokio::time::timeout(10 * patience, waiting);
        world.nothing_changes(act).await.expect("nobody gave up");
        assert_eq!(service.store().trouble(), Some(Trouble::Locked));
        // Whoever only reads does not wait.
        assert_eq!(service.see_projects(&marta).len(), 1);
        assert!(service.store().ping().await.is_ok());

        other.execute("rollback").await.unwrap();
        service.go_online(&marta, &everywhere()).await.unwrap();
        assert_eq!(service.store().trouble(), None, "the latest write was taken");
        world.service.read_again().await.unwrap();
        assert_eq!(world.availability("SUP").status, Status::Online);
    }

    async fn a_database_that_cannot_be_written_is_unavailable(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        let service = match db.engine {
            Engine::Sqlite => {
                node(
                    &Database { url: format!("{}?mode=ro", db.url), ..db.clone() },
                    &world.clock,
                    Arc::default(),
                )
                .await
            }
            Engine::Postgres => {
                // As a standby does; whoever is connected has to connect again.
                let name = db.url.rsplit_once('/').unwrap().1;
                let sql = format!("alter database {name} set default_transaction_read_only = on");
                db.run(&sql).await;
                let sql = "select pg_terminate_backend(pid) from pg_stat_activity \
                           where datname = current_database() and pid <> pg_backend_pid()";
                db.run(sql).await;
                world.service.clone()
            }
        };
        let refused = world.nothing_changes(service.go_online(&marta, &everywhere())).await;
        assert!(is_unavailable(&refused), "{refused:?}");
        // As a running server finds out by itself.
        assert!(service.write_heard(&server("it")).await.is_err());
        assert_eq!(service.store().trouble(), Some(Trouble::ReadOnly));
        assert!(service.store().ping().await.is_ok(), "what is only read is served");
        assert_eq!(service.see_projects(&marta)[0].available, 0);
    }

    async fn a_closed_store_is_unavailable(db) {
        let world = World::new(&db).await;
        let marta = world.agent("marta", &["SUP"]).await;
        world.service.store().close().await;
        let refused = world.service.go_online(&marta, &everywhere()).await;
        assert!(is_unavailable(&refused), "{refused:?}");
        assert!(world.service.store().ping().await.is_err());
    }
}

mod a_transaction_that_the_database_ends_by_itself_ends_no_other {
    use super::*;

    /// As it does when the disk is full.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        on_sqlite(|db| async move {
            let world = World::new(&db).await;
            let marta = world.agent("marta", &["SUP"]).await;
            on_ledger_entry(&world, "select raise(rollback, 'full')").await;
            for _ in 0..3 {
                let wish = everywhere();
                let act = world.service.go_online(&marta, &wish);
                assert!(world.nothing_changes(act).await.is_err());
            }
            spring_the_trap(&world).await;
            world.service.go_online(&marta, &everywhere()).await.unwrap();
            world.check_memory().await;
        })
        .await;
    }
}

mod a_database_whose_file_is_gone_is_unavailable {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        on_sqlite(|db| async move {
            let world = World::new(&db).await;
            let marta = world.agent("marta", &["SUP"]).await;
            let path = db.url.replace("sqlite://", "");
            let away = format!("{path}.away");
            let gone = async |what: &str| {
                let refused = world.service.go_online(&marta, &everywhere()).await;
                assert!(is_unavailable(&refused), "{what}: {refused:?}");
                assert!(world.service.store().ping().await.is_err(), "{what}");
                assert_eq!(world.service.store().trouble(), Some(Trouble::Moved), "{what}");
            };
            // The log has what was acknowledged last; without its index another process reads past it.
            for ending in ["", "-wal", "-shm"] {
                let path = format!("{path}{ending}");
                std::fs::rename(&path, &away).unwrap();
                gone(&format!("{ending} deleted")).await;
                std::fs::copy(&away, &path).unwrap();
                gone(&format!("{ending} replaced")).await;
                std::fs::rename(&away, &path).unwrap();
            }
            world.service.go_online(&marta, &everywhere()).await.unwrap();
            world.check_memory().await;
        })
        .await;
    }
}

mod a_backup_is_whole_while_the_site_is_changed {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        on_sqlite(|db| async move {
            let world = World::new(&db).await;
            let marta = world.agent("marta", &["SUP"]).await;
            world.service.go_online(&marta, &everywhere()).await.unwrap();
            let before = (db.dump().await, world.memory());
            let path = db.url.replace("sqlite://", "") + ".copy";
            // Beside a change that is under way.
            let mut other = db.connect().await;
            other.execute("begin immediate").await.unwrap();
            other.execute("delete from ledger").await.unwrap();
            world.service.store().backup(path.as_ref()).await.unwrap();
            other.execute("commit").await.unwrap();
            let copy = Database { url: format!("sqlite://{path}"), ..db.clone() };
            let restored = node(&copy, &world.clock, Arc::default()).await;
            assert_eq!((copy.dump().await, Memory::of(&restored.board())), before);
            assert!(
                world.service.store().backup(path.as_ref()).await.is_err(),
                "it wrote over a file"
            );
            assert_eq!(copy.dump().await, before.0);
        })
        .await;
    }
}

#[cfg(unix)]
mod a_database_and_its_backup_are_for_their_owner_alone {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        on_sqlite(|db| async move {
            let path = db.url.replace("sqlite://", "");
            let folder = path.replace("porchlight.db", "a new/folder");
            let path = format!("{folder}/porchlight.db");
            let db = Database { url: format!("sqlite://{path}"), ..db };
            let world = World::new(&db).await;
            let copy = format!("{folder}/copy.db");
            world.service.store().backup(copy.as_ref()).await.unwrap();
            for path in [path.clone(), format!("{path}-wal"), copy] {
                let mode = std::fs::metadata(&path).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{path}");
            }
        })
        .await;
    }
}

mod two_processes_may_meet_an_empty_file {
    use super::*;
    use std::sync::Barrier;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        for _ in 0..5 {
            on_sqlite(|db| async move {
                let at_once = Arc::new(Barrier::new(4));
                let mut opened = JoinSet::new();
                for _ in 0..4 {
                    let (url, at_once) = (db.url.clone(), at_once.clone());
                    opened.spawn_blocking(move || {
                        let runtime = tokio::runtime::Builder::new_current_thread()
                            .enable_all()
                            .build()
                            .unwrap();
                        at_once.wait();
                        runtime.block_on(Store::open(&url)).map(|_| ())
                    });
                }
                for outcome in opened.join_all().await {
                    outcome.unwrap();
                }
            })
            .await;
        }
    }
}
