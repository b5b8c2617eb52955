//! How far a connection has come, and until when it may stay so.

use poem::http::Version;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// How many bytes of a body weigh up a second of waiting, where one has to make room: a body that flows counts
/// as awaited since just now, one that drips as awaited since its head.
const BYTES_A_SECOND: u32 = 16 * 1024;

/// How long a connection may keep the service waiting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timeouts {
    /// From the first byte of a request, or the beginning of the connection, to the end of its head.
    pub(super) head: Duration,
    /// Between two pieces of a request's body.
    pub(super) body: Duration,
    /// Between two requests, and for a client that takes nothing of what is written.
    pub(super) idle: Duration,
    /// After an answer, until an HTTP/1 connection gives its buffers back.
    pub(super) rest: Duration,
}

/// What becomes of a connection on which nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It gives its buffers back and waits for the next request.
    Rest,
    /// It has kept the service waiting for too long, or has to make room.
    End,
}

/// The state of one connection.
pub(super) struct Pulse {
    timeouts: Timeouts,
    state: Mutex<State>,
    changed: Notify,
}

struct State {
    phase: Phase,
    since: Instant,
    /// Requests whose answers are being made.
    requests: usize,
    /// Those of them that wait for a piece of their body.
    awaiting: usize,
    /// Answers whose bodies are being written.
    answers: usize,
    is_http2: bool,
    /// Whether it has given its buffers back.
    is_resting: bool,
    /// Whether the answer to the last request leaves the connection between two requests.
    is_kept: bool,
    /// Since when the client takes nothing of what is written.
    stalled: Option<Instant>,
    is_displaced: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The head of a request is awaited.
    Head,
    /// Between two requests.
    Idle,
}

/// A request whose answer is being made, until it is dropped.
pub(super) struct Request(Arc<Pulse>);

/// An answer whose body is being written, until it is dropped.
pub(super) struct Answer(Arc<Pulse>);

impl Pulse {
    pub(super) fn new(timeouts: Timeouts) -> Arc<Self> {
        let state = State {
            phase: Phase::Head,
            since: Instant::now(),
            requests: 0,
            awaiting: 0,
            answers: 0,
            is_http2: false,
            is_resting: false,
            is_kept: false,
            stalled: None,
            is_displaced: false,
        };
        Arc::new(Self { timeouts, state: Mutex::new(state), changed: Notify::new() })
    }

    /// The head of a request has come.
    pub(super) fn begin(self: &Arc<Self>, version: Version) -> Request {
        let mut state = self.lock();
        if state.requests == 0 {
            state.since = Instant::now();
        }
        state.requests += 1;
        state.is_http2 = version >= Version::HTTP_2;
        state.is_resting = false;
        state.phase = Phase::Idle;
        Request(Arc::clone(self))
    }

    /// Whether another request can follow the one whose head has come: not so where it ends the connection, or has a
    /// body of which some may be left unread.
    pub(super) fn is_followed(&self, is_followed: bool) {
        self.lock().is_kept = is_followed;
    }

    /// The answer to a request is written from now on.
    pub(super) fn answer(self: &Arc<Self>) -> Answer {
        self.lock().answers += 1;
        Answer(Arc::clone(self))
    }

    /// The connection has given its buffers back.
    pub(super) fn is_at_rest(&self) {
        self.lock().is_resting = true;
    }

    /// Ends when the connection has kept the service waiting for too long, or has to make room.
    pub(super) async fn is_over(&self) {
        while self.turn().await != Turn::End {
            // One that goes on without giving anything back.
            self.is_at_rest();
        }
    }

    /// What becomes of the connection, when it is time for it.
    pub(super) async fn turn(&self) -> Turn {
        loop {
            let changed = self.changed.notified();
            match self.next_turn() {
                None => changed.await,
                Some((at, turn)) if at <= Instant::now() => return turn,
                Some((at, _)) => tokio::select! {
                    () = sleep_until(at) => {}
                    () = changed => {}
                },
            }
        }
    }

