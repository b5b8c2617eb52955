//! Who hashes when: few at once, each in memory that is kept; the others wait in the order in which they came,
//! and not too many of them.

use argon2::{Block, Params};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use wariin_ports::PasswordError;

/// How many passwords are hashed at once, each in 19 MiB.
const AT_ONCE: usize = 2;
/// How many may wait: a few seconds' worth of hashing.
const WAITING: usize = 256;
/// How long one waits at most.
const PATIENCE: Duration = Duration::from_secs(8);

/// The turns of a hasher.
#[derive(Clone)]
pub(super) struct Turns {
    /// Gives the turns in the order in which they were asked for.
    free: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// The memory of the turns that are not being used. What has not been used yet is empty.
    idle: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Turns {
    /// Turns, one of which has this memory already.
    pub(super) fn new(memory: Vec<Block>) -> Self {
        Self {
            free: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(WAITING)),
            idle: Arc::new(Mutex::new(vec![memory])),
        }
    }

    /// Does the work on the blocking pool, with memory for it, when it is its turn.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] when too many wait, or it has waited for too long.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = self.places.try_acquire().map_err(|_| PasswordError::Busy)?;
        let turn = timeout(PATIENCE, Arc::clone(&self.free).acquire_owned()).await;
        let turn = turn.map_err(|_| PasswordError::Busy)?;
        let turn = turn.map_err(|e| PasswordError::Failed(e.into()))?;
        drop(place);
        let idle = Arc::clone(&self.idle);
        // The turn goes along: a request that is given up ends, but its hashing does not.
        let worked = spawn_blocking(move || {
            let mut memory = locked(&idle).pop().unwrap_or_default();
            let result = work(&mut memory);
            memory.fill(Block::new());
            memory.truncate(Params::default().block_count());
            memory.shrink_to_fit();
            locked(&idle).push(memory);
            drop(turn);
            result
        });
        worked.await.map_err(|e| PasswordError::Failed(e.into()))?
    }
}

fn locked(idle: &Mutex<Vec<Vec<Block>>>) -> MutexGuard<'_, Vec<Vec<Block>>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turns")
            .field("free", &self.free.available_permits())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use tokio::task::JoinHandle;

    fn turns() -> Turns {
        Turns::new(vec![Block::new(); 8])
    }

    /// Work that lasts until something is sent.
    fn lasting(turns: &Turns) -> (mpsc::Sender<()>, JoinHandle<Result<(), PasswordError>>) {
        let (end, ended) = mpsc::channel();
        let turns = turns.clone();
        let work = async move {
            turns.run(move |_| ended.recv().map_err(|e| PasswordError::Failed(e.into()))).await
        };
        (end, tokio::spawn(work))
    }

    async fn until(is_so: impl Fn() -> bool) {
        while !is_so() {
            tokio::task::yield_now().await;
        }
    }

    // EV-08
    #[tokio::test]
    async fn a_flood_is_refused_beyond_the_places_and_served_in_the_order_in_which_it_came() {
        let turns = turns();
        let running: Vec<_> = (0..AT_ONCE).map(|_| lasting(&turns)).collect();
        until(|| turns.free.available_permits() == 0).await;
        let served = Arc::new(Mutex::new(Vec::new()));
        let mut waiting = Vec::new();
        for number in 0..WAITING {
            let (turns, log) = (turns.clone(), Arc::clone(&served));
            let left = turns.places.available_permits();
            let places = Arc::clone(&turns.places);
            waiting.push(tokio::spawn(async move {
                let note = move |_: &mut Vec<Block>| {
                    log.lock().unwrap().push(number);
                    Ok(())
                };
                turns.run(note).await
            }));
            until(|| places.available_permits() < left).await;
        }
        assert!(matches!(turns.run(|_| Ok(())).await, Err(PasswordError::Busy)));
        // One turn at a time, so that the order shows.
        let mut running = running.into_iter();
        let (end, _first) = running.next().unwrap();
        end.send(()).unwrap();
        for work in waiting {
            work.await.unwrap().unwrap();
        }
        assert_eq!(*served.lock().unwrap(), (0..WAITING).collect::<Vec<_>>());
        drop(running);
        assert!(turns.run(|_| Ok(())).await.is_ok());
    }

    // EV-08
    #[tokio::test(start_paused = true)]
    async fn a_wait_for_a_turn_ends_and_leaves_its_place() {
        let turns = turns();
        let running: Vec<_> = (0..AT_ONCE).map(|_| lasting(&turns)).collect();
        until(|| turns.free.available_permits() == 0).await;
        let waits = turns.clone();
        let waits = tokio::spawn(async move { waits.run(|_| Ok(())).await });
        until(|| turns.places.available_permits() < WAITING).await;
        tokio::time::advance(PATIENCE).await;
        assert!(matches!(waits.await.unwrap(), Err(PasswordError::Busy)));
        assert_eq!(turns.places.available_permits(), WAITING);
        drop(running);
    }

    // EV-08
    #[tokio::test]
    async fn a_request_that_is_given_up_keeps_its_turn_until_its_hashing_has_ended() {
        let turns = turns();
        let (end, work) = lasting(&turns);
        until(|| turns.free.available_permits() == AT_ONCE - 1).await;
        work.abort();
        assert!(work.await.unwrap_err().is_cancelled());
        assert_eq!(turns.free.available_permits(), AT_ONCE - 1);
        end.send(()).unwrap();
        until(|| turns.free.available_permits() == AT_ONCE).await;
    }

    // EV-08
    #[tokio::test]
    async fn memory_is_used_again_and_holds_nothing_of_the_last_password() {
        let turns = turns();
        let stain = |memory: &mut Vec<Block>| {
            memory.resize(8, Block::new());
            for block in memory.iter_mut() {
                block.as_mut().fill(7);
            }
            Ok(memory.as_ptr() as usize)
        };
        let first = turns.run(stain).await.unwrap();
        let second = turns.run(|memory| {
            assert!(memory.iter().all(|block| block.as_ref().iter().all(|word| *word == 0)));
            Ok(memory.as_ptr() as usize)
        });
        assert_eq!(second.await.unwrap(), first);
        assert_eq!(turns.idle.lock().unwrap().len(), 1);
    }
}
