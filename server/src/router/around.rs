//! What holds for every request, in one layer: each layer of its own costs the most frequent request some
//! hundred nanoseconds, and it has seven microseconds in all (docs/benchmarks.md).

use super::{headers, problems, request::Seen, shape};
use crate::{pages::Reader, state::Server, web::problem::REQUEST_ID};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

/// Gives the request an id, refuses what is ambiguous, makes every refusal a problem or a page that tells it, adds
/// the headers, and notes how it ended.
pub(super) async fn around(
    State(server): State<Server>,
    mut request: Request,
    next: Next,
) -> Response {
    let seen = Seen::of(&server, &request);
    let answer = async {
        let settled = shape::settle(&mut request);
        let reader = Reader::of(&request);
        let answer = match settled {
            Some(answer) => answer,
            None => problems::tell(next.run(request).await),
        };
        match reader {
            Some(reader) => reader.draw(&server, answer).await,
            None => answer,
        }
    };
    let mut answer = REQUEST_ID.scope(seen.id().to_owned(), answer).await;
    headers::add(&server, &mut answer);
    seen.note(&server, &mut answer);
    answer
}
