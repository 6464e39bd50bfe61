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

/// What is said of a mail server's address that cannot be used, whatever is wrong with it.
const ADDRESS: &str = "--smtp-url looks like smtps://user:password@mail.example.com, with smtp://, \
     smtp+starttls:// or smtps://, and with %40 and its like for what has a meaning in addresses";

/// Why there is no mailer. The address is not told: it holds a password.
#[derive(Debug, thiserror::Error)]
#[error("the mail settings are wrong: {0}")]
pub struct MailSettingsError(&'static str);

impl Mailer {
    /// A mailer for `smtp://`, `smtp+starttls://` (as `smtp://…?tls=required`) or `smtps://`.
    pub fn new(url: &str, from: &str) -> Result<Self, MailSettingsError> {
        let text = mail_url(url)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&text)
            // The URL holds a password, and what is said of it may repeat it.
            .map_err(|_| MailSettingsError(ADDRESS))?
            .timeout(Some(WITHIN))
            .build();
        let from = from
            .parse()
            .map_err(|_| MailSettingsError("the sender is written as Name <address>"))?;
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

/// The address as the transport reads it. What it would leave out without a word is refused: a user without a
/// password, and what stands behind a `#` that belongs to the password.
fn mail_url(text: &str) -> Result<String, MailSettingsError> {
    let url = Url::parse(text).map_err(|_| MailSettingsError(ADDRESS))?;
    let named = url.username().is_empty() == url.password().is_none_or(str::is_empty);
    if url.fragment().is_some() || !named || url.host_str().is_none_or(str::is_empty) {
        return Err(MailSettingsError(ADDRESS));
    }
    Ok(match text.strip_prefix("smtp+starttls://") {
        Some(rest) if url.query().is_none() => format!("smtp://{rest}?tls=required"),
        Some(_) => return Err(MailSettingsError(ADDRESS)),
        None => text.to_owned(),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_mail_servers_address_is_used_as_it_is_or_refused_without_a_word_of_it() {
        for (url, good) in [
            ("smtp://127.0.0.1:2525", true),
            ("smtp+starttls://desk:hunter2@mail.example.com", true),
            ("smtps://desk:hunt%40er2@mail.example.com", true),
            ("smtp://desk@mail.example.com", false),
            ("smtp://:hunter2@mail.example.com", false),
            ("smtps://desk:hunter2@mail.example.com#x", false),
            ("smtps://desk:hun#ter2@mail.example.com", false),
            ("smtps://desk:hunter2@mail.example.com:no", false),
            ("smtps://desk:hunter2@", false),
            ("smtp+starttls://desk:hunter2@mail.example.com?tls=none", false),
            ("smtp://desk:hunter2@mail.example.com?tls=hunter2", false),
            ("hunter2://desk:hunter2@mail.example.com", false),
            ("hunter2", false),
            ("", false),
        ] {
            let made = Mailer::new(url, "Porchlight <porchlight@localhost>");
            assert_eq!(made.is_ok(), good, "{url}");
            let said = made.err().map(|error| format!("{error} {error:?}")).unwrap_or_default();
            assert!(!said.contains("hunter2"), "{url}: {said}");
        }
        assert!(Mailer::new("smtp://127.0.0.1", "nobody at all").is_err());
    }
}
