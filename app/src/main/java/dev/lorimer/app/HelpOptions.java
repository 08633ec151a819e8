package dev.lorimer.app;

import picocli.CommandLine.Model.OptionSpec;

/// The options that every command has, for commands that are described without annotations.
final class HelpOptions {
    private HelpOptions() {}

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build();
    }

    static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build();
    }
}
