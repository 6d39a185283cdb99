package dev.stead.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stead.benchmarks.report.Proportion.Cluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProportionTest {
    /** Wilson, 1927; the values are those of R's prop.test(10, 1000, correct = FALSE) and of 0 in 1,000. */
    @Test
    void theIntervalIsWilsons() {
        Proportion one = Proportion.of(10, 1_000);
        assertThat(one.low()).isCloseTo(0.00544, within(5e-5));
        assertThat(one.high()).isCloseTo(0.01831, within(5e-5));
        assertThat(Proportion.of(0, 1_000).low()).isZero();
        assertThat(Proportion.of(0, 1_000).high()).isCloseTo(0.00383, within(5e-5));
        assertThat(Proportion.of(1_000, 1_000).high()).isEqualTo(1);
    }

    @Test
    void trialsOfOnePersonWithOneOutcomeCountAsOne() {
        List<Cluster> tenEach = Collections.nCopies(90, new Cluster(0, 10));
        List<Cluster> people = new ArrayList<>(tenEach);
        people.addAll(Collections.nCopies(10, new Cluster(10, 10)));
        Proportion alike = Proportion.of(people);
        assertThat(alike.effect()).isCloseTo(10, within(0.2));
        assertThat(alike.share()).isEqualTo(0.1);
        assertThat(alike.high()).isCloseTo(Proportion.of(10, 100).high(), within(0.002));
    }

    @Test
    void independentTrialsCountEach() {
        List<Cluster> people = new ArrayList<>(Collections.nCopies(900, new Cluster(0, 1)));
        people.addAll(Collections.nCopies(100, new Cluster(1, 1)));
        assertThat(Proportion.of(people).effect()).isCloseTo(1, within(0.01));
    }
}
