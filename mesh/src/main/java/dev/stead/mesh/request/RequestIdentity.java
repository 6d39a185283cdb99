package dev.stead.mesh.request;

import java.util.UUID;

/**
 * What makes two requests the same: repeating one is safe, and other content under the same id is refused.
 *
 * @param requestId the caller's idempotency key
 * @param fingerprint of everything that was asked for
 */
public record RequestIdentity(UUID requestId, RequestFingerprint fingerprint) {}
