/**
 * From a picture to embeddings: detects faces, locates 68 landmarks, aligns, embeds and rates the quality, on ONNX Runtime. The entry point
 * is {@link dev.stead.terminal.face.FaceChain}.
 *
 * <ul>
 *   <li>Steps: {@link dev.stead.terminal.face.FaceDetector}, {@link dev.stead.terminal.face.LandmarkModel},
 *       {@link dev.stead.terminal.face.FeatureModel} (each an {@link dev.stead.terminal.face.OnnxModel}) and
 *       {@link dev.stead.terminal.face.SampleQuality}.
 *   <li>Presentation attacks: {@link dev.stead.terminal.face.TextureModel} and {@link dev.stead.terminal.face.PoseModel} look at one frame,
 *       a {@link dev.stead.terminal.face.PadFrame} with the head's {@link dev.stead.terminal.face.Pose}; {@link
 *       dev.stead.terminal.face.PadScore} judges several, by their texture and their {@link dev.stead.terminal.face.Parallax}.
 *   <li>Values: {@link dev.stead.terminal.face.Face}, with its {@link dev.stead.terminal.face.Box} and
 *       {@link dev.stead.terminal.face.Landmarks}; {@link dev.stead.terminal.face.Picture} and the {@link dev.stead.terminal.face.Affine}
 *       map that resamples it.
 *   <li>Model files: {@link dev.stead.terminal.face.ModelFiles}, verified by {@link dev.stead.terminal.face.Checksums}.
 *   <li>For demonstrations and tests: {@link dev.stead.terminal.face.Variations} of a picture.
 * </ul>
 *
 * <p>Knows pictures and models only: nothing of subjects, galleries, services or the network.
 */
@NullMarked
package dev.stead.terminal.face;

import org.jspecify.annotations.NullMarked;
