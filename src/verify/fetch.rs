//! Releases at an address of the web.
