package dev.stead.terminal.face;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** An ONNX model with one float input of a fixed shape. Thread-safe. Owns its session: once closed, a run throws. */
final class OnnxModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Path file;
    private final long[] shape;
    private final OrtSession session;
    private final String input;

    private OnnxModel(Path file, long[] shape, OrtSession session) {
        this.file = file;
        this.shape = shape;
        this.session = session;
        this.input = session.getInputNames().iterator().next();
    }

    /** Loads a model whose input has this shape. */
    static OnnxModel open(Path file, int threads, long... shape) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            // Waiting threads sleep instead of spinning: the terminal has other work to do.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
            return new OnnxModel(file, shape, session);
        } catch (OrtException e) {
            throw new FaceModelException(file + " is not a model that ONNX Runtime loads: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new FaceModelException(
                    "ONNX Runtime's library cannot be run from the folder of temporary files, "
                            + System.getProperty("java.io.tmpdir")
                            + ": it is mounted noexec, full, or not to be written; let JAVA_TOOL_OPTIONS="
                            + "-Djava.io.tmpdir=FOLDER name another one",
                    e);
        }
    }

    /** All numbers of each named output, in the order of the names; without names, of the only output. */
    float[][] run(float[] values, String... outputs) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            if (outputs.length == 0) {
                return new float[][] {floats(result.get(0))};
            }
            return Arrays.stream(outputs)
                    .map(name -> floats(result.get(name)
                            .orElseThrow(() -> new FaceModelException(file + " has no output named " + name))))
                    .toArray(float[][]::new);
        } catch (OrtException e) {
            throw new FaceModelException(
                    file + " did not run on an input of " + Arrays.toString(shape) + ": " + e.getMessage(), e);
        }
    }

    /** The shares of the classes, of which the model computes the logarithms up to a constant. */
    static double[] softmax(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        double[] shares = new double[logits.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(logits[i] - largest);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    private static float[] floats(ai.onnxruntime.OnnxValue value) {
        FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new FaceModelException(file + " did not close: " + e.getMessage(), e);
        }
    }
}
