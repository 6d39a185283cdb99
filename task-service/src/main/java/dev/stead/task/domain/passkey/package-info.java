/** What a person's authenticator signs with a passkey (WebAuthn): which key it is, and what exactly its signature is for. */
@NullMarked
package dev.stead.task.domain.passkey;

import org.jspecify.annotations.NullMarked;
