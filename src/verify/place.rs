//! What is verified: a version, one file, or a whole public tree.
