/**
 * The task service's tables, the same on SQLite and PostgreSQL. Entry point: {@link dev.stead.task.storage.TaskDatabase}, the unit of
 * work; each {@code ...Table} is one repository; {@code ReadCache} and {@code MandateCache} hold what was read before; {@code
 * MandateFormat1} and {@code MandateConversion} read and convert what an older version stored. It knows the domain, the mesh's database
 * and {@code contract}, for what is stored as a message; it must not know gRPC, the messages themselves or the rules by which anything
 * changes.
 */
@NullMarked
package dev.stead.task.storage;

import org.jspecify.annotations.NullMarked;
