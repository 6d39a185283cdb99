/**
 * From a picture to embeddings: detect faces, find 68 landmarks, align, embed, rate the quality; on ONNX Runtime. Knows pictures
 * and models only: nothing of subjects, galleries, services or the network.
 */
@NullMarked
package dev.stead.terminal.face;

import org.jspecify.annotations.NullMarked;
