//! Published instances of rostering problems, read into contracts like any other.

pub mod curtois24;
