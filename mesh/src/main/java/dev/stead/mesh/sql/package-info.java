/**
 * One SQL on two engines: opens an embedded SQLite file or a PostgreSQL database, checks that it keeps what it acknowledges,
 * migrates it and runs transactions. It knows no table but Flyway's, and lets no driver's message out: those may hold
 * parameter values.
 */
@NullMarked
package dev.stead.mesh.sql;

import org.jspecify.annotations.NullMarked;
