//! Builders, sample people and databases for tests.
