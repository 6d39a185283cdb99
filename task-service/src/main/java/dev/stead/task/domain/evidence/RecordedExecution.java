package dev.stead.task.domain.evidence;

import dev.stead.task.domain.task.Execution;
import java.util.Optional;

/**
 * An execution as it is stored.
 *
 * @param leaf the act of its outcome in the audit log; empty while the outcome is not known, and for what a version before recorded
 */
public record RecordedExecution(Execution execution, Optional<LeafHash> leaf) {}
