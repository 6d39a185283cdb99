/**
 * Who calls and what they may: certificates and their SPIFFE identities, people's bearer tokens, the allow-list of roles for
 * each method. It knows roles of machines and people, but nothing of what the methods do.
 */
@NullMarked
package dev.stead.mesh.security;

import org.jspecify.annotations.NullMarked;
