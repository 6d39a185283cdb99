package dev.stead.task.domain.evidence;

import dev.stead.task.domain.task.Execution;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;

/**
 * What was authorised by whom, and what was done: everything that whoever decides a dispute needs.
 *
 * @param entries in the order in which they were done
 * @param executions in the order in which they began
 */
public record Evidence(TaskView task, List<EvidenceEntry> entries, List<Execution> executions, Instant time) {
    public Evidence {
        entries = List.copyOf(entries);
        executions = List.copyOf(executions);
    }

    /** Signs evidence, so that anybody with the published key can verify that it is as this service stored it. Thread-safe. */
    public interface Signer {
        /** A compact JWS; {@code docs/evidence.md} defines its content. */
        String sign(Evidence evidence);

        /** The public keys, a JWK set as JSON. */
        String publicKeys();
    }
}
