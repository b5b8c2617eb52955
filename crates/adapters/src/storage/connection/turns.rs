//! Turns at `SQLite`'s only writing connection. Who writes for what waits in a line of its own, so that what comes
//! in numbers, such as emails, keeps no seal and no person waiting.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// What a connection writes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A request that a person waits for.
    Request,
    /// Seals, for which parties wait.
    Seal,
    /// Emails.
    Email,
    /// What has time: the log, leases, sweeping.
    Upkeep,
}

/// In which order the lines are served while all of them wait. A line that is empty is passed over, and each
/// is served within so many turns.
const ORDER: [Purpose; 10] = [
    Purpose::Request,
    Purpose::Seal,
    Purpose::Request,
    Purpose::Request,
    Purpose::Email,
    Purpose::Request,
    Purpose::Seal,
    Purpose::Request,
    Purpose::Request,
    Purpose::Upkeep,
];

/// The lines.
#[derive(Clone, Default)]
pub(super) struct Turns(Arc<Mutex<Lines>>);

#[derive(Default)]
struct Lines {
    is_taken: bool,
    /// By the number of their purpose.
    waiting: [VecDeque<oneshot::Sender<Turn>>; 4],
    /// The place in [`ORDER`] that is next.
    next: usize,
}

/// The right to use the connection, until it is dropped.
pub(super) struct Turn(Option<Turns>);

impl Turns {
    /// Waits for the turn, behind those that write for the same.
    pub(super) async fn take(&self, purpose: Purpose) -> Turn {
        let waits = {
            let mut lines = self.lines();
            if !lines.is_taken {
                lines.is_taken = true;
                return Turn(Some(self.clone()));
            }
            let (gives, waits) = oneshot::channel();
            lines.waiting[purpose as usize].push_back(gives);
            waits
        };
        // A turn is given to every line sooner or later, so there is one.
        waits.await.unwrap_or(Turn(None))
    }

    fn pass_on(&self) {
        loop {
            let next = self.lines().next_waiting();
            let Some(next) = next else {
                return;
            };
            match next.send(Turn(Some(self.clone()))) {
                Ok(()) => return,
                // It was no longer waited for. The turn comes back, and must not be passed on twice.
                Err(mut turn) => turn.0 = None,
            }
        }
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    /// Who is next; the connection is free when none waits.
    fn next_waiting(&mut self) -> Option<oneshot::Sender<Turn>> {
        for step in 0..ORDER.len() {
            let place = (self.next + step) % ORDER.len();
            if let Some(waiting) = self.waiting[ORDER[place] as usize].pop_front() {
                self.next = (place + 1) % ORDER.len();
                return Some(waiting);
            }
        }
        self.is_taken = false;
        None
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(turns) = self.0.take() {
            turns.pass_on();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll, Waker};

    type Waits = Pin<Box<dyn Future<Output = Turn>>>;

    fn poll(waits: &mut Waits) -> Option<Turn> {
        match waits.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(turn) => Some(turn),
            Poll::Pending => None,
        }
    }

    fn waits(turns: &Turns, purpose: Purpose) -> Waits {
        let turns = turns.clone();
        let mut waits: Waits = Box::pin(async move { turns.take(purpose).await });
        assert!(poll(&mut waits).is_none(), "the connection is taken");
        waits
    }

    fn taken(turns: &Turns) -> Turn {
        let turns = turns.clone();
        let mut first: Waits = Box::pin(async move { turns.take(Purpose::Request).await });
        poll(&mut first).expect("the connection is free")
    }

    #[test]
    fn a_seal_and_a_request_wait_for_few_of_many_emails() {
        let turns = Turns::default();
        let first = taken(&turns);
        let mut lines: Vec<(Purpose, Waits)> = Vec::new();
        for (purpose, number) in
            [(Purpose::Email, 20), (Purpose::Upkeep, 2), (Purpose::Seal, 2), (Purpose::Request, 6)]
        {
            lines.extend((0..number).map(|_| (purpose, waits(&turns, purpose))));
        }
        drop(first);
        let mut served = Vec::new();
        while !lines.is_empty() {
            let ready: Vec<usize> = (0..lines.len())
                .filter_map(|place| {
                    let turn = poll(&mut lines[place].1)?;
                    served.push(lines[place].0);
                    Some((place, turn))
                })
                .map(|(place, turn)| {
                    drop(turn);
                    place
                })
                .collect();
            for place in ready.into_iter().rev() {
                drop(lines.remove(place));
            }
        }
        assert_eq!(served[..10], ORDER);
        assert_eq!(served.len(), 30);
    }

    #[test]
    fn each_line_is_served_in_the_order_in_which_it_came() {
        let turns = Turns::default();
        let first = taken(&turns);
        let mut earlier = waits(&turns, Purpose::Email);
        let mut later = waits(&turns, Purpose::Email);
        drop(first);
        assert!(poll(&mut later).is_none());
        drop(poll(&mut earlier).expect("its turn"));
        assert!(poll(&mut later).is_some());
    }

    // FA-10
    #[test]
    fn a_turn_that_is_no_longer_waited_for_goes_to_the_next() {
        let turns = Turns::default();
        let first = taken(&turns);
        let given_up = waits(&turns, Purpose::Request);
        let mut next = waits(&turns, Purpose::Seal);
        drop(given_up);
        drop(first);
        drop(poll(&mut next).expect("its turn"));

        // Also when the turn was given already.
        let first = taken(&turns);
        let given_up = waits(&turns, Purpose::Request);
        let mut next = waits(&turns, Purpose::Seal);
        drop(first);
        drop(given_up);
        drop(poll(&mut next).expect("its turn"));
        drop(taken(&turns));
    }
}
