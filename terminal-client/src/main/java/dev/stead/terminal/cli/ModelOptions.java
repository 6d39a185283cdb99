package dev.stead.terminal.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.terminal.face.Checksums;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.ModelFiles;
import dev.stead.terminal.sample.FacePolicy;
import dev.stead.terminal.sample.SampleFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The models that turn pictures into embeddings. They are loaded when the first picture is read; embeddings need none. */
final class ModelOptions implements AutoCloseable {
    @Option(
            names = "--models",
            paramLabel = "FOLDER",
            description = "folder of the packages that fetch-models downloaded (by default beside the program)")
    private @Nullable Path packages;

    @Option(
            names = "--feature-model",
            paramLabel = "FILE",
            description = "your own ArcFace-like ONNX model: [1,3,112,112], BGR, (x-127.5)/128;"
                    + " needs --feature-sha256, --model-id and --feature-norms")
    private @Nullable Path feature;

    @Option(names = "--feature-sha256", paramLabel = "HEX", description = "SHA-256 of the feature model")
    private @Nullable String sha256;

    @Option(
            names = "--model-id",
            paramLabel = "ID",
            defaultValue = ModelFiles.DEMONSTRATION_MODEL,
            description = "id of the model that computes, or computed, the embeddings (default: ${DEFAULT-VALUE})")
    private String modelId = ModelFiles.DEMONSTRATION_MODEL;

    @Option(
            names = "--feature-norms",
            paramLabel = "LOW,HIGH",
            description = "norms of the feature model's raw embeddings: of a useless and of a perfect capture")
    private @Nullable String norms;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "threads per model (default: ${DEFAULT-VALUE})")
    private int threads = 1;

    @Option(
            names = "--faces",
            paramLabel = "POLICY",
            defaultValue = "REFUSE",
            description = "whose sample a picture of several people is: ${COMPLETION-CANDIDATES} (default:"
                    + " ${DEFAULT-VALUE}). GUIDE: the only face in the middle half of the picture, as at a kiosk;"
                    + " whoever is left aside is reported")
    private FacePolicy faces = FacePolicy.REFUSE;

    @GuardedBy("this")
    private @Nullable FaceChain chain;

    SampleFiles files(CommandEnvironment environment) {
        return new SampleFiles(
                this::chain, modelId, faces, note -> environment.err().println("note: " + note));
    }

    String modelId() {
        return modelId;
    }

    private synchronized FaceChain chain() {
        FaceChain open = chain;
        if (open == null) {
            ModelFiles files = ModelFiles.demonstration(packages == null ? Checksums.packages() : packages);
            open = FaceChain.open(feature == null ? files : files.withFeature(ownModel(feature), checksum()), threads);
            chain = open;
        }
        return open;
    }

    private ModelFiles.Feature ownModel(Path file) {
        if (norms == null || modelId.equals(ModelFiles.DEMONSTRATION_MODEL)) {
            throw new UsageException("--feature-model needs --feature-sha256, --model-id and --feature-norms LOW,HIGH");
        }
        try {
            int comma = norms.indexOf(',');
            double low = Double.parseDouble(norms.substring(0, Math.max(0, comma)));
            double high = Double.parseDouble(norms.substring(comma + 1));
            return new ModelFiles.Feature(file, modelId, low, high);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "--feature-norms must be two numbers LOW,HIGH with LOW below HIGH, such as 5,25, not " + norms);
        }
    }

    private String checksum() {
        if (sha256 == null) {
            throw new UsageException("--feature-model needs --feature-sha256, which sha256sum prints");
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
