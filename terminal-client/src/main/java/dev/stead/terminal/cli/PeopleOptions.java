package dev.stead.terminal.cli;

import dev.stead.terminal.sample.EmbeddingFile;
import dev.stead.terminal.sample.PeopleFolder;
import dev.stead.terminal.sample.SampleException;
import dev.stead.terminal.sample.SampleSource;
import dev.stead.terminal.sample.SyntheticPeople;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The source of people and their samples: a folder, a file of embeddings, or a generator. */
final class PeopleOptions implements AutoCloseable {
    @Mixin
    private final ModelOptions model = new ModelOptions();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--dimension",
            paramLabel = "D",
            defaultValue = "512",
            description = "numbers per embedding (default: ${DEFAULT-VALUE})")
    private int dimension = 512;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "seed of synthetic people and of random choices (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    static final class Source {
        @Option(
                names = "--folder",
                paramLabel = "DIR",
                description =
                        "one sub-folder per person, named by the subject id, with 1 to 10 pictures (JPEG, PNG, WebP,"
                                + " BMP, GIF) or .f32 files; what cannot be used is named and left out")
        private @Nullable Path folder;

        @Option(
                names = "--embeddings",
                paramLabel = "FILE",
                description = "raw little-endian float32, one row per person")
        private @Nullable Path embeddings;

        @Option(names = "--synthetic", paramLabel = "N", description = "N generated people, for load tests")
        private @Nullable Integer synthetic;
    }

    /** Opens the source; {@code notTaken} is told of each file and folder that it passes over, and why. */
    SampleSource open(CommandEnvironment environment, Consumer<SampleException> notTaken) {
        if (dimension < 2) {
            throw new UsageException("--dimension must be at least 2, not " + dimension);
        }
        if (source.folder != null) {
            return PeopleFolder.open(source.folder, model.files(environment), notTaken);
        }
        if (source.embeddings != null) {
            return EmbeddingFile.open(source.embeddings, dimension, model.modelId());
        }
        Integer people = source.synthetic;
        if (people == null || people < 1) {
            throw new UsageException("--synthetic must be at least 1, not " + people);
        }
        return new SyntheticPeople(people, dimension, seed, model.modelId());
    }

    long seed() {
        return seed;
    }

    @Override
    public void close() {
        model.close();
    }
}
