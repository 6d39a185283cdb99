/**
 * The rows of the fault matrix. Entry point: {@link dev.stead.systemtests.rows.FaultMatrix}, which lists them.
 *
 * <ul>
 *   <li>Each {@link dev.stead.systemtests.rows.Row} injects one kind of fault and returns a {@link
 *       dev.stead.systemtests.rows.Result}.
 *   <li>It runs on a {@link dev.stead.systemtests.rows.TestMesh} of {@link dev.stead.systemtests.rows.ServiceProcesses}, or on the
 *       use cases in this process.
 *   <li>A {@link dev.stead.systemtests.rows.TestsRow} of {@link dev.stead.systemtests.rows.AttackRows} runs tests of the modules again.
 *   <li>What is done to an {@link dev.stead.systemtests.rows.AttackedMatcher} is timed by a {@link
 *       dev.stead.systemtests.rows.TimedCaller} beside it.
 *   <li>{@link dev.stead.systemtests.rows.Oracles} checks afterwards that no money and no answer was lost or doubled.
 * </ul>
 */
@NullMarked
package dev.stead.systemtests.rows;

import org.jspecify.annotations.NullMarked;
