//! Use cases: one file, one verb; authorisation is asked here.
