package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final Machine MACHINE = new Machine(System::nanoTime);

    @Test
    void whatAnotherProcessUsesIsSeen() throws Exception {
        Process other = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            Machine.Watch watch = MACHINE.watch();
            assertThat(other.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();

            assertThat(watch.others(MACHINE)).isGreaterThan(0.1);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void onlyALotIsSaid() {
        assertThat(ReportRunner.Measured.warning(0.05)).isEmpty();
        assertThat(ReportRunner.Measured.warning(1.24).orElseThrow()).contains("1.2 processors");
    }

    @Test
    void theMachineIsDescribed() {
        assertThat(MACHINE.description()).contains(" processors, Java ");
    }
}
