/**
 * The records of the task service in SQL, the same on SQLite and PostgreSQL. It knows the domain, the mesh's database and
 * {@code contract}, for what is stored as a message; it must not know gRPC, the messages themselves or the rules by which records change.
 */
@NullMarked
package dev.stead.task.storage;

import org.jspecify.annotations.NullMarked;
