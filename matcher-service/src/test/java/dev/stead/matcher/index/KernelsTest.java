package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector kernels against the scalar one: see {@link KernelsAgreement} for what is compared. */
class KernelsTest {
    static LongStream seeds() {
        return LongStream.range(0, 4);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void vectorKernelComputesWhatTheScalarOneDoes(long seed) {
        assertThat(new KernelsAgreement(seed).disagreements()).isEmpty();
    }

    /** A machine of narrower registers: the JVM is told to use no more of ours. */
    @ParameterizedTest(name = "{0} bytes a register")
    @ValueSource(ints = {16, 32})
    void narrowerRegistersComputeTheSame(int bytes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-XX:MaxVectorSize=" + bytes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KernelsAgreement.class.getName(),
                        "9"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("panama, " + 8 * bytes + " bits");
    }

    @Test
    void picksTheVectorKernelWhereTheModuleIsThere() {
        assertThat(Kernels.best().description()).startsWith("panama");
    }
}
