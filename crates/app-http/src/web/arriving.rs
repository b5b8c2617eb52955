//! The body of an upload while it arrives: no longer than it may be, no later than it may come, and never as a
//! whole in memory.

use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Why a body did not arrive as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It is longer than it may be.
    TooLarge,
    /// The connection broke, or it took too long.
    Off,
    /// The client kept the service waiting for longer than its [`Pace`] allows.
    Slow,
}

/// How long a client may keep the service waiting for a body. The time in which the service does not read counts for
/// nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// For the next byte, and in all beyond what the rate allows.
    pub(crate) still: Duration,
    /// The least rate, in bytes a second.
    pub(crate) rate: u64,
}

/// A body that is read by the page's handler; what the handler leaves, [`Self::read_out`] throws away.
#[derive(Clone)]
pub(crate) struct Arriving(Arc<Mutex<Body>>);

struct Body {
    /// What was read already, and is read again.
    head: Vec<u8>,
    rest: Pin<Box<dyn AsyncRead + Send>>,
    left: u64,
    late: Pin<Box<Sleep>>,
    paced: Option<Paced>,
    cut: Option<Cut>,
}

/// A body with a [`Pace`].
struct Paced {
    pace: Pace,
    read: u64,
    /// For how long the client was waited for before.
    waited: Duration,
    /// Since when it is waited for.
    since: Option<Instant>,
    late: Pin<Box<Sleep>>,
}

impl Arriving {
    /// A body of no more than `limit` bytes, which have to arrive within `patience`.
    pub(crate) fn new(
        rest: impl AsyncRead + Send + 'static,
        limit: u64,
        patience: Duration,
    ) -> Self {
        Self(Arc::new(Mutex::new(Body {
            head: Vec::new(),
            rest: Box::pin(rest),
            left: limit,
            late: Box::pin(sleep(patience)),
            paced: None,
            cut: None,
        })))
    }

    /// The same body, which also has to keep up a pace.
    pub(crate) fn at(self, pace: Pace) -> Self {
        let late = Box::pin(sleep(pace.still));
        let paced = Paced { pace, read: 0, waited: Duration::ZERO, since: None, late };
        self.body().paced = Some(paced);
        self
    }

    /// The first bytes, which are read again after this; fewer only when there are no more.
    ///
    /// # Errors
    /// [`Cut`]
    pub(crate) async fn head(&mut self, length: usize) -> Result<Vec<u8>, Cut> {
        let mut head = Vec::with_capacity(length);
        let read = (&mut *self).take(length as u64).read_to_end(&mut head).await;
        read.map_err(|_| self.cut().unwrap_or(Cut::Off))?;
        self.body().head.clone_from(&head);
        Ok(head)
    }

    /// Reads what is left and forgets it, so that the answer is not lost to a browser that is still sending.
    pub(crate) async fn read_out(mut self) {
        let _ = tokio::io::copy(&mut self, &mut tokio::io::sink()).await;
    }

    /// The same of a body that may have been too long: of that, so much more is read.
    pub(crate) async fn read_on(self, more: u64) {
        {
            let mut body = self.body();
            if body.cut == Some(Cut::TooLarge) {
                (body.cut, body.left) = (None, more);
            }
        }
        self.read_out().await;
    }

    /// Why reading failed.
    pub(crate) fn cut(&self) -> Option<Cut> {
        self.body().cut
    }

    fn body(&self) -> MutexGuard<'_, Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AsyncRead for Arriving {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.body().poll_read(context, buffer)
    }
}

impl Body {
    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(cut) = self.cut {
            return self.fail(cut);
        }
        if !self.head.is_empty() {
            let length = self.head.len().min(buffer.remaining());
            buffer.put_slice(&self.head[..length]);
            self.head.drain(..length);
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        match self.rest.as_mut().poll_read(context, buffer) {
            Poll::Ready(Ok(())) => {
                let read = (buffer.filled().len() - before) as u64;
                if let Some(paced) = &mut self.paced {
                    paced.took(read);
                }
                match self.left.checked_sub(read) {
                    Some(left) => {
                        self.left = left;
                        Poll::Ready(Ok(()))
                    }
                    None => {
                        buffer.set_filled(before);
                        self.fail(Cut::TooLarge)
                    }
                }
            }
            Poll::Ready(Err(_)) => self.fail(Cut::Off),
            Poll::Pending if pin!(&mut self.late).poll(context).is_ready() => self.fail(Cut::Off),
            Poll::Pending => match self.paced.as_mut().map(|paced| paced.poll_late(context)) {
                Some(Poll::Ready(())) => self.fail(Cut::Slow),
                Some(Poll::Pending) | None => Poll::Pending,
            },
        }
    }

    fn fail(&mut self, cut: Cut) -> Poll<io::Result<()>> {
        self.cut = Some(cut);
        Poll::Ready(Err(io::Error::other("the body was cut")))
    }
}

impl Paced {
    /// So many bytes came.
    fn took(&mut self, bytes: u64) {
        self.read = self.read.saturating_add(bytes);
        if let Some(since) = self.since.take() {
            self.waited = self.waited.saturating_add(since.elapsed());
        }
    }

