//! What schedules say now, by the rules of their zones as they are known today.

use crate::{Service, StoreError};
use presence::{Cause, ProjectId};

impl Service {
    /// Shows the public what schedules say now. What was told before was reckoned by the rules of the zones
    /// as they were then: call this when a process starts, which may know of newer ones.
    pub async fn reckon_schedules(&self) -> Result<(), StoreError> {
        let mut writing = self.begin().await?;
        let scheduled: Vec<ProjectId> = {
            let board = self.board();
            let projects = board.projects().filter(|project| project.schedule.is_some());
            projects.map(|project| project.id.clone()).collect()
        };
        for id in scheduled {
            let now = writing.now();
            writing.publish(&id, now, Cause::CLOCK).await?;
        }
        writing.commit().await
    }
}
