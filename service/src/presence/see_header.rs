//! What the header and its dialog show to somebody.

use crate::{Identity, Service};
use presence::{
    Agent, ProjectKey,
    view::{HeaderModel, Me, MyPresence},
};

impl Service {
    /// Everything that the header shows to the caller; with a project in context, its counter counts that
    /// one alone.
    pub fn see_header(&self, who: &Identity, context: Option<&ProjectKey>) -> HeaderModel {
        HeaderModel::of(&self.board(), &who.caller, context, self.now())
    }

    /// The caller's own part of it.
    pub fn see_me(&self, who: &Identity) -> Me {
        Me::of(&self.board(), &who.caller, self.now())
    }

    /// The caller's own presence.
    pub fn see_own_presence(&self, who: &Identity) -> MyPresence {
        self.see_me(who).presence
    }

    /// An agent's presence as they see it themselves, after a change of it.
    pub fn presence_of(&self, agent: &Agent) -> MyPresence {
        MyPresence::of(&self.board(), agent, self.now())
    }

    /// An agent's presence in the projects that the caller sees, after a change of it.
    pub fn presence_of_for(&self, agent: &Agent, who: &Identity) -> MyPresence {
        let board = self.board();
        MyPresence::of(&board, agent, self.now()).seen_by(&board, &who.caller)
    }
}
