/**
 * Reads what others sign: the matcher its assertions ({@link dev.stead.task.identity.SignedAssertions}), and people's authenticators
 * ({@link dev.stead.task.identity.PasskeyAuthenticators}); and signs evidence. It knows JWS, WebAuthn and keys; it must not judge time,
 * place and terms: the domain does.
 */
@NullMarked
package dev.stead.task.identity;

import org.jspecify.annotations.NullMarked;
