/**
 * Finds the vectors that are most similar to a probe: numbers in, ordinals out. Knows nothing of people, templates or thresholds.
 *
 * <p>The entry point is {@link dev.stead.matcher.index.VectorIndex}, of which there are three engines: {@link
 * dev.stead.matcher.index.FlatIndex} compares every vector, and is the oracle of the others; {@link
 * dev.stead.matcher.index.SteadIndex}, which the service uses by default, reads a small part of the vectors, as much as an {@link
 * dev.stead.matcher.index.AccuracyTarget} needs; {@link dev.stead.matcher.index.HnswlibIndex} searches the graph of a library, to compare
 * with. How {@code SteadIndex} works, and why, is described there. The other types are its parts, in these groups:
 *
 * <ul>
 *   <li><b>the index as its callers see it</b>: {@code VectorIndex}, {@code Ordinals} (which may be found), {@code AccuracyTarget} (how
 *       certainly), {@code Neighbours} (what was found);
 *   <li><b>rows and sketches</b>: {@code VectorRows} holds the coded vectors, {@code Sketches} a few bytes of each that a scan reads first,
 *       compared with a {@code SketchedProbe}; {@code FlatIndex} keeps plain floats in {@code Chunk}s, and compares with a {@code Scratch};
 *   <li><b>space and training</b>: {@code Space} is the rotation in which vectors are coded, found by {@code SpaceTrainer};
 *   <li><b>partitions and their order</b>: {@code Clustering} finds the {@code Centroids}, {@code CentroidGraph} the centroid where a row
 *       belongs with a {@code SearchFrontier}, {@code Partitions} says which rows lie where, {@code PartitionOrder} which partition to read
 *       next;
 *   <li><b>search</b>: {@code Search} is one search at a time, lent by a {@code SearchPool}; {@code FreeList} keeps what can be reused;
 *   <li><b>calibration</b>: {@code Calibrator} measures a {@code Calibration}, which a {@code CutoffTable} tabulates for one accuracy
 *       target; {@code LineFit} and {@code Normal} are the statistics;
 *   <li><b>change</b>: a {@code Generation} is everything that a search reads, a {@code PreparedPut} is a vector coded for it, and a
 *       {@code Rearrangement} replaces it as the gallery grows;
 *   <li><b>snapshot and restoration</b>: a {@code Snapshottable} index gives a {@code Snapshot} of itself, in pieces that a {@code
 *       SnapshotFile} holds, and a {@code Restoration} fills an index from them, or refuses them with a {@code SnapshotException};
 *   <li><b>audit</b>: {@code Audit} searches for every row, to see whether it is found; an {@code SearchOracle} compares a probe with each;
 *   <li><b>kernels and native memory</b>: {@code Kernels} are the inner loops, in {@code PanamaKernels} by the Vector API, in {@code
 *       ScalarKernels} without; {@link dev.stead.matcher.index.nativememory} gives memory in huge pages, and the prefetch;
 *   <li><b>the library's engine</b>: {@code HnswlibGraph} is one graph of fixed capacity. {@code Vectors} checks what all engines check.
 * </ul>
 */
@NullMarked
package dev.stead.matcher.index;

import org.jspecify.annotations.NullMarked;
