/**
 * Samples and their sources: pictures, files of embeddings, a generator. The entry points are {@link
 * dev.stead.terminal.sample.SampleFiles}, for one file, and {@link dev.stead.terminal.sample.SampleSource}, for many people. Knows nothing
 * of services or the network.
 *
 * <ul>
 *   <li>Pictures: {@link dev.stead.terminal.sample.PictureFormat} recognises them, {@link dev.stead.terminal.sample.PictureBlocks} checks
 *       that they are whole, {@link dev.stead.terminal.sample.PictureReader} decodes them upright, and
 *       {@link dev.stead.terminal.sample.FacePolicy} says whose sample a picture of several people is.
 *   <li>What is not taken: {@link dev.stead.terminal.sample.SampleException} with its {@link dev.stead.terminal.sample.SampleProblem}.
 * </ul>
 */
@NullMarked
package dev.stead.terminal.sample;

import org.jspecify.annotations.NullMarked;
