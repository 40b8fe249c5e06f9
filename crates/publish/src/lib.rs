//! Which static pages exist, where they go, the leak gate and the atomic swap.
