package dev.stead.standalone;

import dev.stead.task.v1.Notification.Kind;
import dev.stead.task.v1.Task;
import dev.stead.terminal.Assertion;
import dev.stead.terminal.Identification;
import dev.stead.terminal.PhoneClient;
import dev.stead.terminal.TaskProposal;
import dev.stead.terminal.sample.CapturedSample;
import java.time.Duration;

/** A person with their phone. */
record Person(String name, PhoneClient phone, CapturedSample before, Mailbox mailbox) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Looks into the phone's camera. */
    Assertion recognised() {
        return switch (phone.verify(before)) {
            case Identification.Identified(Assertion assertion) -> assertion;
            case Identification.Ambiguous() -> throw new DemoReport.Broken(name + "'s phone is not sure");
            case Identification.NotIdentified() -> throw new DemoReport.Broken(name + "'s phone does not know them");
        };
    }

    Task propose(TaskProposal proposal) {
        return phone.propose(recognised(), proposal);
    }

    Task accept(String taskId) {
        return phone.accept(recognised(), taskId);
    }

    /** Waits until the phone was told, and gives the task as it was then. */
    Task told(Kind kind, String taskId) throws InterruptedException {
        return mailbox.await(kind, taskId, PATIENCE).getTask();
    }

    @Override
    public void close() {
        mailbox.close();
    }
}
