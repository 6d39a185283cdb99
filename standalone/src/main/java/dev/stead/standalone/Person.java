package dev.stead.standalone;

import dev.stead.task.v1.Notification.Kind;
import dev.stead.task.v1.Task;
import dev.stead.terminal.Identification;
import dev.stead.terminal.PhoneClient;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.TaskProposal;
import dev.stead.terminal.sample.CapturedSample;
import java.time.Duration;

/**
 * A person with their phone.
 *
 * @param atPhone what the phone's camera captures of them
 * @param mailbox the notifications that the phone has received
 */
record Person(String name, PhoneClient phone, CapturedSample atPhone, Mailbox mailbox) implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Looks at the phone's camera. */
    SignedAssertion verified() {
        return switch (phone.verify(atPhone)) {
            case Identification.Identified(SignedAssertion assertion) -> assertion;
            case Identification.Ambiguous() ->
                throw new DemoReport.UnexpectedOutcomeException(
                        "expected " + name + "'s phone to verify them, not to be unsure");
            case Identification.NotIdentified() ->
                throw new DemoReport.UnexpectedOutcomeException(
                        "expected " + name + "'s phone to verify them, not to reject them");
        };
    }

    Task propose(TaskProposal proposal) {
        return phone.propose(verified(), proposal);
    }

    Task accept(String taskId) {
        return phone.accept(verified(), taskId);
    }

    /** Waits until the phone has been notified, and returns the task as it was then. */
    Task notified(Kind kind, String taskId) throws InterruptedException {
        return mailbox.await(kind, taskId, TIMEOUT).getTask();
    }

    @Override
    public void close() {
        mailbox.close();
    }
}
