/**
 * The geometry of areas on the Earth, by JTS. It knows points and polygons of the domain; it must not know tasks, people or terminals.
 */
@NullMarked
package dev.stead.task.geo;

import org.jspecify.annotations.NullMarked;
