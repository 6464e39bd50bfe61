//! Somebody who asks: a browser that keeps its cookies, or a program with a token.

use super::Answer;
use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, header};
use http_body_util::BodyExt;
use service::Secret;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};
use tower::ServiceExt;
use url::Url;

/// A client of the server. Cloned, it is another browser with the same cookies.
#[derive(Clone)]
pub struct Client {
    router: Router,
    site: Url,
    address: SocketAddr,
    /// The cookies, by name.
    pub cookies: BTreeMap<String, String>,
    /// What every request of this client says.
    pub headers: HeaderMap,
}

impl Client {
    pub(super) fn new(router: Router, site: Url) -> Self {
        static NEXT: AtomicU16 = AtomicU16::new(1);
        let [high, low] = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static("Test/1.0"));
        let address = SocketAddr::from(([198, 18, high, low], 40_000));
        Self { router, site, address, cookies: BTreeMap::new(), headers }
    }

    /// A program: a token instead of cookies, and no wish for pages.
    pub(super) fn with_token(self, token: &Secret) -> Self {
        self.with_bearer(token.reveal())
    }

    /// The same with a token as it was shown.
    pub fn with_bearer(mut self, token: &str) -> Self {
        self.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let bearer = format!("Bearer {token}");
        self.headers.insert(header::AUTHORIZATION, bearer.parse().unwrap());
        self
    }

    /// The same client, whose requests say this as well.
    pub fn saying(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        self
    }

    /// Follows a link.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form, as a page of this site does.
    pub async fn post<V: AsRef<str>>(&mut self, path: &str, fields: &[(&str, V)]) -> Answer {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields.iter().map(|(name, value)| (name, value.as_ref())))
            .finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, self.site.origin().ascii_serialization())
            .header("sec-fetch-site", "same-origin");
        self.ask(request.body(Body::from(form)).unwrap()).await
    }

    /// Goes online in all their projects, with no end, by the form.
    pub async fn go_online(&mut self) {
        let fields = [("action", "online"), ("length", "none"), ("scope", "all")];
        let answer = self.post("/presence", &fields).await;
        assert_eq!(answer.status, 303, "goes online: {}", answer.body);
    }

    /// Sends JSON, as a program does.
    pub async fn json(&mut self, method: Method, path: &str, body: &serde_json::Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        self.ask(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Goes where an answer leads, if it leads anywhere.
    pub async fn follow(&mut self, answer: &Answer) -> Answer {
        self.get(answer.location()).await
    }

    /// Sends a request, and reads the whole answer.
    pub async fn ask(&mut self, request: Request<Body>) -> Answer {
        let (parts, body) = self.send(request).await.into_parts();
        let whole = tokio::time::timeout(Duration::from_secs(10), body.collect());
        let body = whole.await.expect("an answer that ends").unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// Sends a request. What is in the answer is left to the caller: an event stream has no end.
    pub async fn send(&mut self, mut request: Request<Body>) -> Response<Body> {
        let headers = request.headers_mut();
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        headers.entry(header::HOST).or_insert_with(|| self.site.authority().parse().unwrap());
        if !self.cookies.is_empty() {
            let cookies: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        response
    }

    fn keep(&mut self, cookie: &str) {
        let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        if cookie.split("; ").any(|attribute| attribute == "Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
