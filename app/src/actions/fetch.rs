//! How the browser calls a server function: `fetch`, with a time limit, and nothing that streams.

use leptos::server_fn::{
    Bytes,
    client::Client,
    error::{FromServerFnError, ServerFnErrorErr},
    request::ClientReq,
    response::ClientRes,
};

/// What a request that took too long says of itself.
pub(super) const TOO_LATE: &str = "too late";

/// The browser's `fetch`.
#[derive(Debug)]
pub struct Fetch;

/// A request.
#[derive(Debug)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser sends it"))]
pub struct Request {
    path: String,
    body: String,
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    status: u16,
    body: String,
}

impl<E, I, O> Client<E, I, O> for Fetch
where
    E: FromServerFnError,
    I: FromServerFnError,
    O: FromServerFnError,
{
    type Request = Request;
    type Response = Response;

    #[cfg(feature = "hydrate")]
    fn send(request: Request) -> impl Future<Output = Result<Response, E>> + Send {
        use crate::browser::{Answer, post_json};
        // A page has one thread.
        leptos::__reexports::send_wrapper::SendWrapper::new(async move {
            let failed = |error| Err(E::from_server_fn_error(error));
            match post_json(&request.path, &request.body).await {
                Answer::Ours(status, body) => Ok(Response { status, body }),
                Answer::Theirs(status) => {
                    failed(ServerFnErrorErr::MiddlewareError(status.to_string()))
                }
                Answer::TooLate => failed(ServerFnErrorErr::Request(TOO_LATE.to_owned())),
                Answer::None => failed(ServerFnErrorErr::Request(String::new())),
            }
        })
    }

    #[cfg(not(feature = "hydrate"))]
    async fn send(_: Request) -> Result<Response, E> {
        Err(unsupported())
    }

    async fn open_websocket(
        _: &str,
    ) -> Result<
        (
            impl futures::Stream<Item = Result<Bytes, Bytes>> + Send + 'static,
            impl futures::Sink<Bytes> + Send + 'static,
        ),
        E,
    > {
        Err::<(futures::stream::Pending<_>, futures::sink::Drain<_>), _>(unsupported())
    }

    fn spawn(_: impl Future<Output = ()> + Send + 'static) {}
}

fn unsupported<E: FromServerFnError>() -> E {
    E::from_server_fn_error(ServerFnErrorErr::UnsupportedRequestMethod(String::new()))
}

impl<E: FromServerFnError> ClientReq<E> for Request {
    type FormData = ();

    fn try_new_req_text(
        path: &str,
        _: &str,
        _: &str,
        body: String,
        _: http::Method,
    ) -> Result<Self, E> {
        Ok(Self { path: path.to_owned(), body })
    }

    fn try_new_req_bytes(
        path: &str,
        content_type: &str,
        accepts: &str,
        body: Bytes,
        method: http::Method,
    ) -> Result<Self, E> {
        let body = String::from_utf8(body.into()).map_err(|_| unsupported())?;
        Self::try_new_req_text(path, content_type, accepts, body, method)
    }

    fn try_new_req_query(_: &str, _: &str, _: &str, _: &str, _: http::Method) -> Result<Self, E> {
        Err(unsupported())
    }

    fn try_new_req_form_data(
        _: &str,
        _: &str,
        _: &str,
        (): (),
        _: http::Method,
    ) -> Result<Self, E> {
        Err(unsupported())
    }

    fn try_new_req_multipart(_: &str, _: &str, (): (), _: http::Method) -> Result<Self, E> {
        Err(unsupported())
    }

    fn try_new_req_streaming(
        _: &str,
        _: &str,
        _: &str,
        _: impl futures::Stream<Item = Result<Bytes, E>> + Send + 'static,
        _: http::Method,
    ) -> Result<Self, E> {
        Err(unsupported())
    }
}

impl<E: FromServerFnError> ClientRes<E> for Response {
    async fn try_into_string(self) -> Result<String, E> {
        Ok(self.body)
    }

    async fn try_into_bytes(self) -> Result<Bytes, E> {
        Ok(self.body.into())
    }

    fn try_into_stream(
        self,
    ) -> Result<impl futures::Stream<Item = Result<Bytes, Bytes>> + Send + Sync + 'static, E> {
        Err::<futures::stream::Pending<_>, _>(unsupported())
    }

    fn status(&self) -> u16 {
        self.status
    }

    fn status_text(&self) -> String {
        String::new()
    }

    fn location(&self) -> String {
        String::new()
    }

    fn has_redirect(&self) -> bool {
        false
    }
}
