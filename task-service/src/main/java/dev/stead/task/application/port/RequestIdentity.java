package dev.stead.task.application.port;

import java.util.UUID;

/**
 * What a caller wants to happen once.
 *
 * @param requestId the caller's idempotency key
 * @param fingerprint SHA-256, in hex, of who asks for what: the caller, the method and the request's bytes
 */
public record RequestIdentity(UUID requestId, String fingerprint) {}
