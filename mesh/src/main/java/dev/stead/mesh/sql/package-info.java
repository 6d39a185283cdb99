/**
 * One SQL on two engines: opens an embedded SQLite file or a PostgreSQL database, checks that it keeps what it acknowledges,
 * migrates it and runs transactions. {@link dev.stead.mesh.sql.Database} is the entry point. It knows no table but Flyway's, and lets
 * no message of a driver out: those may hold parameter values.
 */
@NullMarked
package dev.stead.mesh.sql;

import org.jspecify.annotations.NullMarked;
