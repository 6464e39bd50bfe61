//! Running servers, so that a command beside them can tell each one to read again.

use crate::{Secret, Service, StoreError, store::nodes};

/// A running server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// Where its HTTP listens, as the server wrote it.
    pub address: String,
    /// By this it knows that whoever asks it to read again can read its database.
    pub secret: Secret,
}

impl Service {
    /// Says that a server has gone, after writing what it heard.
    pub async fn leave(&self, node: &Node) -> Result<(), StoreError> {
        self.write_heard(node).await?;
        let mut writing = self.begin().await?;
        nodes::delete(writing.tx(), &node.id).await?;
        writing.commit().await
    }

    /// Every server that did not say that it has gone. One that was killed is still among them.
    pub async fn nodes(&self) -> Result<Vec<Node>, StoreError> {
        let rows = nodes::all(&mut *self.0.store.reader().await?).await?;
        Ok(rows
            .into_iter()
            .map(|(id, address, secret)| Node { id, address, secret: Secret::presented(&secret) })
            .collect())
    }
}
