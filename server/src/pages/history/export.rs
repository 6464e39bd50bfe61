//! A file of the ledger, sent a piece at a time as it is read.

use crate::state::Server;
use axum::{body::Body, response::Response};
use futures::stream;
use http::{HeaderValue, header};
use service::Export;

/// The file as an answer. A failure in the middle ends the answer early, which the browser reports.
pub(in crate::pages) fn file(server: &Server, export: Export) -> Response {
    let disposition = format!("attachment; filename=\"porchlight-{}.csv\"", export.file_name);
    let pieces = stream::try_unfold((server.clone(), export), |(server, mut export)| async move {
        let piece = server.service.next_piece(&mut export).await.inspect_err(|error| {
            tracing::warn!(%error, "an export of the ledger was cut off");
        })?;
        Ok::<_, service::Failure>(piece.map(|piece| (piece, (server, export))))
    });
    let mut answer = Response::new(Body::from_stream(pieces));
    let headers = answer.headers_mut();
    let csv = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    headers.insert(header::CONTENT_TYPE, csv);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    answer
}
