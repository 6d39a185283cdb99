/**
 * What counts tell of the shares behind them. It knows the JDK only, so that domains may use it.
 */
@NullMarked
package dev.stead.mesh.statistic;

import org.jspecify.annotations.NullMarked;
