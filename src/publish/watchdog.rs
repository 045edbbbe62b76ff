//! Ends a connection whose operation goes on without end.
//!
//! A socket's timeout is about silence: a server that sends one byte now and then is never silent.

use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// Watches the connection to one server.
#[derive(Clone, Default)]
pub(super) struct Watchdog {
    socket: Arc<Mutex<Option<TcpStream>>>,
    orders: Arc<OnceLock<Sender<Option<Instant>>>>,
}

impl Watchdog {
    /// The connection to end, or none.
    pub(super) fn guard(&self, socket: Option<&TcpStream>) {
        let socket = socket.and_then(|socket| socket.try_clone().ok());
        *self.socket.lock().expect("no holder panics") = socket;
    }

    /// The operation that begins may take so long.
    pub(super) fn until(&self, longest: Duration) {
        let orders = self.orders.get_or_init(|| {
            let (orders, received) = mpsc::channel::<Option<Instant>>();
            let socket = Arc::clone(&self.socket);
            std::thread::spawn(move || {
                let mut end = None;
                loop {
                    let order = match end {
                        None => received.recv().map_err(|_| RecvTimeoutError::Disconnected),
                        Some(at) => {
                            received.recv_timeout(Instant::saturating_duration_since(&at, Instant::now()))
                        }
                    };
                    match order {
                        Ok(next) => end = next,
                        Err(RecvTimeoutError::Disconnected) => return,
                        Err(RecvTimeoutError::Timeout) => {
                            end = None;
                            if let Some(socket) = &*socket.lock().expect("no holder panics") {
                                let _ = socket.shutdown(Shutdown::Both);
                            }
                        }
                    }
                }
            });
            orders
        });
        let _ = orders.send(Some(Instant::now() + longest));
    }

    /// It has come to its end.
    pub(super) fn rest(&self) {
        if let Some(orders) = self.orders.get() {
            let _ = orders.send(None);
        }
    }
}
