//! The program as an operator runs it: the real binary, its output and its exit code.

mod data;
mod demo;
mod mistakes;
mod outputs;
mod program;
mod rules;
mod usage;
