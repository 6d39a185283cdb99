/**
 * The records of the task service in SQL, the same on SQLite and PostgreSQL. It knows the domain and the mesh's database; it must not
 * know gRPC, protobuf or the rules by which records change.
 */
@NullMarked
package dev.stead.task.storage;

import org.jspecify.annotations.NullMarked;
