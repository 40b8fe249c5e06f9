//! Embedding reads the folder at compile time: a file that is added there must rebuild.

fn main() {
    println!("cargo::rerun-if-changed=../../content");
}
