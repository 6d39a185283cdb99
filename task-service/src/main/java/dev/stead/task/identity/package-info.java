/**
 * Reads the assertions that the matcher signs. It knows JWS and the matcher's public keys; it must not know tasks, nor judge time and
 * place: the domain does.
 */
@NullMarked
package dev.stead.task.identity;

import org.jspecify.annotations.NullMarked;
