//! What followers of the portals were told.

use presence::{Availability, ProjectId};
use service::{Changed, Observer, Service};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// The last that was told of each project, since the process started.
#[derive(Debug, Default)]
pub(super) struct Told {
    public: Mutex<BTreeMap<ProjectId, Availability>>,
    commits: AtomicUsize,
}

impl Told {
    /// What was last told of a project.
    pub(super) fn public(&self, project: &ProjectId) -> Option<Availability> {
        self.public.lock().unwrap_or_else(PoisonError::into_inner).get(project).cloned()
    }

    /// How many commits were told of since the last time.
    pub(super) fn take_commits(&self) -> usize {
        self.commits.swap(0, Ordering::Relaxed)
    }

    /// Looks at every project and tells what is new, as the running server does: nobody is told an older
    /// revision than they know.
    pub(super) fn everything(&self, service: &Service) {
        let board = service.board();
        let now = service.now();
        let mut public = self.public.lock().unwrap_or_else(PoisonError::into_inner);
        for project in board.projects() {
            let Some(seen) = board.availability(&project.id, now) else { continue };
            let known = public.get(&project.id);
            if known.is_none_or(|known| known.revision < seen.revision) {
                public.insert(project.id.clone(), seen);
            }
        }
    }
}

impl Observer for Told {
    fn changed(&self, service: &Service, _: &Changed) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.everything(service);
    }

    fn everything_changed(&self, service: &Service) {
        self.everything(service);
    }

    fn fell_due(&self, service: &Service) {
        self.everything(service);
    }

    fn due_earlier(&self) {}
}
