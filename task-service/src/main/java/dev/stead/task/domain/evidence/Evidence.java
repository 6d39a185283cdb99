package dev.stead.task.domain.evidence;

import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;

/**
 * What was authorised by whom, and what was done: everything that somebody who judges a dispute needs.
 *
 * @param acts in the order in which they were done
 * @param executions in the order in which they began
 */
public record Evidence(TaskView task, List<EvidenceEntry> acts, List<Execution> executions, Instant time) {
    public Evidence {
        acts = List.copyOf(acts);
        executions = List.copyOf(executions);
    }

    /** Signs evidence, so that anybody with the published key can see that it is as this service kept it. Thread-safe. */
    public interface Signer {
        /** A compact JWS; {@code docs/evidence.md} says what is in it. */
        String sign(Evidence evidence);

        /** The public keys, a JWK set as JSON. */
        String publicKeys();
    }
}
