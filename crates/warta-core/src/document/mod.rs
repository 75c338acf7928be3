//! A payload decoded into ordered blocks with spans, no judgment yet.
