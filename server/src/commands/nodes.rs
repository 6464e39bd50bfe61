//! Tells running servers that a command has written.

use anyhow::Context;
use axum::body::Body;
use http::{Request, header};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use service::Service;
use std::time::Duration;

/// How long a server has to answer. One that died without signing off never does.
const WITHIN: Duration = Duration::from_secs(3);

/// Makes every running server read again, and waits until it did.
#[expect(clippy::print_stderr, reason = "this is what the operator reads")]
pub async fn read_again(service: &Service) -> anyhow::Result<()> {
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build_http();
    for node in service.nodes().await? {
        let request = Request::post(format!("{}/internal/read-again", node.address))
            .header(header::AUTHORIZATION, format!("Bearer {}", node.secret.reveal()))
            .body(Body::empty())
            .context("the server's address")?;
        match tokio::time::timeout(WITHIN, client.request(request)).await {
            Ok(Ok(answer)) if answer.status().is_success() => {}
            // Another server took over the port, or nobody is there: that one is gone.
            Ok(Err(error)) if error.is_connect() => {}
            Ok(Ok(answer)) if answer.status() == http::StatusCode::NOT_FOUND => {}
            other => {
                tracing::debug!(?other, "no answer");
                eprintln!(
                    "The server at {} did not answer; it sees the change when it next reads.",
                    node.address
                );
            }
        }
    }
    Ok(())
}