    /// Since when the connection has waited for its client: for a head, or for the bodies of all its requests.
    /// `None` while a request is being answered.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        let state = self.lock();
        (state.requests == state.awaiting).then_some(state.since)
    }

    /// A request waits for a piece of its body.
    pub(super) fn awaits_body(&self) {
        self.lock().awaiting += 1;
    }

    /// A request that waited for a piece of its body waits no longer.
    pub(super) fn has_body(&self) {
        let mut state = self.lock();
        state.awaiting = state.awaiting.saturating_sub(1);
    }

    /// So many bytes of a body have come.
    pub(super) fn has_come(&self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let weighed = Duration::from_secs(1) * bytes / BYTES_A_SECOND;
        let mut state = self.lock();
        state.since = (state.since + weighed).min(Instant::now());
    }

    /// Ends the connection in favour of another one.
    pub(super) fn displace(&self) {
        self.lock().is_displaced = true;
        self.changed.notify_one();
    }

    #[cfg(test)]
    pub(super) fn rests(&self) -> bool {
        self.lock().is_resting
    }

    fn next_turn(&self) -> Option<(Instant, Turn)> {
        let state = self.lock();
        let Timeouts { head, idle, rest, .. } = self.timeouts;
        if state.is_displaced {
            return Some((state.since.min(Instant::now()), Turn::End));
        }
        let is_between = state.answers == 0 && state.is_kept && !state.is_http2;
        let may_rest = is_between && !state.is_resting && rest < idle;
        match (state.requests, state.stalled, state.phase) {
            (0, Some(stalled), _) => Some((stalled + idle, Turn::End)),
            (0, None, Phase::Head) => Some((state.since + head, Turn::End)),
            (0, None, Phase::Idle) if may_rest => Some((state.since + rest, Turn::Rest)),
            (0, None, Phase::Idle) => Some((state.since + idle, Turn::End)),
            (1.., ..) => None,
        }
    }

    /// Bytes have come. In HTTP/1 the bytes after an answer are the next request. In HTTP/2 they may be anything.
    pub(super) fn has_read(&self) {
        let mut state = self.lock();
        if state.requests == 0 && state.phase == Phase::Idle {
            state.since = Instant::now();
            if !state.is_http2 {
                state.phase = Phase::Head;
                self.changed.notify_one();
            }
        }
    }

    /// The client takes what is written.
    pub(super) fn has_written(&self) {
        let mut state = self.lock();
        state.stalled = None;
        if state.requests == 0 && state.phase == Phase::Idle {
            state.since = Instant::now();
        }
    }

    /// The client has taken all that was written.
    pub(super) fn has_flushed(&self) {
        self.lock().stalled = None;
    }

    /// The client takes nothing of what is written.
    pub(super) fn cannot_write(&self) {
        let mut state = self.lock();
        if state.stalled.is_none() {
            state.stalled = Some(Instant::now());
            self.changed.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.requests -= 1;
        state.since = Instant::now();
        drop(state);
        self.0.changed.notify_one();
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.0.lock().answers -= 1;
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::TIMEOUTS;
    use tokio::time::advance;

    // EV-08
    #[tokio::test(start_paused = true)]
    async fn a_body_that_drips_is_awaited_since_its_head_and_one_that_flows_since_just_now() {
        let began = Instant::now();
        let [dripping, flowing] = [(); 2].map(|()| Pulse::new(TIMEOUTS));
        let requests = [&dripping, &flowing].map(|pulse| pulse.begin(Version::HTTP_11));
        assert_eq!(dripping.waiting_since(), None, "its body was not asked for yet");
        for second in 1..=20 {
            for pulse in [&dripping, &flowing] {
                pulse.awaits_body();
            }
            assert!(dripping.waiting_since() < Some(began + Duration::from_secs(1)));
            assert_eq!(flowing.waiting_since(), Some(began + Duration::from_secs(second - 1)));
            advance(Duration::from_secs(1)).await;
            for (pulse, bytes) in [(&dripping, 1), (&flowing, 64 * 1024)] {
                pulse.has_body();
                pulse.has_come(bytes);
            }
        }
        assert_eq!(flowing.waiting_since(), None, "its body has come");
        drop(requests);
        assert_eq!(flowing.waiting_since(), Some(Instant::now()));
    }

    // EV-08
    #[tokio::test(start_paused = true)]
    async fn a_connection_waits_for_bodies_only_while_all_its_requests_do() {
        let pulse = Pulse::new(TIMEOUTS);
        let _first = pulse.begin(Version::HTTP_2);
        pulse.awaits_body();
        assert!(pulse.waiting_since().is_some());
        let second = pulse.begin(Version::HTTP_2);
        assert_eq!(pulse.waiting_since(), None, "the second is being answered");
        pulse.awaits_body();
        assert!(pulse.waiting_since().is_some());
        pulse.has_body();
        drop(second);
        assert!(pulse.waiting_since().is_some(), "the first still waits");
    }
}
