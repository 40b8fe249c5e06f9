//! Prints the table of rights for `docs/ROLES.md`.

#![allow(clippy::print_stdout)]

fn main() {
    print!("{}", domain::role::as_markdown());
}
