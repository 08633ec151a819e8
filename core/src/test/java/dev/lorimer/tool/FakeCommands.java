package dev.lorimer.tool;

import dev.lorimer.command.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs nothing: remembers what it was asked and answers as told.
final class FakeCommands implements Commands {
    final List<Command> asked = new ArrayList<>();
    private final boolean contained;
    private final Exit exit;
    private final String text;

    FakeCommands(boolean contained, Exit exit, String text) {
        this.contained = contained;
        this.exit = exit;
        this.text = text;
    }

    static FakeCommands quiet() {
        return new FakeCommands(true, new Exit.Code(0), "");
    }

    @Override
    public Output run(Command command) {
        asked.add(command);
        if (text.equals("does not start")) {
            throw new CommandException("no such program", new java.io.IOException());
        }
        return new Output(exit, text, text.length(), Duration.ZERO);
    }

    @Override
    public boolean contained() {
        return contained;
    }

    @Override
    public void close() {}
}
