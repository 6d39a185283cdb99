package dev.stead.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.systemtests.rows.FaultMatrix;
import dev.stead.systemtests.rows.Result;
import dev.stead.systemtests.rows.Row;
import dev.stead.systemtests.rows.RowContext;
import dev.stead.systemtests.rows.RowContext.Size;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class FaultMatrixTest {
    private static final Logger LOG = LoggerFactory.getLogger(FaultMatrixTest.class);

    static List<Row> rows() {
        return FaultMatrix.ofBuild();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rowHolds(Row row, @TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        LOG.info("{}: again with ./stead soak --rows {} --size ci --seed {}", row.name(), row.name(), seed);
        Result result = row.run(new RowContext(
                Size.CI,
                seed,
                folder,
                InstantSource.system(),
                System::nanoTime,
                System.nanoTime() + Long.MAX_VALUE / 4,
                words -> LOG.info("{}: {}", row.name(), words)));
        LOG.info("{} {} seed={}", row.name(), result, seed);
        assertThat(result.failures())
                .as("%s seed=%d: %s", row.name(), seed, result)
                .isEmpty();
    }
}
