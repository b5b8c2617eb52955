//! Requests by the route that answered, never by the path that was asked for.

use metrics::{Counter, Gauge, Histogram};
use std::sync::OnceLock;
use std::time::Duration;

/// The classes of status.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// A route, by its number in the URL map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RouteNumber(pub(crate) usize);

/// The requests of every route, and of none.
pub(crate) struct Requests {
    routes: Vec<Counted>,
    /// What was answered before a route was found.
    unmatched: Counted,
    in_flight: Gauge,
}

/// What is counted of one route. Made when it is needed first: most routes are never asked for.
struct Counted {
    method: String,
    path: &'static str,
    classes: [OnceLock<Counter>; 5],
    duration: OnceLock<Histogram>,
}

impl Requests {
    /// For these routes: methods and paths, parameters as `:name`.
    pub(crate) fn new(routes: impl Iterator<Item = (String, &'static str)>) -> Self {
        let routes = routes.map(|(method, path)| Counted::new(method, path)).collect();
        let in_flight = metrics::gauge!("wariin_http_requests_in_flight");
        Self { routes, unmatched: Counted::new("any".to_owned(), "unmatched"), in_flight }
    }

    /// A request that is being answered, until the value is dropped.
    pub(crate) fn begin(&self) -> InFlight {
        self.in_flight.increment(1);
        InFlight(self.in_flight.clone())
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, route: Option<RouteNumber>, status: u16, took: Duration) {
        let counted = route.and_then(|RouteNumber(number)| self.routes.get(number));
        counted.unwrap_or(&self.unmatched).add(status, took);
    }

    /// The path of a route.
    pub(crate) fn path(&self, route: Option<RouteNumber>) -> &'static str {
        route
            .and_then(|RouteNumber(number)| self.routes.get(number))
            .unwrap_or(&self.unmatched)
            .path
    }
}

/// One request that is being answered.
pub(crate) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

impl Counted {
    fn new(method: String, path: &'static str) -> Self {
        Self { method, path, classes: Default::default(), duration: OnceLock::new() }
    }

    fn add(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        let counter = self.classes[class].get_or_init(|| {
            metrics::counter!(
                "wariin_http_requests_total",
                "method" => self.method.clone(),
                "route" => self.path,
                "status" => CLASSES[class]
            )
        });
        counter.increment(1);
        let duration = self.duration.get_or_init(|| {
            metrics::histogram!(
                "wariin_http_request_duration_seconds",
                "method" => self.method.clone(),
                "route" => self.path
            )
        });
        duration.record(took);
    }
}
