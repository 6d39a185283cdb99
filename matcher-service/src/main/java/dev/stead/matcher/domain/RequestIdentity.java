package dev.stead.matcher.domain;

import java.util.UUID;

/**
 * One intention of a caller. Repeating the same is safe; another content under the same id is refused.
 *
 * @param fingerprint SHA-256 in hexadecimal of everything that was asked, the resolved subject included
 */
public record RequestIdentity(UUID requestId, String fingerprint) {}
