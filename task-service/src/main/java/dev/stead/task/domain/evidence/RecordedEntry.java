package dev.stead.task.domain.evidence;

import java.util.Optional;

/**
 * An entry as it is stored.
 *
 * @param number of the task's entries, from 1 on, without gaps
 * @param leaf its act in the audit log; empty for what a version before recorded
 */
public record RecordedEntry(int number, EvidenceEntry entry, Optional<LeafHash> leaf) {}
