package dev.stead.standalone;

import picocli.CommandLine.Command;

/** The commands about terminals: {@code add}. */
@Command(
        name = "terminal",
        description = "Manages the terminals of running services.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = AddTerminalCommand.class)
final class TerminalCommand {}
