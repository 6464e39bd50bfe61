//! What every handler may reach.

use crate::{config::ServeArgs, hub::Hub, limits::Limits, mail::Mailer};
use service::Service;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use url::Url;

/// The running server.
#[derive(Clone)]
pub struct Server(Arc<ServerState>);

/// What an [`Server`] shares.
pub struct ServerState {
    /// Every use case.
    pub service: Service,
    /// Fan-out.
    pub hub: Arc<Hub>,
    /// The command line.
    pub config: ServeArgs,
    /// The address under which people reach this server.
    pub public_url: Url,
    /// Who may ask how often.
    pub limits: Limits,
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

    /// Whether cookies may travel over https only.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// What people call this site in a letter or an invitation: its host.
    pub fn site_name(&self) -> String {
        self.public_url.host_str().unwrap_or("Porchlight").to_owned()
    }

    /// A link to a page of this server, for mails and admins.
    pub fn link(&self, path_and_query: &str) -> String {
        self.public_url.join(path_and_query).map_or_else(|_| path_and_query.to_owned(), Into::into)
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
