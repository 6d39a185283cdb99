package dev.stead.terminal.cli;

import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.ModelFiles;
import dev.stead.terminal.sample.SampleFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The face chain, opened when the first picture comes: embeddings need none. */
final class ModelOptions implements AutoCloseable {
    @Option(
            names = "--models",
            paramLabel = "FOLDER",
            description = "where fetch-models put the packages (found beside the program)")
    private @Nullable Path packages;

    @Option(
            names = "--feature-model",
            paramLabel = "FILE",
            description = "your own ArcFace-like ONNX model: [1,3,112,112], BGR, (x-127.5)/128; needs the three below")
    private @Nullable Path feature;

    @Option(names = "--feature-sha256", paramLabel = "HEX", description = "its SHA-256")
    private @Nullable String sha256;

    @Option(
            names = "--model-id",
            paramLabel = "ID",
            defaultValue = ModelFiles.DEMONSTRATION_MODEL,
            description = "id of the model that makes or made the embeddings (${DEFAULT-VALUE})")
    private String modelId = ModelFiles.DEMONSTRATION_MODEL;

    @Option(
            names = "--feature-norms",
            paramLabel = "LOW,HIGH",
            description = "its raw norm for a useless and a perfect capture")
    private @Nullable String norms;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "threads a model (${DEFAULT-VALUE})")
    private int threads = 1;

    private @Nullable FaceChain chain;

    SampleFiles files() {
        return new SampleFiles(this::chain, modelId);
    }

    String modelId() {
        return modelId;
    }

    private synchronized FaceChain chain() {
        FaceChain open = chain;
        if (open == null) {
            ModelFiles files = ModelFiles.demonstration(packages == null ? Checksums.packages() : packages);
            open = FaceChain.open(feature == null ? files : files.withFeature(own(feature), checksum()), threads);
            chain = open;
        }
        return open;
    }

    private ModelFiles.Feature own(Path file) {
        if (norms == null || modelId.equals(ModelFiles.DEMONSTRATION_MODEL)) {
            throw new UsageException("--feature-model needs --feature-sha256, --model-id and --feature-norms LOW,HIGH");
        }
        try {
            int comma = norms.indexOf(',');
            double low = Double.parseDouble(norms.substring(0, Math.max(0, comma)));
            double high = Double.parseDouble(norms.substring(comma + 1));
            return new ModelFiles.Feature(file, modelId, low, high);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--feature-norms is two numbers LOW,HIGH, such as 5,25, not " + norms);
        }
    }

    private String checksum() {
        if (sha256 == null) {
            throw new UsageException("--feature-model needs --feature-sha256: sha256sum prints it");
        }
        return sha256;
    }

    @Override
    public synchronized void close() {
        FaceChain open = chain;
        if (open != null) {
            open.close();
        }
    }
}
