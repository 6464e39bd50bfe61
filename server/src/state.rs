//! What every handler may reach.

use crate::{
    config::ServeArgs, hub::Hub, limits::Limits, post::mail::Mailer, site_url::SiteUrl,
    tries::Tries,
};
use service::Service;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// The running server.
#[derive(Clone)]
pub struct Server(Arc<ServerState>);

/// What a [`Server`] shares.
pub struct ServerState {
    /// Every use case.
    pub service: Service,
    /// Fan-out.
    pub hub: Arc<Hub>,
    /// The command line.
    pub config: ServeArgs,
    /// The address under which people reach this server.
    pub site: SiteUrl,
    /// Where requests come from, and how many streams there may be.
    pub limits: Limits,
    /// How often somebody may fail.
    pub tries: Tries,
    /// Mail, where it is set up.
    pub mailer: Option<Mailer>,
    /// Cancelled when the server is told to stop: every event stream ends.
    pub stop: CancellationToken,
    /// Authenticates a command that runs beside this server.
    pub node_secret: String,
}

impl Server {
    /// Shares a state.
    pub fn new(state: ServerState) -> Self {
        Self(Arc::new(state))
    }
}

impl std::ops::Deref for Server {
    type Target = ServerState;

    fn deref(&self) -> &ServerState {
        &self.0
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Server")
    }
}
