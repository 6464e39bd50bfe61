//! A calendar file that a form sends.

use crate::web::problem::Problem;
use axum::extract::{FromRequest, Multipart, Request, multipart::MultipartError};
use service::MAX_CALENDAR_BYTES;

/// The field `calendar` of the form; `None` when no file was chosen.
///
/// A file that is too large is taken to its end all the same, as far as the route lets it, and cut: a
/// browser that cannot finish sending shows no answer. What is kept is one byte longer than allowed.
pub(in crate::pages) async fn receive(request: Request) -> Result<Option<Vec<u8>>, Problem> {
    let unreadable = || Problem::unreadable("The file did not arrive whole.");
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    let mut file = None;
    loop {
        let field = form.next_field().await.map_err(|error| told(&error))?;
        let Some(mut field) = field else { break };
        let wanted = field.name() == Some("calendar") && file.is_none();
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| told(&error))? {
            let room = (MAX_CALENDAR_BYTES + 1).saturating_sub(bytes.len());
            if wanted {
                bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
            }
        }
        if wanted && !bytes.is_empty() {
            file = Some(bytes);
        }
    }
    Ok(file)
}

fn told(error: &MultipartError) -> Problem {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::too_large()
    } else {
        Problem::unreadable("The file did not arrive whole.")
    }
}
