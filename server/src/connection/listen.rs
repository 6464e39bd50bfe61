//! The socket that connections come to.

use socket2::{Domain, Protocol, Socket, Type};
use std::{io, net::SocketAddr, time::Duration};
use tokio::net::TcpListener;

/// How many connections may wait to be accepted. After a restart everybody comes at once, and who finds no
/// place in this queue tries again a second later. The system makes it shorter as it sees fit.
const QUEUE: i32 = 16_384;

/// How long the other side's machine may leave what was sent to it unacknowledged (`TCP_USER_TIMEOUT`, RFC
/// 5482). A phone between two cells needs a while; whoever is longer away connects again.
#[cfg(target_os = "linux")]
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(20);

/// Listens at an address.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A server that comes back finds the connections of the last one still fading away.
    socket.set_reuse_address(true)?;
    // Each connection has these from the socket that it came to.
    // Events are small and must not wait for each other.
    socket.set_tcp_nodelay(true)?;
    // A laptop that sleeps takes nothing: what was sent to it must not wait for a quarter of an hour.
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(ACKNOWLEDGED_WITHIN))?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(QUEUE)?;
    TcpListener::from_std(socket.into())
}

/// How long the queue came to be, where the system says.
pub(crate) fn queue() -> Option<u32> {
    let most = std::fs::read_to_string("/proc/sys/net/core/somaxconn").ok()?.trim().parse().ok()?;
    Some(QUEUE.unsigned_abs().min(most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use socket2::SockRef;
    use tokio::net::TcpStream;

    #[tokio::test]
    async fn a_connection_has_the_options_of_the_socket_it_came_to() {
        for address in ["127.0.0.1:0", "[::1]:0"] {
            let listener = listen(address.parse().unwrap()).unwrap();
            let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
            let (stream, _) = listener.accept().await.unwrap();
            assert!(stream.nodelay().unwrap(), "{address}");
            #[cfg(target_os = "linux")]
            assert_eq!(
                SockRef::from(&stream).tcp_user_timeout().unwrap(),
                Some(ACKNOWLEDGED_WITHIN),
                "{address}"
            );
        }
    }

    #[tokio::test]
    async fn hundreds_may_wait_to_be_accepted() {
        let most = queue().unwrap().min(1_000);
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let connect = async {
            let mut waiting = Vec::new();
            for _ in 0..most {
                waiting.push(TcpStream::connect(address).await.unwrap());
            }
            waiting.len()
        };
        let connected = tokio::time::timeout(Duration::from_secs(10), connect).await;
        assert_eq!(connected.unwrap(), usize::try_from(most).unwrap());
    }
}
