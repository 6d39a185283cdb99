/**
 * Measures presentation attack detection on attacks that Stead makes itself. The entry point is {@link dev.stead.terminal.pad.PadReport}.
 *
 * <ul>
 *   <li>What is presented: {@link dev.stead.terminal.pad.Presentations} of a {@link dev.stead.terminal.pad.Portrait}, bona fide or as one
 *       of the {@link dev.stead.terminal.pad.AttackSpecies}.
 *   <li>What they are made of: a {@link dev.stead.terminal.pad.HeadPose} for each frame, a {@link dev.stead.terminal.pad.Carrier} of a
 *       picture, a {@link dev.stead.terminal.pad.CutOut}, and the {@link dev.stead.terminal.pad.Camera} before which they are; all work on
 *       a {@link dev.stead.terminal.pad.Raster}.
 *   <li>What is counted: {@link dev.stead.terminal.pad.PadResults}, each an {@link dev.stead.terminal.pad.ErrorRate}.
 * </ul>
 *
 * <p>Knows pictures and the face chain; nothing of subjects, services or the network.
 */
@NullMarked
package dev.stead.terminal.pad;

import org.jspecify.annotations.NullMarked;
