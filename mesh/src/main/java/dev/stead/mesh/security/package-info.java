/**
 * Authentication and authorisation: certificates with SPIFFE identities, people's bearer tokens, and the roles that may call each
 * method. It knows the roles of machines and people, but not what the methods do.
 *
 * <p>{@link dev.stead.mesh.security.TlsConfig} and {@link dev.stead.mesh.security.Access} are the entry points. Certificates: {@code
 * TlsMaterial}, {@code KeyPairFiles}, {@code PeerCheck}, {@code SpiffeId}. Keys in files: {@code SigningKeyFile},
 * {@code DeviceKeyFile}. Callers: {@code Caller}, {@code CallerInterceptor}, {@code
 * Role}, {@code PeopleTokens}. Development and tests: {@code DevelopmentCa}, {@code DevelopmentIssuer}, {@code AssertionKeys}, {@code
 * PrivateFiles}.
 */
@NullMarked
package dev.stead.mesh.security;

import org.jspecify.annotations.NullMarked;
