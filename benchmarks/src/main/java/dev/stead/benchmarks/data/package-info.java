/**
 * Seeded embeddings that are as hard to search as real ones, files of them in the runner's format, and the figures that compare them
 * with real ones. It knows nothing of any index. Entry point: {@link dev.stead.benchmarks.data.DataCommand}.
 *
 * <ul>
 *   <li>Generator: {@link dev.stead.benchmarks.data.Population} with its {@link dev.stead.benchmarks.data.Traits}, {@link
 *       dev.stead.benchmarks.data.Spectrum} and {@link dev.stead.benchmarks.data.Constants}.
 *   <li>Files: {@link dev.stead.benchmarks.data.DataSet} and {@link dev.stead.benchmarks.data.MappedEmbeddingFile}.
 *   <li>Ground truth: {@link dev.stead.benchmarks.data.ExactSearch} over {@link dev.stead.benchmarks.data.BlockedScan}.
 *   <li>Figures: {@link dev.stead.benchmarks.data.GeneratedFigures} beside {@link dev.stead.benchmarks.data.RealFigures}.
 * </ul>
 */
@NullMarked
package dev.stead.benchmarks.data;

import org.jspecify.annotations.NullMarked;