    /// Ready once the client was waited for longer than it may be.
    fn poll_late(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Pace { still, rate } = self.pace;
        let since = *self.since.get_or_insert_with(Instant::now);
        let earned = Duration::from_micros(self.read.saturating_mul(1_000_000) / rate.max(1));
        let left = still.saturating_add(earned).saturating_sub(self.waited).min(still);
        self.late.as_mut().reset(since + left);
        self.late.as_mut().poll(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;

    const PATIENCE: Duration = Duration::from_secs(9);

    // EV-08
    #[tokio::test]
    async fn the_head_is_read_again_and_no_byte_beyond_the_limit_is_taken() {
        let mut whole = Arriving::new(&b"abcdef"[..], 6, PATIENCE);
        assert_eq!(whole.head(4).await.unwrap(), b"abcd");
        let mut read = Vec::new();
        whole.read_to_end(&mut read).await.unwrap();
        assert_eq!((read.as_slice(), whole.cut()), (&b"abcdef"[..], None));

        let mut longer = Arriving::new(&b"abcdefg"[..], 6, PATIENCE);
        assert_eq!(longer.head(4).await.unwrap(), b"abcd");
        assert!(longer.read_to_end(&mut read).await.is_err());
        assert_eq!(longer.cut(), Some(Cut::TooLarge));
        assert!(longer.read_to_end(&mut read).await.is_err(), "it stays cut");
        assert_eq!(Arriving::new(&b"abc"[..], 2, PATIENCE).head(4).await, Err(Cut::TooLarge));
    }

    // EV-08 O-44
    #[tokio::test]
    async fn of_a_body_that_was_too_long_so_much_more_is_read_and_no_byte_beyond_it() {
        let arriving = Arriving::new(&b"abcdefghij"[..], 2, PATIENCE);
        let mut read = Vec::new();
        assert!(arriving.clone().read_to_end(&mut read).await.is_err());
        assert_eq!(arriving.cut(), Some(Cut::TooLarge));
        arriving.clone().read_on(100).await;
        assert_eq!(arriving.cut(), None, "it was read to its end");

        let endless = Arriving::new(tokio::io::repeat(7), 2, PATIENCE);
        assert!(endless.clone().read_to_end(&mut read).await.is_err());
        endless.clone().read_on(1_000_000).await;
        assert_eq!(endless.cut(), Some(Cut::TooLarge));
    }

    // EV-08
    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_arrive_in_time_is_cut_off() {
        let (_open, silent) = tokio::io::duplex(8);
        let mut late = Arriving::new(silent, 6, PATIENCE);
        assert_eq!(late.head(4).await, Err(Cut::Off));
    }

    const PACE: Pace = Pace { still: Duration::from_secs(10), rate: 16_000 };

    /// Sends so many bytes again and again, with so long between them, until the service reads no more; says for how
    /// long it read, and how it ended.
    async fn sent(bytes: usize, every: Duration) -> (Duration, Option<Cut>, usize) {
        let (mut client, service) = tokio::io::duplex(1 << 20);
        let arriving = Arriving::new(service, 1 << 30, Duration::from_mins(2)).at(PACE);
        let mut reader = arriving.clone();
        let reading = tokio::spawn(async move {
            let mut all = Vec::new();
            let _ = reader.read_to_end(&mut all).await;
            all.len()
        });
        let began = Instant::now();
        while !reading.is_finished() && began.elapsed() < Duration::from_mins(3) {
            let _ = client.write_all(&vec![7; bytes]).await;
            sleep(every).await;
        }
        (began.elapsed(), arriving.cut(), reading.await.unwrap())
    }

    // EV-08 O-44 WE-09
    #[tokio::test(start_paused = true)]
    async fn a_client_that_sends_nothing_for_ten_seconds_or_slower_than_the_rate_is_cut() {
        let second = Duration::from_secs(1);
        let (after, cut, read) = sent(100_000, second * 11).await;
        assert_eq!((cut, read), (Some(Cut::Slow), 100_000));
        assert_eq!(after.as_secs(), 11, "ten seconds of silence, whatever came before");

        let (after, cut, _) = sent(1, second).await;
        assert_eq!((after.as_secs(), cut), (11, Some(Cut::Slow)), "a byte a second earns nothing");
        let (after, cut, _) = sent(8_000, second).await;
        assert_eq!((after.as_secs(), cut), (21, Some(Cut::Slow)), "half the rate, twice the time");
        let (after, cut, _) = sent(16_000, second).await;
        assert_eq!(cut, Some(Cut::Off), "only the whole took too long");
        assert!((120..=121).contains(&after.as_secs()), "{after:?}");
    }

    // EV-08 O-44
    #[tokio::test(start_paused = true)]
    async fn the_time_in_which_the_service_does_not_read_counts_for_nothing() {
        let (mut client, service) = tokio::io::duplex(64);
        let mut arriving = Arriving::new(service, 100, Duration::from_mins(2)).at(PACE);
        client.write_all(b"ab").await.unwrap();
        let mut one = [0; 1];
        arriving.read_exact(&mut one).await.unwrap();
        sleep(Duration::from_mins(1)).await;
        arriving.read_exact(&mut one).await.unwrap();
        let mut rest = Vec::new();
        let later = async {
            sleep(Duration::from_secs(5)).await;
            client.write_all(b"c").await.unwrap();
            drop(client);
        };
        let mut reader = arriving.clone();
        let (read, ()) = tokio::join!(reader.read_to_end(&mut rest), later);
        assert_eq!((read.unwrap(), arriving.cut()), (1, None));
    }

    // EV-08
    #[tokio::test]
    async fn what_a_handler_leaves_is_read_out() {
        let arriving = Arriving::new(&b"abcdef"[..], 6, PATIENCE);
        let mut handler = arriving.clone();
        let mut two = [0; 2];
        handler.read_exact(&mut two).await.unwrap();
        drop(handler);
        arriving.clone().read_out().await;
        assert_eq!(arriving.body().left, 0);
    }
}
