//! The process: startup, routes, configuration, handlers, worker, commands.
//! x
