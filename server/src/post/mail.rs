//! Mail over SMTP.

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::response::Response,
};
use service::Sent;
use std::{error::Error, time::Duration};
use url::Url;

/// How long one sending may take, from the first byte to the answer.
const WITHIN: Duration = Duration::from_secs(20);

/// Sends mail.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    within: Duration,
}

/// A mail to one person, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The recipient's address.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Its `Message-ID`, in angle brackets.
    pub message_id: String,
}

/// Why there is no mailer.
#[derive(Debug, thiserror::Error)]
#[error("the mail settings are wrong: {0}")]
pub struct MailSettingsError(String);

impl Mailer {
    /// A mailer for `smtp://`, `smtp+starttls://` (as `smtp://…?tls=required`) or `smtps://`.
    pub fn new(url: &Url, from: &str) -> Result<Self, MailSettingsError> {
        let text = match url.as_str().strip_prefix("smtp+starttls://") {
            Some(rest) => format!("smtp://{rest}?tls=required"),
            None => url.to_string(),
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&text)
            // The URL holds a password: the error alone is told.
            .map_err(|error| MailSettingsError(error.to_string()))?
            .timeout(Some(WITHIN))
            .build();
        let from = from
            .parse()
            .map_err(|_| MailSettingsError("the sender is written as Name <address>".to_owned()))?;
        Ok(Self { transport, from, within: WITHIN })
    }

    /// The same with another limit to how long one sending may take.
    #[must_use]
    pub fn within(self, within: Duration) -> Self {
        Self { within, ..self }
    }

    /// Sends a mail, and tells what the mail server said.
    pub async fn send(&self, mail: &Mail) -> Sent {
        let message = match self.message(mail) {
            Ok(message) => message,
            Err(error) => return Sent::Never(chain(&*error)),
        };
        match tokio::time::timeout(self.within, self.transport.send(message)).await {
            Ok(Ok(response)) => Sent::Yes(answer(&response)),
            Ok(Err(error)) => Sent::NotYet(chain(&error)),
            Err(_) => Sent::NotYet(format!("no answer within {} seconds", self.within.as_secs())),
        }
    }

    fn message(&self, mail: &Mail) -> Result<Message, Box<dyn Error + Send + Sync>> {
        Ok(Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, mail.to.parse()?))
            .subject(mail.subject.clone())
            .message_id(Some(mail.message_id.clone()))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())?)
    }
}

/// `Auto-Submitted: auto-generated` (RFC 3834): no machine shall answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

fn answer(response: &Response) -> String {
    let lines: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), lines.join(" ")).trim().to_owned()
}

/// An error with everything that led to it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mailer")
    }
}
