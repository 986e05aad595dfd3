//! The `varne` command.

fn main() -> std::process::ExitCode {
    varne::cli::main()
}
