//! The end of a connection whose client still sends.
//!
//! An answer that comes before its request was read to the end, such as a 413, is lost where the socket is closed
//! at once: the rest arrives at a socket that is no more, and the client's machine is told to forget what it had
//! not read yet. So the rest is read and thrown away for a while (RFC 9112 §9.6).

use std::time::Duration;
use tokio::{
    io::AsyncReadExt,
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};
use tokio_util::sync::CancellationToken;

/// How long in all.
const AT_MOST: Duration = Duration::from_secs(30);
/// How long for the next bytes.
const SILENCE: Duration = Duration::from_secs(5);
/// How much is read at once, in bytes.
const PIECE: usize = 16 * 1024;

/// Reads on a connection that will not be written to any more, until the client has read its answer and goes.
pub(super) async fn linger(mut stream: TcpStream, leave: &CancellationToken) {
    let end = Instant::now() + AT_MOST;
    let read = async {
        let mut piece = vec![0; PIECE];
        while let Ok(Ok(1..)) = timeout(SILENCE, stream.read(&mut piece)).await {}
    };
    leave.run_until_cancelled(timeout_at(end, read)).await;
}
