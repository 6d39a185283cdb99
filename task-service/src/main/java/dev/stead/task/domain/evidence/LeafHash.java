package dev.stead.task.domain.evidence;

/**
 * The hash by which the audit log knows the leaf of an act.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record LeafHash(String hex) {}
