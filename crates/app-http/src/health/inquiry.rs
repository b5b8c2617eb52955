//! A question that may take too long: it is not asked again while the first one is unanswered, and not
//! cut off either.

use std::future::Future;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// A question that is asked over and over.
pub(super) struct Inquiry<T> {
    open: Mutex<Option<JoinHandle<Result<T, String>>>>,
}

impl<T> Default for Inquiry<T> {
    fn default() -> Self {
        Self { open: Mutex::new(None) }
    }
}

impl<T: Send + 'static> Inquiry<T> {
    /// The answer.
    ///
    /// # Errors
    /// What the answer says, or that there is none within two seconds.
    pub(super) async fn ask<Question>(&self, ask: impl FnOnce() -> Question) -> Result<T, String>
    where
        Question: Future<Output = Result<T, String>> + Send + 'static,
    {
        let mut open = self.open.lock().await;
        let task = open.get_or_insert_with(|| tokio::spawn(ask()));
        let Ok(answered) = tokio::time::timeout(PATIENCE, task).await else {
            return Err(format!("no answer within {} s", PATIENCE.as_secs()));
        };
        *open = None;
        answered.unwrap_or_else(|_| Err("it could not be asked".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Notify;

    // FA-10
    #[tokio::test(start_paused = true)]
    async fn a_question_that_is_not_answered_is_asked_once_and_its_answer_is_taken_later() {
        let (inquiry, asked) = (Inquiry::default(), Arc::new(AtomicUsize::new(0)));
        let answer = Arc::new(Notify::new());
        let ask = || {
            asked.fetch_add(1, Ordering::SeqCst);
            let answer = Arc::clone(&answer);
            async move {
                answer.notified().await;
                Ok(7)
            }
        };
        for _ in 0..3 {
            assert_eq!(inquiry.ask(ask).await, Err("no answer within 2 s".to_owned()));
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        answer.notify_one();
        assert_eq!(inquiry.ask(ask).await, Ok(7));
        answer.notify_one();
        assert_eq!(inquiry.ask(ask).await, Ok(7));
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }
}
