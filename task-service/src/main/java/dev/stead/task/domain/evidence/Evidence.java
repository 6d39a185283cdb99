package dev.stead.task.domain.evidence;

import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What was authorised by whom, and what was done: everything that whoever decides a dispute needs. A task of many entries has several
 * pages.
 *
 * @param terms the mandate's, in base64, as they are stored and hashed
 * @param time of the export
 */
public record Evidence(TaskView task, String terms, Page page, Optional<EvidenceProofs> proofs, Instant time) {

    /**
     * Some of a task's entries that follow each other, and their executions.
     *
     * @param entries in the order in which they were done
     * @param executions in the order in which they began
     * @param next the number of the first entry of the next page; empty in the last
     */
    public record Page(List<RecordedEntry> entries, List<RecordedExecution> executions, OptionalInt next) {
        public Page {
            entries = List.copyOf(entries);
            executions = List.copyOf(executions);
        }

        /** All leaves that are to be proven. */
        public Stream<LeafHash> leaves() {
            return Stream.concat(
                            entries.stream().map(RecordedEntry::leaf),
                            executions.stream().map(RecordedExecution::leaf))
                    .flatMap(Optional::stream);
        }

        /** Whether this is all of a task. */
        public boolean isWhole() {
            return next.isEmpty() && (entries.isEmpty() || entries.getFirst().number() == 1);
        }
    }

    public Evidence with(Optional<EvidenceProofs> found) {
        return new Evidence(task, terms, page, found, time);
    }

    /** Signs evidence, so that anybody with the published key can verify that it is as this service stored it. Thread-safe. */
    public interface Signer {
        /** A compact JWS; {@code docs/evidence.md} defines its content. */
        String sign(Evidence evidence);

        /** The public keys, a JWK set as JSON. */
        String publicKeys();
    }
}
