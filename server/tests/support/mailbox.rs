//! A mail server that keeps every letter, or behaves badly.

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::{Notify, mpsc},
};

/// Receives letters.
pub struct Mailbox {
    /// For `--smtp-url`.
    pub url: String,
    letters: mpsc::UnboundedReceiver<String>,
    manners: Arc<Mutex<Manners>>,
    visit: Arc<Notify>,
}

/// How a mail server behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manners {
    /// It keeps what it is given.
    Good,
    /// It accepts a connection, and never says a word.
    Silent,
    /// It accepts a connection and says no word on it, however it behaves later.
    Stuck,
    /// It says a letter every now and then, but never a whole line.
    Slow,
    /// It refuses every recipient.
    Refusing,
    /// It takes a letter and is gone before it says so.
    GoneAfter,
}

impl Mailbox {
    /// Opens a mailbox on a port of its own.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (sender, letters) = mpsc::unbounded_channel();
        let manners = Arc::new(Mutex::new(Manners::Good));
        let (kept, visit) = (Arc::clone(&manners), Arc::new(Notify::new()));
        let told = Arc::clone(&visit);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (manners, visit) = (Arc::clone(&manners), Arc::clone(&told));
                tokio::spawn(talk(stream, sender.clone(), manners, visit));
            }
        });
        Self { url, letters, manners: kept, visit }
    }

    /// From now on it behaves so.
    pub fn behave(&self, manners: Manners) {
        *self.manners.lock().unwrap() = manners;
    }

    /// Waits until somebody has come to its door since the last time.
    pub async fn visited(&self) {
        let limit = std::time::Duration::from_secs(10);
        tokio::time::timeout(limit, self.visit.notified())
            .await
            .expect("a visit within ten seconds");
    }

    /// Waits for the next letter, and reads it: headers and text.
    pub async fn next(&mut self) -> String {
        let letter = tokio::time::timeout(std::time::Duration::from_secs(10), self.letters.recv());
        readable(&letter.await.expect("a letter within ten seconds").unwrap())
    }

    /// The next letter, if one has come.
    pub fn arrived(&mut self) -> Option<String> {
        self.letters.try_recv().ok()
    }

    /// Whether no letter has come.
    pub fn is_empty(&mut self) -> bool {
        self.letters.try_recv().is_err()
    }
}

/// SMTP, as far as it is needed (RFC 5321).
async fn talk(
    stream: TcpStream,
    letters: mpsc::UnboundedSender<String>,
    manners: Arc<Mutex<Manners>>,
    visit: Arc<Notify>,
) {
    let manners = move || *manners.lock().unwrap();
    let is_stuck = manners() == Manners::Stuck;
    visit.notify_one();
    if is_stuck {
        std::future::pending::<()>().await;
    }
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    while matches!(manners(), Manners::Silent | Manners::Slow) {
        if manners() == Manners::Slow && writer.write_all(b"2").await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    writer.write_all(b"220 mailbox\r\n").await.unwrap();
    let mut letter: Option<String> = None;
    while let Ok(Some(line)) = lines.next_line().await {
        let answer: &[u8] = match (&mut letter, line.as_str()) {
            (Some(text), ".") => {
                letters.send(std::mem::take(text)).ok();
                letter = None;
                if manners() == Manners::GoneAfter {
                    return;
                }
                b"250 kept\r\n"
            }
            (Some(text), line) => {
                text.push_str(line);
                text.push('\n');
                continue;
            }
            (None, "DATA") => {
                letter = Some(String::new());
                b"354 go on\r\n"
            }
            (None, "QUIT") => return,
            (None, line) if line.starts_with("RCPT") && manners() == Manners::Refusing => {
                b"550 5.1.1 no such person here\r\n"
            }
            (None, _) => b"250 fine\r\n",
        };
        if writer.write_all(answer).await.is_err() {
            return;
        }
    }
}

/// A letter without its transfer encoding (quoted-printable or base64).
fn readable(letter: &str) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    let (head, text) = letter.split_once("\n\n").unwrap();
    if head.contains("base64") {
        let text = BASE64_STANDARD.decode(text.replace('\n', "")).unwrap();
        return format!("{head}\n\n{}", String::from_utf8(text).unwrap());
    }
    if !head.contains("quoted-printable") {
        return letter.to_owned();
    }
    let text = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'=' {
            let hex = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(byte);
        }
    }
    format!("{head}\n\n{}", String::from_utf8(bytes).unwrap())
}
