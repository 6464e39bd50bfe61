//! What would follow from what a site admin may do to somebody, told before it is done.

use crate::{
    Failure, Identity, Service,
    store::{members, users},
};
use presence::{Action, Denied, UserId, may, view::IfGone};

/// What a site admin is told before they log somebody out, disable them, or make them a site admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// Their name.
    pub name: String,
    /// Whether it is the caller.
    pub yourself: bool,
    /// How many devices are signed in.
    pub devices: usize,
    /// What follows where their time online ends.
    pub if_gone: IfGone,
    /// The names of the projects whose only admin they are.
    pub only_admin_of: Vec<String>,
}

impl Service {
    /// What would follow for somebody.
    pub async fn see_prospect(&self, who: &Identity, user: &UserId) -> Result<Prospect, Failure> {
        may(&who.caller, &Action::ManagePeople)?;
        let mut reader = self.0.store.reader().await?;
        let person = users::by_id(&mut reader, user).await?.ok_or(Denied::Hidden)?;
        let only = members::only_admin_of(&mut reader, user).await?;
        let board = self.board();
        Ok(Prospect {
            name: person.name,
            yourself: who.caller.id == *user,
            devices: board.agent(user).map_or(0, |agent| agent.devices.iter().count()),
            if_gone: IfGone::of(&board, user, self.now(), |_| true),
            only_admin_of: board.names_of(&only),
        })
    }
}
