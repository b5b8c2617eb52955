//! How values of the domain stand in JSON columns: one private storage type for each, versioned.

pub(super) mod event;
