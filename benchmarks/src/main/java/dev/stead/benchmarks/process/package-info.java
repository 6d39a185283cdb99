/** Services that a measurement starts for itself, each as a process of its own. It knows no service: their main classes are names. */
@NullMarked
package dev.stead.benchmarks.process;

import org.jspecify.annotations.NullMarked;
