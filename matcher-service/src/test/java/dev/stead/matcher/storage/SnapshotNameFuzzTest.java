package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.stead.matcher.index.SnapshotException;
import dev.stead.matcher.testing.MatcherBed;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** The header of a snapshot's file, whatever bytes it has. {@code JAZZER_FUZZ=1} looks for more than the seeds. */
@Tag("instrumented")
class SnapshotNameFuzzTest {
    static Stream<byte[]> headers() {
        Stream<byte[]> others = Stream.of(
                        "",
                        "\n\n\n",
                        "people\nface\n512\nnot-an-id",
                        "people\n" + MatcherBed.PEOPLE.model().value() + "\n99999999999\n0-0-0-0-0")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        return Stream.concat(Stream.of(SnapshotName.fresh(MatcherBed.PEOPLE).header()), others);
    }

    @MethodSource("headers")
    @FuzzTest(maxDuration = "1m")
    void anyHeaderIsTheGallerysOrRefused(byte[] header) {
        try {
            SnapshotName name = SnapshotName.read(header, MatcherBed.PEOPLE);
            assertThat(name.gallery()).isEqualTo(MatcherBed.PEOPLE.id().value());
            assertThat(name.dimension()).isEqualTo(MatcherBed.PEOPLE.dimension());
        } catch (SnapshotException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
