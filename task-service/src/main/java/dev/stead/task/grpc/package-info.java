/**
 * The task service's calls: reads requests into the domain, runs a use case, writes what came of it. It knows the contract, the mesh and
 * the domain; it must not know how anything is stored or settled.
 */
@NullMarked
package dev.stead.task.grpc;

import org.jspecify.annotations.NullMarked;
