//! Bytes of a payload into text: which charset, and how that was decided.
