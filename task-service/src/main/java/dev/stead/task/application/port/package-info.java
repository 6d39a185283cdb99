/**
 * What the use cases need from outside: the unit of work with its repositories, settlements, assertions, the sender of
 * notifications. Adapters implement these; a port knows the domain and nothing else of this service.
 */
@NullMarked
package dev.stead.task.application.port;

import org.jspecify.annotations.NullMarked;
