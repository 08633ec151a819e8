package dev.lorimer.app;

import java.util.List;

/// All commands, in the order of the help text.
final class Commandry {
    private Commandry() {}

    static List<Object> all(Console console) {
        return List.of(
                new DemoCommand(console),
                new RunCommand(console),
                new ResumeCommand(console),
                new RunsCommand(console),
                new ShowCommand(console),
                new EntriesCommand(console),
                new AnswerCommand(console),
                new CancelCommand(console),
                new LandCommand(console),
                new JudgeCommand(console),
                new DecisionsCommand(console),
                new DoctorCommand(console),
                new WarmUpCommand(console));
    }
}
