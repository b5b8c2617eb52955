//! Files that no row refers to.
