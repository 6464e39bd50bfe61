//! What would follow where somebody is removed from a project, told before it is done.

use crate::{
    Identity, Service, SetMemberRefused,
    store::{members, users},
};
use presence::{Action, Denied, ProjectKey, UserId, may, view::IfGone};

/// What a project admin is told before they remove somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Their name.
    pub name: String,
    /// The project's name.
    pub project: String,
    /// Whether it is the caller.
    pub yourself: bool,
    /// What follows where their time online ends there.
    pub if_gone: IfGone,
}

impl Service {
    /// What would follow where somebody is removed from a project; refused where removing them would be.
    pub async fn see_removal(
        &self,
        who: &Identity,
        key: &ProjectKey,
        user: &UserId,
    ) -> Result<Removal, SetMemberRefused> {
        let id = self.board().project_by_key(key).ok_or(Denied::Hidden)?.id.clone();
        may(&who.caller, &Action::ChangeProject(&id))?;
        let mut reader = self.0.store.reader().await?;
        let person = users::by_id(&mut reader, user).await?;
        let person = person.ok_or(SetMemberRefused::UnknownPerson)?;
        if !members::roles(&mut reader, &id, user).await?.any() {
            return Err(SetMemberRefused::UnknownPerson);
        }
        if members::only_admin_of(&mut reader, user).await?.contains(&id) {
            return Err(SetMemberRefused::OnlyAdmin);
        }
        let board = self.board();
        Ok(Removal {
            name: person.name,
            project: board.project(&id).ok_or(Denied::Hidden)?.name.clone(),
            yourself: who.caller.id == *user,
            if_gone: IfGone::of(&board, user, self.now(), |project| *project == id),
        })
    }
}
